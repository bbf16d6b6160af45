package dev.hastack.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.sandbox.aws.front.CallFilter;
import dev.hastack.sandbox.aws.front.Fault;
import dev.hastack.sandbox.aws.front.FaultRule;
import dev.hastack.sandbox.aws.front.Faults;
import dev.hastack.sandbox.aws.front.RecordedCall;
import dev.hastack.sandbox.aws.front.SimulationOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A hundred stacks at once in an account that grants a tenth of AWS's rates: a creation of each
 * group takes the bucket 5 min 33 s, so whoever is served much later has starved.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ThrottleStormTest {
  private static final long SEED = 3;
  private static final int STACKS = 100;

  /** The operator's default. */
  private static final int AT_ONCE = 16;

  private static final double A_TENTH = 0.1;
  private static final double MOST_WASTED = 0.2;
  private static final Duration BOUND = Duration.ofMinutes(15);

  private final Figures figures = new Figures("Throttle storm", SEED);

  @AfterAll
  void tell() {
    figures.tell();
  }

  private static String name(int number) {
    return "stack-%03d".formatted(number).replace("-0", "-n0").replace("-1", "-n1");
  }

  private static Map<String, Integer> counted(List<RecordedCall> writes) {
    return writes.stream()
        .collect(Collectors.toMap(each -> each.call().operation(), each -> 1, Integer::sum));
  }

  @Test
  void shouldServeEveryStackOnceAndWasteLittleWhenEveryBucketIsATenth() {
    try (var cluster = new VirtualCluster(SimulationOptions.calm(SEED).withThrottleFactor(1))) {
      // Given
      FleetManifest manifest = FleetManifest.web("any", cluster.outsider());
      Faults.Ordered storm =
          cluster.aws().faults().order(FaultRule.of(new Fault.Scarce(A_TENTH), CallFilter.every()));
      List<String> names = IntStream.range(0, STACKS).mapToObj(ThrottleStormTest::name).toList();
      names.forEach(
          each -> cluster.stack(each).apply(manifest.with("name: any", "name: " + each).text()));

      // When
      Duration created = cluster.settleTogether(AT_ONCE, BOUND);

      // Then
      assertThat(counted(cluster.writesSince(Instant.MIN)))
          .as("seed %d", SEED)
          .containsOnlyKeys(
              "CreateLaunchTemplate",
              "CreateTargetGroup",
              "ModifyTargetGroupAttributes",
              "CreateAutoScalingGroup",
              "EnableMetricsCollection",
              "SuspendProcesses")
          .allSatisfy(
              (operation, times) ->
                  assertThat(times).as("%s, seed %d", operation, SEED).isEqualTo(STACKS));

      // When
      Instant then = cluster.now();
      names.forEach(
          each ->
              cluster
                  .stack(each)
                  .apply(
                      manifest.with("name: any", "name: " + each).with("max: 5", "max: 7").text()));
      Duration updated = cluster.settleTogether(AT_ONCE, BOUND);

      // Then
      assertThat(counted(cluster.writesSince(then)))
          .as("seed %d", SEED)
          .isEqualTo(Map.of("UpdateAutoScalingGroup", STACKS));
      storm.lift();
      cluster.aws().time().advance(Duration.ofHours(1));
      assertThat(cluster.outsider().view().groups())
          .as("seed %d", SEED)
          .hasSize(STACKS)
          .allMatch(group -> group.maxSize() == 7);

      // Then
      List<RecordedCall> calls =
          cluster
              .aws()
              .record()
              .calls(each -> each.call().principalArn().endsWith("user/operator"));
      long wasted = calls.stream().filter(ThrottleStormTest::isThrottled).count();
      assertThat((double) wasted / calls.size())
          .as("share of calls wasted, seed %d", SEED)
          .isLessThan(MOST_WASTED);
      figures.count("calls", calls.size());
      figures.count("of them throttled", wasted);
      figures.survived(created);
      figures.survived(updated);
    }
  }

  private static boolean isThrottled(RecordedCall call) {
    return call.outcome().equals("Throttling")
        || call.outcome().equals("ThrottlingException")
        || call.outcome().equals("RequestLimitExceeded");
  }
}
