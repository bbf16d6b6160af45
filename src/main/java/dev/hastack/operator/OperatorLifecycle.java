package dev.hastack.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one {@link OperatorTerm} after another going until it is closed. An API server that is
 * away, a kind that is not installed yet, a lease that is lost: each ends a term, is said, and is
 * tried again after a pause.
 */
final class OperatorLifecycle {

  /** How long closing may take; SIGTERM has to end the process within 10 s. */
  static final Duration CLOSE_LIMIT = Duration.ofSeconds(8);

  private static final Logger LOG = Logger.getLogger(OperatorLifecycle.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final OperatorConfig config;
  private final KubernetesClient client;
  private final LeaderLease lease;
  private final Leadership leadership;
  private final Function<String, OperatorTerm.Reconcilers> reconcilers;
  private final Clock clock;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread loop;
  private volatile @Nullable OperatorTerm current;
  private volatile boolean standingBy;
  private volatile @Nullable String clusterId;

  /**
   * @param reconcilers makes them for a cluster id
   */
  OperatorLifecycle(
      OperatorConfig config,
      KubernetesClient client,
      LeaderLease lease,
      Leadership leadership,
      Function<String, OperatorTerm.Reconcilers> reconcilers,
      Clock clock) {
    this.config = config;
    this.client = client;
    this.lease = lease;
    this.leadership = leadership;
    this.reconcilers = reconcilers;
    this.clock = clock;
    this.loop = Thread.ofPlatform().name("operator").unstarted(this::run);
  }

  void start() {
    loop.start();
  }

  /** Whether it goes on trying: only a defect ends that before {@link #close}. */
  boolean isAlive() {
    return loop.isAlive();
  }

  /** Whether this process does its part: it watches, or it is a cold standby. */
  boolean isReady() {
    return standingBy || isWatching();
  }

  /** Whether the stacks are in memory and watched, by the leader or by a warm standby. */
  boolean isWatching() {
    OperatorTerm term = current;
    return term != null && term.isWatching();
  }

  /** The id of the cluster, once it is known. */
  Optional<String> cluster() {
    return Optional.ofNullable(clusterId);
  }

  /** Whether this is the replica that writes. */
  boolean isLeading() {
    return leadership.holds();
  }

  /**
   * Ends the term and waits for its passes, no longer than {@link #CLOSE_LIMIT}.
   *
   * @return whether all came to an end; if not, only the end of the process will end them
   */
  boolean close() {
    closing.countDown();
    OperatorTerm term = current;
    if (term != null) {
      term.end();
    }
    try {
      return loop.join(CLOSE_LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void run() {
    Duration pause = FIRST_PAUSE;
    try {
      while (!isClosing()) {
        pause = serve() ? FIRST_PAUSE : longer(pause);
        boolean unused = closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * One term.
   *
   * @return whether it came as far as being started
   */
  private boolean serve() throws InterruptedException {
    boolean started = false;
    try {
      standBy();
      if (isClosing()) {
        return false;
      }
      try (OperatorTerm term =
          new OperatorTerm(config, client, lease, leadership, reconcilers.apply(clusterId()))) {
        term.start();
        started = true;
        current = term;
        if (isClosing()) {
          term.end();
        }
        term.awaitEnd();
      } finally {
        current = null;
      }
    } catch (RuntimeException e) {
      LOG.warnf("Could not serve, trying again apiServer=%s: %s", client.getMasterUrl(), reason(e));
      LOG.debug("Could not serve", e);
    }
    return started;
  }

  /** A cold standby watches nothing but the lease. */
  private void standBy() throws InterruptedException {
    if (!config.leaderElection().enabled() || config.leaderElection().warmStandby()) {
      return;
    }
    standingBy = true;
    try {
      while (!isClosing() && !lease.isFree(client, clock)) {
        boolean unused =
            closing.await(config.leaderElection().retryPeriod().toMillis(), TimeUnit.MILLISECONDS);
      }
    } finally {
      standingBy = false;
    }
  }

  private String clusterId() {
    String known = clusterId;
    if (known == null) {
      known = config.clusterId().orElseGet(() -> ClusterId.ofCluster(client));
      clusterId = known;
      LOG.infof("Serving cluster=%s", known);
    }
    return known;
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  private static Duration longer(Duration pause) {
    Duration doubled = pause.multipliedBy(2);
    return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
  }

  /** The innermost message: outer ones only say that something started did not. */
  private static String reason(Throwable failure) {
    Throwable innermost = failure;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    return innermost.toString();
  }
}
