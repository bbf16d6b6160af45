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
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A hundred stacks in an account that grants a tenth of AWS's rates. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ThrottleStormTest {
  private static final int STACKS = 100;
  private static final double A_TENTH = 0.1;
  private static final double MOST_WASTED = 0.2;
  private static final Duration BOUND = Duration.ofHours(6);

  private final Figures figures = new Figures("Throttle storm");

  @AfterAll
  void tell() {
    figures.tell();
  }

  private static String name(int number) {
    return "stack-%03d".formatted(number).replace("-0", "-n0").replace("-1", "-n1");
  }

  private static long done(List<RecordedCall> writes, String operation) {
    return writes.stream().filter(each -> each.call().operation().equals(operation)).count();
  }

  @Test
  void shouldServeEveryStackOnceAndWasteLittleWhenEveryBucketIsATenth() {
    try (var cluster = new VirtualCluster(SimulationOptions.calm(3).withThrottleFactor(1))) {
      // Given
      FleetManifest manifest = FleetManifest.web("any", cluster.outsider());
      Faults.Ordered storm =
          cluster.aws().faults().order(FaultRule.of(new Fault.Scarce(A_TENTH), CallFilter.every()));
      List<String> names = IntStream.range(0, STACKS).mapToObj(ThrottleStormTest::name).toList();
      names.forEach(
          each -> cluster.stack(each).apply(manifest.with("name: any", "name: " + each).text()));

      // When
      Duration created = cluster.settle(BOUND);

      // Then
      List<RecordedCall> creates = cluster.writesSince(Instant.MIN);
      assertThat(done(creates, "CreateLaunchTemplate")).isEqualTo(STACKS);
      assertThat(done(creates, "CreateTargetGroup")).isEqualTo(STACKS);
      assertThat(done(creates, "CreateAutoScalingGroup")).isEqualTo(STACKS);

      // When
      Instant then = cluster.now();
      names.forEach(
          each ->
              cluster
                  .stack(each)
                  .apply(
                      manifest.with("name: any", "name: " + each).with("max: 5", "max: 7").text()));
      Duration updated = cluster.settle(BOUND);

      // Then
      assertThat(done(cluster.writesSince(then), "UpdateAutoScalingGroup")).isEqualTo(STACKS);
      storm.lift();
      cluster.aws().time().advance(Duration.ofHours(1));
      assertThat(cluster.outsider().view().groups())
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
          .as("share of calls wasted")
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
