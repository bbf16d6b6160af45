package dev.hastack.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * A process that leads instead of every replica there is, without stopping one: it takes the lease
 * and keeps it, by which the others stand by.
 */
final class SoleReplica {
  /** How often a lease that is renewed in the very moment is written. */
  private static final int MOST_TRIES = 5;

  private final KubernetesClient client;
  private final LeaderLease lease;
  private final CompletableFuture<?> election;

  private SoleReplica(KubernetesClient client, LeaderLease lease, CompletableFuture<?> election) {
    this.client = client;
    this.lease = lease;
    this.election = election;
  }

  /**
   * Returns when nobody else acts any more.
   *
   * @param leadership told of it, as of any that is elected
   * @throws KubernetesClientException when the lease cannot be had
   */
  static SoleReplica begin(
      KubernetesClient client,
      LeaderLease lease,
      OperatorConfig.LeaderElection settings,
      Leadership leadership,
      Clock clock)
      throws InterruptedException {
    boolean unused =
        insist(
            () -> {
              lease.seize(client, clock);
              return true;
            });
    CompletableFuture<?> election =
        client
            .leaderElector()
            .withConfig(
                new LeaderElectionConfigBuilder()
                    .withName(lease.name())
                    .withLock(new LeaseLock(lease.namespace(), lease.name(), lease.identity()))
                    .withLeaseDuration(lease.duration())
                    .withRenewDeadline(settings.renewDeadline())
                    .withRetryPeriod(settings.retryPeriod())
                    .withReleaseOnCancel(false)
                    .withLeaderCallbacks(
                        new LeaderCallbacks(leadership::gained, leadership::lost, holder -> {}))
                    .build())
            .build()
            .start();
    Thread.sleep(lease.duration());
    return new SoleReplica(client, lease, election);
  }

  private static boolean insist(BooleanSupplier write) {
    for (int tries = 1; ; tries++) {
      try {
        return write.getAsBoolean();
      } catch (KubernetesClientException refused) {
        if (refused.getCode() != HttpURLConnection.HTTP_CONFLICT || tries == MOST_TRIES) {
          throw refused;
        }
      }
    }
  }

  /**
   * Stops, and leaves the lease to nobody for a while.
   *
   * @param time in which the other replicas are to be removed
   * @return whether no other replica had taken it meanwhile
   */
  boolean endFor(Duration time, Clock clock) {
    election.cancel(true);
    return insist(() -> lease.keepFromOthers(client, clock.instant().plus(time)));
  }

  /** Stops, and lets another replica lead at once if the lease is still ours. */
  void giveBack() {
    election.cancel(true);
    lease.release(client);
  }
}
