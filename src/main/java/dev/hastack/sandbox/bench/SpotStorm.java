package dev.hastack.sandbox.bench;

import dev.hastack.sandbox.aws.EmbeddedAws;
import dev.hastack.sandbox.aws.front.SimulationOptions;
import dev.hastack.sandbox.aws.front.ThrottleRates;
import dev.hastack.sandbox.aws.sqs.SqsOptions;
import dev.hastack.sandbox.farm.Farm;
import dev.hastack.sandbox.farm.Stage;
import dev.hastack.sandbox.operator.Hastack;
import dev.hastack.sandbox.report.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Many Spot servers of many stacks are taken back in one moment, in an account with AWS's token
 * buckets and latencies: once as it is, once while messages come twice, out of turn or garbled, and
 * once more so while the leader is killed.
 */
final class SpotStorm implements Part {
  private static final long SEED = 2;
  private static final Duration BOOT = Duration.ofSeconds(20);
  private static final double TENTH = 0.1;
  private static final SqsOptions NOISE =
      SqsOptions.usual().withDuplicates(TENTH).withDisordered(TENTH);

  private final Farm.Size size;

  SpotStorm(Farm.Size size) {
    this.size = size;
  }

  /** As it is kept: ten Spot servers in each of a hundred stacks. */
  static SpotStorm kept() {
    return new SpotStorm(new Farm.Size(100, 12, 2, 100));
  }

  @Override
  public String name() {
    return "storm";
  }

  @Override
  public String title() {
    return "1,000 interruptions at once";
  }

  @Override
  public Duration usual() {
    return Duration.ofMinutes(20);
  }

  @Override
  public String measure(Hastack hastack, Progress progress) {
    return Stage.with(hastack, progress, stage -> measure(stage, progress));
  }

  String measure(Stage stage, Progress progress) {
    try (EmbeddedAws aws = EmbeddedAws.start(SimulationOptions.lifelike(SEED), size.room(BOOT));
        Farm farm = Farm.grow(stage, aws, size, progress)) {
      aws.change(region -> region.signalIncidents().unreliableQueues(SqsOptions.orderly()));
      var storms = new Storms(farm, progress);
      var rows = new ArrayList<String>();
      rows.add(storms.row("messages as they are", false, false));
      aws.change(region -> region.signalIncidents().unreliableQueues(NOISE));
      rows.add(storms.row("10 % twice, 10 % out of turn, 1 % garbage", true, false));
      farm.startOperator(progress);
      rows.add(storms.row("so too, and the leader is killed half-way", true, true));
      return told(rows);
    }
  }

  private String told(List<String> rows) {
    Duration bound = ThrottleRates.leastForDeregistrations(size.stacks());
    return """
    %d stacks of %d servers, %d of them On-Demand, in an account with AWS's token buckets and latencies.
    One `DeregisterTargets` a stack is the least, for which the bucket allows %s s.

    | | servers | lost | by their group | last left after | of what the bucket allows | calls | refused | replaced twice | took over after | heap grew by |
    |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|
    %s
    """
        .formatted(
            size.stacks(),
            size.servers(),
            size.onDemand(),
            bound.toMillis() / 1_000.0,
            String.join("\n", rows));
  }
}
