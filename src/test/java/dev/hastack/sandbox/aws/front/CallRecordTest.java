package dev.hastack.sandbox.aws.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hastack.sandbox.aws.world.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkException;

class CallRecordTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void shouldTellReadsFromWritesAndWhatTheyConcern() {
    // Given
    var front = new FrontUnderTest(SimulationOptions.calm(1));
    CallRecord record = front.aws().record();

    // When
    front.create("web");
    front.groups();
    front.aws().time().advance(Duration.ofSeconds(3));
    record.note(front.aws().time().now(), "i-1", "was killed");

    // Then
    assertThat(record.count(CallFilter.every())).isEqualTo(2);
    assertThat(record.count(CallFilter.every().writes())).isEqualTo(1);
    assertThat(record.count(CallFilter.of("autoscaling", "describe*"))).isEqualTo(1);
    assertThat(record.totals())
        .containsEntry("autoscaling:CreateAutoScalingGroup OK", 1L)
        .containsEntry("autoscaling:DescribeAutoScalingGroups OK", 1L);
    assertThat(record.timeline())
        .isEqualTo(
            """
            2026-01-05T08:00:00Z write autoscaling:CreateAutoScalingGroup by arn:aws:iam::111122223333:user/alice in 111122223333 us-east-1 of web: OK
            2026-01-05T08:00:00Z read  autoscaling:DescribeAutoScalingGroups by arn:aws:iam::111122223333:user/alice in 111122223333 us-east-1: OK
            2026-01-05T08:00:03Z note  i-1: was killed\
            """);
  }

  @Test
  void shouldForgetTheOldestButNotTheTotalsWhenThereIsTooMuch() {
    // Given
    var record = new CallRecord(new SimulatedTime(START), 3);

    // When
    for (int number = 0; number < 5; number++) {
      var call = new Call(number, START, "1", "r", "me", "ec2", "CreateTags");
      record.add(new RecordedCall(call, List.of(), "OK", true, List.of()));
    }

    // Then
    assertThat(record.calls()).extracting(each -> each.call().number()).containsExactly(2L, 3L, 4L);
    assertThat(record.totals()).containsEntry("ec2:CreateTags OK", 5L);
    record.forget();
    assertThat(record.timeline()).isEmpty();
  }

  @Test
  void shouldRefuseToSayWhatWasCalledSinceWhenSomeOfItIsForgotten() {
    // Given
    var record = new CallRecord(new SimulatedTime(START), 3);

    assertThat(record.callsSince(Instant.MIN, any -> true)).isEmpty();

    // When
    for (int number = 0; number < 5; number++) {
      Instant time = START.plusSeconds(number);
      var call = new Call(number, time, "1", "r", "me", "ec2", "CreateTags");
      record.add(new RecordedCall(call, List.of(), "OK", true, List.of()));
    }

    // Then
    assertThat(record.callsSince(START.plusSeconds(2), any -> true)).hasSize(3);
    assertThatThrownBy(() -> record.callsSince(START.plusSeconds(1), any -> true))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("are forgotten");
  }

  @Property(tries = 10)
  void shouldTellTheSameStoryWhenSeedAndCallsAreTheSame(@ForAll long seed) {
    // When
    String first = story(seed);
    String second = story(seed);

    // Then
    assertThat(first).as("seed %d", seed).isEqualTo(second);
  }

  @Test
  void shouldTellAnotherStoryWhenTheSeedIsAnother() {
    assertThat(story(1)).isNotEqualTo(story(2));
  }

  /** Calls at random, the same for every seed, of an AWS that is unreliable by its seed. */
  private static String story(long seed) {
    var front =
        new FrontUnderTest(SimulationOptions.lifelike(seed).withMaxReadLag(Duration.ofSeconds(20)));
    front
        .aws()
        .faults()
        .order(FaultRule.of(new Fault.Broken(), CallFilter.every()).withProbability(0.2));
    var script = new SplittableRandom(7);
    var seen = new StringBuilder();
    for (int step = 0; step < 40; step++) {
      try {
        if (script.nextBoolean()) {
          front.create("group-" + script.nextInt(10));
        } else {
          seen.append(front.groups());
        }
      } catch (SdkException refused) {
        seen.append('!');
      }
    }
    return front.aws().record().timeline() + seen;
  }
}
