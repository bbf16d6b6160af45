package dev.hastack.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.sandbox.aws.front.CallFilter;
import dev.hastack.sandbox.aws.front.Fault;
import dev.hastack.sandbox.aws.front.FaultRule;
import dev.hastack.sandbox.aws.wire.Backend;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.autoscaling.model.CreateAutoScalingGroupRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsResponse;

/**
 * The operator is stopped before and after each of its writes in turn, to AWS and to its revisions,
 * and has the answer to each lost; whatever it was, the story ends the same, with one of each
 * resource and nothing left over.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashAtEveryWriteTest {
  private static final long SEED = 20_260_105;
  private static final Duration BOUND = Duration.ofMinutes(30);

  /** One in so many writes. */
  private static final int SAMPLED = 5;

  private final Figures figures = new Figures("Crash at every write", SEED);

  static Stream<Story> stories() {
    return Story.all().stream();
  }

  @AfterAll
  void tell() {
    figures.tell();
  }

  @ParameterizedTest
  @MethodSource("stories")
  void shouldEndTheSameWhenTheOperatorDiesAtAnyWrite(Story story) {
    for (boolean reporting : new boolean[] {false, true}) {
      // Given
      List<String> writes;
      List<String> expected;
      try (VirtualCluster smooth = story.begun(SEED, reporting)) {
        smooth.restart(Fate.none());
        smooth.settle(BOUND);
        writes = smooth.life().fate().writes();
        expected = smooth.outsider().view().shapes();
      }
      assertThat(writes).as("writes of the story").isNotEmpty();

      // When
      Arrays.stream(Fate.Kind.values())
          .flatMap(kind -> fates(kind, writes))
          .filter(blow -> isPlayed(story, reporting, blow))
          .parallel()
          .forEach(fate -> endTheSame(story, reporting, fate, writes, expected));
    }
  }

  /** Only the client token keeps the second life from writing it again. */
  @Test
  void shouldMakeOneVersionWhenTheReadAfterADeathDoesNotShowIt() {
    // Given
    Story story = Story.named("change the template");
    try (VirtualCluster cluster = story.begun(SEED, false)) {
      cluster.restart(Fate.of(Fate.Kind.DIES_AFTER, 1));
      cluster
          .aws()
          .faults()
          .order(
              FaultRule.of(
                      new Fault.StaleRead(Duration.ofSeconds(30)),
                      CallFilter.of("ec2", "DescribeLaunchTemplateVersions")
                          .by("arn:aws:iam::*:user/operator"))
                  .between(cluster.now(), cluster.now().plusSeconds(20)));

      // When
      cluster.settle(BOUND);

      // Then
      assertThat(cluster.writesSince(Instant.MIN))
          .filteredOn(each -> each.call().operation().equals("CreateLaunchTemplateVersion"))
          .as("asked more than once for one version")
          .hasSizeGreaterThan(1);
      assertThat(cluster.outsider().view().shapes())
          .filteredOn(each -> each.startsWith("LaunchTemplate "))
          .singleElement()
          .asString()
          .contains("version 2 of 2");
    }
  }

  /** What the first life left undone of it is no drift, though the second finds it standing. */
  @Test
  void shouldFinishAGroupUnderReportWhenTheReadAfterADeathDoesNotShowIt() {
    // Given
    String creation = "CreateAutoScalingGroup";
    Story story = Story.named("create");
    int at;
    try (VirtualCluster smooth = story.begun(SEED, true)) {
      smooth.restart(Fate.none());
      smooth.settle(BOUND);
      at = smooth.life().fate().writes().indexOf(creation);
    }
    try (VirtualCluster cluster = story.begun(SEED, true, hidingANewGroup(2))) {
      KeptStack stack = cluster.stack(Story.STACK);
      cluster.restart(Fate.of(Fate.Kind.DIES_AFTER, at));
      cluster.runFor(Duration.ofSeconds(1));
      assertThat(stack.latest().orElseThrow().outcomes().values())
          .as("found standing when it was to be created")
          .anySatisfy(outcome -> assertThat(outcome).asString().contains("is there already"));

      // When
      cluster.settle(BOUND);

      // Then
      assertThat(cluster.outsider().view().groups())
          .singleElement()
          .satisfies(
              group -> {
                assertThat(group.suspendedProcesses()).isNotEmpty();
                assertThat(group.enabledMetrics()).isNotEmpty();
              });
    }
  }

  /**
   * The first look at groups after the creation of one misses it.
   *
   * @param reads how many a look has
   */
  private static UnaryOperator<Backend> hidingANewGroup(int reads) {
    var hidden = new AtomicInteger();
    return backend ->
        call -> {
          if (call.request() instanceof CreateAutoScalingGroupRequest) {
            hidden.set(reads);
          }
          return call.request() instanceof DescribeAutoScalingGroupsRequest
                  && hidden.getAndUpdate(left -> Math.max(0, left - 1)) > 0
              ? DescribeAutoScalingGroupsResponse.builder().build()
              : backend.answer(call);
        };
  }

  private record Blow(Fate.Kind kind, int at) {}

  /** The answer of the API server is not lost without the process dying. */
  private static Stream<Blow> fates(Fate.Kind kind, List<String> writes) {
    return IntStream.range(0, writes.size())
        .filter(at -> kind != Fate.Kind.ANSWER_LOST || !writes.get(at).equals(Fate.SAVE))
        .mapToObj(at -> new Blow(kind, at));
  }

  /**
   * Of a long story under Report only a sample, beside each death after a write: which drift is
   * held makes no difference to work that is unfinished, and all of them would cost minutes.
   */
  private static boolean isPlayed(Story story, boolean reporting, Blow blow) {
    return !reporting
        || !story.isLong()
        || blow.kind() == Fate.Kind.DIES_AFTER
        || blow.at() % SAMPLED == 0;
  }

  private void endTheSame(
      Story story, boolean reporting, Blow blow, List<String> writes, List<String> expected) {
    try (VirtualCluster cluster = story.begun(SEED, reporting)) {
      String which =
          "%s, %s, %s of %s, seed %d"
              .formatted(story, reporting ? "Report" : "Correct", blow, writes, SEED);
      cluster.restart(Fate.of(blow.kind(), blow.at()));
      Duration took = OneOfMany.played(which, () -> cluster.settle(BOUND));

      // Then
      assertThat(cluster.outsider().view().shapes()).as(which).isEqualTo(expected);
      figures.count("deaths and lost answers", 1);
      figures.survived(took);
    }
  }
}
