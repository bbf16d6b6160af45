package dev.hastack.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.sandbox.aws.front.RecordedCall;
import dev.hastack.sandbox.aws.front.SimulationOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What a pass over a stack at rest takes out of the buckets that everybody in the account shares: a
 * call more is a decision, not an accident.
 */
class ReadsAtRestTest {
  private static final long SEED = 1;
  private static final Duration LONG_ENOUGH = Duration.ofHours(1);

  private static final List<String> OF_FLEET =
      List.of(
          "ec2:DescribeLaunchTemplates",
          "ec2:DescribeLaunchTemplateVersions",
          "elasticloadbalancing:DescribeTargetGroups",
          "elasticloadbalancing:DescribeTags",
          "elasticloadbalancing:DescribeTargetGroupAttributes",
          "autoscaling:DescribeAutoScalingGroups");

  @Test
  void shouldReadWithSixCallsWhenItIsAFleet() {
    assertThat(readsAtRest(Function.identity())).containsExactlyElementsOf(OF_FLEET);
  }

  @Test
  void shouldReadTheHookAsWellWhenSpotIsDrained() {
    assertThat(readsAtRest(FleetManifest::withSpotDrained))
        .containsExactlyElementsOf(
            and("autoscaling:DescribeAutoScalingGroups", "autoscaling:DescribeLifecycleHooks"));
  }

  @Test
  void shouldWakeNoDatabaseAndReadItWithSevenCallsWhenItHasOne() {
    assertThat(readsAtRest(FleetManifest::withDatabase))
        .containsExactlyInAnyOrderElementsOf(
            and(
                "rds:DescribeDBSubnetGroups",
                "rds:ListTagsForResource",
                "rds:DescribeDBClusters",
                "rds:DescribeDBClusters",
                "rds:DescribeDBClusters",
                "rds:DescribeDBClusterSnapshots",
                "rds:DescribeDBInstances"));
  }

  private static List<String> and(String... more) {
    return Stream.concat(OF_FLEET.stream(), Stream.of(more)).toList();
  }

  /** Of one pass, in order. */
  private static List<String> readsAtRest(Function<FleetManifest, FleetManifest> more) {
    try (var cluster = new VirtualCluster(SimulationOptions.calm(SEED))) {
      FleetManifest manifest = FleetManifest.web("storefront", cluster.outsider());
      cluster.stack("storefront").apply(more.apply(manifest).text());
      cluster.settle(LONG_ENOUGH);
      Instant settled = cluster.now();
      cluster.runFor(Life.RESYNC.multipliedBy(2));
      List<RecordedCall> calls =
          cluster.aws().record().calls(each -> !each.call().time().isBefore(settled)).stream()
              .filter(each -> each.call().principalArn().endsWith("user/operator"))
              .toList();
      Instant pass = calls.getLast().call().time();
      return calls.stream()
          .filter(each -> each.call().time().equals(pass))
          .map(each -> each.call().action())
          .toList();
    }
  }
}
