package dev.hastack.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.sandbox.aws.ec2.Ec2Options;
import dev.hastack.sandbox.aws.front.CallFilter;
import dev.hastack.sandbox.aws.front.FaultRule;
import dev.hastack.sandbox.aws.front.SimulationOptions;
import dev.hastack.sandbox.aws.rds.RdsIncidents;
import dev.hastack.sandbox.aws.world.ApiError;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterSnapshot;
import software.amazon.awssdk.services.rds.model.RdsException;

/**
 * Specs change, people meddle, calls fail and processes die in any order, stacks are deleted and
 * made anew: a database under protection never loses its cluster or its last member, and none goes
 * without its snapshot unless its owner wrote so. {@code -Dhastack.schedules=1000} tries more,
 * {@code -Dhastack.seed=N} one that failed.
 */
class DatabaseScheduleTest {
  private static final int SCHEDULES = 12;
  private static final long FIRST_SEED = 1;
  private static final int MOST_TURNS = 14;
  private static final List<Fate.Kind> KINDS = List.of(Fate.Kind.values());
  private static final Duration BOUND = Duration.ofHours(3);
  private static final Ec2Options SERVERS = Ec2Options.usual().withMeanBoot(Duration.ofSeconds(15));

  private final Figures figures = new Figures("Databases", FIRST_SEED, FIRST_SEED + SCHEDULES - 1);

  @Test
  void shouldLoseNoDataWhateverHappens() {
    Long seed = Long.getLong("hastack.seed");
    if (seed != null) {
      play(seed);
      return;
    }
    Integer schedules = Integer.getInteger("hastack.schedules");
    IntStream.range(0, schedules == null ? SCHEDULES : schedules)
        .parallel()
        .forEach(number -> play(FIRST_SEED + number));
    if (schedules == null) {
      figures.tell();
    } else {
      figures.tellOnly();
    }
  }

  private void play(long seed) {
    var random = new SplittableRandom(seed);
    var guard = new DatabaseGuard();
    try (var cluster = new VirtualCluster(SimulationOptions.calm(seed), SERVERS, guard::before)) {
      KeptStack stack = cluster.stack("storefront");
      guard.watch(cluster, stack);
      FleetManifest manifest = FleetManifest.web("storefront", cluster.outsider()).withDatabase();
      stack.apply(manifest.text());
      cluster.runFor(Duration.ofMinutes(3));
      int turns = random.nextInt(3, MOST_TURNS + 1);

      // When
      for (int turn = 0; turn < turns; turn++) {
        happen(random, cluster, stack, manifest);
        cluster.runFor(Duration.ofSeconds(random.nextInt(1, 240)));
      }
      cluster.aws().faults().liftAll();
      incidents(cluster).snapshotsFail(false);
      if (!stack.exists() && !databases(cluster).clusters().isEmpty()) {
        // It was retained: taken up again it can go.
        stack.apply(manifest.text());
        helpOut(cluster);
      }
      if (stack.exists()) {
        stack.delete(cluster.now());
        stack.apply(manifest.text());
        helpOut(cluster);
      }
      Duration took = cluster.settle(BOUND);

      // Then
      assertThat(guard.violations()).as("seed %d: %s", seed, cluster.state()).isEmpty();
      assertThat(stack.exists()).as("seed %d: %s", seed, cluster.state()).isFalse();
      assertThat(databases(cluster).clusters()).as("seed %d", seed).isEmpty();
      assertThat(databases(cluster).instances()).as("seed %d", seed).isEmpty();
      figures.count("turns", turns);
      figures.count("snapshots left", databases(cluster).snapshots().size());
      figures.survived(took);
    } catch (RuntimeException | AssertionError failure) {
      throw new AssertionError("again with -Dhastack.seed=" + seed, failure);
    }
  }

  private static void happen(
      SplittableRandom random, VirtualCluster cluster, KeptStack stack, FleetManifest manifest) {
    switch (random.nextInt(12)) {
      case 0, 1, 2, 3 -> edit(random, stack, manifest, anySnapshot(cluster));
      case 4, 5, 6 -> meddle(random, cluster);
      case 7, 8 ->
          cluster
              .aws()
              .faults()
              .order(
                  FaultRule.of(
                          Turn.FAULTS.get(random.nextInt(Turn.FAULTS.size())),
                          CallFilter.of("rds", "*").by("arn:aws:iam::*:user/operator"))
                      .withProbability(0.5)
                      .between(cluster.now(), cluster.now().plusSeconds(120)));
      case 9, 10 ->
          cluster.restart(Fate.of(KINDS.get(random.nextInt(KINDS.size())), random.nextInt(6)));
      default -> {
        if (stack.exists()) {
          stack.delete(cluster.now());
        }
      }
    }
  }

