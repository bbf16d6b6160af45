package dev.hastack.sandbox.aws.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hastack.sandbox.aws.wire.SimulatedRetries;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;

class ThrottlesTest {
  private static final SimulationOptions AWS_RATES =
      SimulationOptions.calm(1).withThrottleFactor(1);
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void shouldThrottleReadsAfterTheBurstAndThenAtTheRate() {
    // Given
    var front = new FrontUnderTest(AWS_RATES);
    Ec2Client ec2 = front.ec2();

    // When
    int burst = granted(200, () -> ec2.describeInstances(each -> each.maxResults(10)));
    front.aws().time().advance(Duration.ofSeconds(2));
    int later = granted(200, () -> ec2.describeInstances(each -> each.maxResults(10)));

    // Then
    assertThat(burst).isEqualTo(100);
    assertThat(later).isEqualTo(40);
    assertThat(front.outcomes()).contains("RequestLimitExceeded");
  }

  @Test
  void shouldGrantLessWhenReadIsNeitherFilteredNorPaged() {
    // Given
    Ec2Client ec2 = new FrontUnderTest(AWS_RATES).ec2();

    // When
    int unfiltered = granted(200, ec2::describeInstances);
    int filtered =
        granted(
            200,
            () ->
                ec2.describeInstances(
                    each -> each.filters(Filter.builder().name("a").values("b").build())));

    // Then
    assertThat(unfiltered).isEqualTo(50);
    assertThat(filtered).isEqualTo(100);
  }

  @Test
  void shouldCountTheInstancesWhenTheyAreTerminated() {
    // Given
    Ec2Client ec2 = new FrontUnderTest(AWS_RATES).ec2();
    List<String> many = Collections.nCopies(400, "i-0");

    // When
    int granted = granted(5, () -> ec2.terminateInstances(each -> each.instanceIds(many)));

    // Then
    assertThat(granted).isEqualTo(2);
  }

  @Test
  void shouldGrantAShareWhileAStormLasts() {
    // Given
    var front = new FrontUnderTest(SimulationOptions.calm(1));
    AutoScalingClient autoScaling = front.autoScaling();
    var storm =
        front
            .aws()
            .faults()
            .order(FaultRule.of(new Fault.Scarce(0.1), CallFilter.of("autoscaling", "*")));

    // When
    int first = granted(50, autoScaling::describeAutoScalingGroups);
    front.aws().time().advance(Duration.ofSeconds(1));
    int second = granted(50, autoScaling::describeAutoScalingGroups);
    storm.lift();
    int calm = granted(50, autoScaling::describeAutoScalingGroups);

    // Then
    assertThat(first).isEqualTo(10);
    assertThat(second).isEqualTo(2);
    assertThat(calm).isEqualTo(50);
    assertThat(front.outcomes()).contains("Throttling");
  }

  @Test
  void shouldWaitOnTheSimulatedClockWhenTheClientRetries() {
    // Given
    var front = new FrontUnderTest(AWS_RATES);
    var time = front.aws().time();
    var retries =
        SimulatedRetries.adaptive(8, time::now, front.aws().pauses(), new SplittableRandom(1));
    Ec2Client ec2 = front.patient(Ec2Client.builder(), retries);
    Instant before = time.now();

    // When
    int granted = granted(150, () -> ec2.describeInstances(each -> each.maxResults(10)));

    // Then
    assertThat(granted).isEqualTo(150);
    assertThat(Duration.between(before, time.now())).isGreaterThan(Duration.ofMillis(2500));
  }

  @Property
  void shouldNeverGrantMoreThanBurstAndRateInAnyWindow(
      @ForAll @DoubleRange(min = 1, max = 15) double burst,
      @ForAll @DoubleRange(min = 0.1, max = 20) double perSecond,
      @ForAll @Size(max = 30) List<@IntRange(max = 3000) Integer> pausesMillis) {
    // Given
    Rate rate = new Rate(burst, perSecond);
    TokenBucket bucket = new TokenBucket(START, rate);
    List<Instant> grants = new ArrayList<>();
    Instant now = START;

    // When
    for (int pause : pausesMillis) {
      now = now.plusMillis(pause);
      for (int call = 0; call < 20; call++) {
        if (bucket.take(now, rate, 1)) {
          grants.add(now);
        }
      }
    }

    // Then
    for (int first = 0; first < grants.size(); first++) {
      for (int last = first; last < grants.size(); last++) {
        double seconds = Duration.between(grants.get(first), grants.get(last)).toMillis() / 1000.0;
        assertThat(last - first + 1.0).isLessThanOrEqualTo(burst + perSecond * seconds + 1e-6);
      }
    }
  }

  @Property
  void shouldGrantAllOfTheRateWhenAlwaysAsked(
      @ForAll @DoubleRange(min = 2, max = 20) double burst,
      @ForAll @DoubleRange(min = 0.5, max = 20) double perSecond) {
    // Given
    Rate rate = new Rate(burst, perSecond);
    TokenBucket bucket = new TokenBucket(START, rate);
    int granted = 0;

    // When
    for (int millis = 0; millis <= 20_000; millis += 10) {
      granted += bucket.take(START.plusMillis(millis), rate, 1) ? 1 : 0;
    }

    // Then
    assertThat((double) granted).isCloseTo(burst + perSecond * 20, within(1.5));
  }

  private static int granted(int calls, Runnable call) {
    int granted = 0;
    for (int number = 0; number < calls; number++) {
      try {
        call.run();
        granted++;
      } catch (AwsServiceException refused) {
        assertThat(refused.isThrottlingException()).isTrue();
      }
    }
    return granted;
  }
}
