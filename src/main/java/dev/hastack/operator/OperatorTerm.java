package dev.hastack.operator;

import dev.hastack.api.v1alpha1.Markers;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.RegisteredController;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.processing.Controller;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The SDK's operator from one start to one stop: standing by, leading, and over when the lease is
 * lost. A lost lease ends the term and not the process, and the next term is a new {@link Operator}
 * with nothing left over from the old one.
 */
final class OperatorTerm implements AutoCloseable {

  /** How long passes that are under way may go on when the term is closed. */
  static final Duration GRACE = Duration.ofSeconds(4);

  /** Owns what this operator writes by server-side apply. */
  static final String FIELD_MANAGER = "hastack";

  private static final Logger LOG = Logger.getLogger(OperatorTerm.class);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final double RETRY_FACTOR = 2;

  private final OperatorConfig config;
  private final KubernetesClient client;
  private final LeaderLease lease;
  private final Leadership leadership;
  private final CountDownLatch over = new CountDownLatch(1);
  private final Operator operator;
  private final List<RegisteredController<?>> registered;

  /** What serves each kind. */
  record Reconcilers(HAStackReconciler stacks, AWSAccountReconciler accounts) {}

  /** Registers the reconcilers; nothing runs yet. */
  OperatorTerm(
      OperatorConfig config,
      KubernetesClient client,
      LeaderLease lease,
      Leadership leadership,
      Reconcilers reconcilers) {
    this.config = config;
    this.client = client;
    this.lease = lease;
    this.leadership = leadership;
    this.operator = new Operator(this::configureOperator);
    this.registered =
        List.of(
            operator.register(reconcilers.accounts(), this::configureController),
            operator.register(
                reconcilers.stacks(),
                overrider -> {
                  configureController(overrider);
                  config
                      .watchNamespaces()
                      .ifPresent(names -> overrider.settingNamespaces(Set.copyOf(names)));
                }));
  }

  /**
   * Fills the informers and joins the election.
   *
   * @throws io.javaoperatorsdk.operator.OperatorException when the API server does not allow it, is
   *     away, or does not know HAStacks; nothing is left running then
   */
  void start() {
    if (!config.leaderElection().enabled()) {
      leadership.gained();
    }
    try {
      operator.start();
    } catch (RuntimeException e) {
      abandon();
      throw e;
    }
  }

  /** Ends {@link #awaitEnd}. */
  void end() {
    over.countDown();
  }

  /** Blocks until the lease is lost, the informers have died, or {@link #end} was called. */
  void awaitEnd() throws InterruptedException {
    over.await();
  }

  /** Whether the stacks are in memory and watched. */
  boolean isWatching() {
    return operator.getRuntimeInfo().isStarted()
        && operator.getRuntimeInfo().allEventSourcesAreHealthy();
  }

  /** Lets passes finish for {@link #GRACE}, then closes the fence and gives up the lease. */
  @Override
  public void close() {
    try {
      operator.stop();
    } finally {
      leadership.lost();
      if (config.leaderElection().enabled()) {
        lease.release(client);
      }
    }
  }

  /** {@link Operator#stop} does nothing for one whose start failed half-way. */
  private void abandon() {
    leadership.lost();
    for (RegisteredController<?> each : registered) {
      if (each instanceof Controller<?> controller) {
        controller.stop();
      }
    }
    operator.getConfigurationService().getExecutorServiceManager().stop(Duration.ZERO);
  }

  private void configureOperator(ConfigurationServiceOverrider overrider) {
    overrider
        .withKubernetesClient(client)
        .withCloseClientOnStop(false)
        .withReconciliationTerminationTimeout(GRACE)
        .withInformerStoppedHandler(this::informerStopped)
        .withExecutorService(new SlowStart(config.concurrentPasses()));
    if (config.leaderElection().enabled()) {
      OperatorConfig.LeaderElection election = config.leaderElection();
      overrider.withLeaderElectionConfiguration(
          LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(lease.name())
              .withLeaseNamespace(lease.namespace())
              .withIdentity(lease.identity())
              .withLeaseDuration(election.leaseDuration())
              .withRenewDeadline(election.renewDeadline())
              .withRetryPeriod(election.retryPeriod())
              .withLeaderCallbacks(
                  new LeaderCallbacks(this::startedLeading, this::stoppedLeading, this::isLedBy))
              .withExitOnStopLeading(false)
              .build());
    }
  }

  private <R extends HasMetadata> void configureController(
      ControllerConfigurationOverrider<R> overrider) {
    overrider
        .withFinalizer(Markers.FINALIZER)
        .withFieldManager(FIELD_MANAGER)
        // Generation alone would drop our annotations; the filter below is what it is replaced by.
        .withGenerationAware(false)
        .withOnUpdateFilter(new RelevantChange<>())
        .withReconciliationMaxInterval(config.resync())
        .withRetry(
            new GenericRetry()
                .setInitialInterval(FIRST_RETRY)
                .setIntervalMultiplier(RETRY_FACTOR)
                .setMaxInterval(config.resync().toMillis())
                .withoutMaxAttempts());
  }

  private void startedLeading() {
    leadership.gained();
    LOG.infof("Started leading identity=%s", lease.identity());
  }

  private void stoppedLeading() {
    leadership.lost();
    LOG.infof("Stopped leading identity=%s", lease.identity());
    over.countDown();
  }

  private void isLedBy(String identity) {
    if (!identity.equals(lease.identity())) {
      leadership.otherLeads();
    }
  }

  private void informerStopped(SharedIndexInformer<?> informer, @Nullable Throwable cause) {
    if (cause != null && informer.hasSynced()) {
      LOG.errorf(cause, "Lost the watch kind=%s", informer.getApiTypeClass().getSimpleName());
      over.countDown();
    }
  }
}