  private static void edit(
      SplittableRandom random, KeptStack stack, FleetManifest manifest, String anySnapshot) {
    FleetManifest varied =
        switch (random.nextInt(11)) {
          case 0 -> manifest.with("maxACU: \"16\"", "maxACU: \"32\"");
          case 1 -> manifest.with("readers: 1", "readers: " + random.nextInt(4));
          case 2 -> manifest.with("retentionDays: 7", "retentionDays: 9");
          case 3 -> manifest.with("readers: 1", "readers: 1\n      finalSnapshot: Skip");
          case 4 -> manifest.withoutDatabase();
          case 5 ->
              DatabaseScene.immediately(manifest).with("retentionDays: 7", "retentionDays: 8");
          case 6 -> manifest.with("\"16.6\"", "\"16.8\"");
          case 7 -> manifest.with("readers: 1", "readers: 1\n      whenLost: CreateNew");
          case 9 -> manifest.retaining();
          case 8 ->
              manifest.with(
                  "readers: 1", "readers: 1\n      restoreFrom: {snapshot: " + anySnapshot + "}");
          default -> manifest;
        };
    boolean protects = random.nextInt(3) == 0;
    stack.apply(
        varied.text().replace("deletionProtection: false", "deletionProtection: " + protects));
  }

  /** The newest, of whichever life and state; one that nobody has where there is none. */
  private static String anySnapshot(VirtualCluster cluster) {
    return databases(cluster).snapshots().reversed().stream()
        .map(DBClusterSnapshot::dbClusterSnapshotIdentifier)
        .findFirst()
        .orElse("nowhere");
  }

  private static RdsIncidents incidents(VirtualCluster cluster) {
    return cluster.aws().region(VirtualCluster.ACCOUNT, "us-east-1").rds().incidents();
  }

  private static DatabasesView databases(VirtualCluster cluster) {
    return new DatabasesView(cluster.outsider().rds());
  }

  /** Whatever is there; what AWS refuses to somebody has not happened. */
  private static void meddle(SplittableRandom random, VirtualCluster cluster) {
    int what = random.nextInt(9);
    for (DBCluster each : databases(cluster).clusters()) {
      String name = each.dbClusterIdentifier();
      try {
        switch (what) {
          case 0, 1 ->
              cluster
                  .outsider()
                  .rds()
                  .modifyDBCluster(
                      request -> request.dbClusterIdentifier(name).deletionProtection(what == 0));
          case 2 -> incidents(cluster).failover(name);
          case 3 ->
              databases(cluster).instances().stream()
                  .findFirst()
                  .ifPresent(
                      member -> incidents(cluster).loseMember(member.dbInstanceIdentifier()));
          case 4 ->
              cluster
                  .outsider()
                  .rds()
                  .modifyDBCluster(
                      request ->
                          request
                              .dbClusterIdentifier(name)
                              .serverlessV2ScalingConfiguration(it -> it.maxCapacity(64.0)));
          case 5 -> cluster.outsider().rds().stopDBCluster(it -> it.dbClusterIdentifier(name));
          case 6 -> incidents(cluster).loseCluster(name);
          case 7 -> incidents(cluster).failUsing(name, RdsIncidents.Unusable.FAILED);
          default -> incidents(cluster).snapshotsFail(random.nextBoolean());
        }
      } catch (RdsException | ApiError refused) {
        // It was not the moment for it.
      }
    }
  }

  /** What waits for a person: protection that somebody else switched on, a snapshot that failed. */
  private static void helpOut(VirtualCluster cluster) {
    cluster.runFor(Duration.ofMinutes(10));
    for (DBCluster each : databases(cluster).clusters()) {
      incidents(cluster).mend(each.dbClusterIdentifier());
      if ("stopped".equals(each.status())) {
        cluster
            .outsider()
            .rds()
            .startDBCluster(request -> request.dbClusterIdentifier(each.dbClusterIdentifier()));
        cluster.runFor(Duration.ofMinutes(2));
      }
      if (Boolean.TRUE.equals(each.deletionProtection())) {
        cluster
            .outsider()
            .rds()
            .modifyDBCluster(
                request ->
                    request
                        .dbClusterIdentifier(each.dbClusterIdentifier())
                        .deletionProtection(false));
      }
    }
    databases(cluster).snapshots().stream()
        .filter(each -> "failed".equals(each.status()))
        .forEach(
            each ->
                cluster
                    .outsider()
                    .rds()
                    .deleteDBClusterSnapshot(
                        request ->
                            request.dbClusterSnapshotIdentifier(
                                each.dbClusterSnapshotIdentifier())));
  }
}
