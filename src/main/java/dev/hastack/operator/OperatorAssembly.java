package dev.hastack.operator;

import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.core.outcome.ContinuationPolicy;
import dev.hastack.core.stack.Place;
import dev.hastack.engine.InternalPass;
import dev.hastack.engine.InternalStacks;
import dev.hastack.engine.StackEngine;
import dev.hastack.operator.metric.Metric;
import dev.hastack.operator.signal.SignalMetrics;
import dev.hastack.operator.signal.SignalStation;
import dev.hastack.operator.tracing.Tracing;
import dev.hastack.provider.Fleets;
import dev.hastack.provider.Located;
import dev.hastack.provider.SignalFeed;
import dev.hastack.provider.aws.AwsCallException;
import dev.hastack.provider.aws.AwsClientSettings;
import dev.hastack.provider.aws.AwsClients;
import dev.hastack.provider.aws.AwsFacts;
import dev.hastack.provider.aws.AwsTenants;
import dev.hastack.provider.aws.ClusterObjects;
import dev.hastack.provider.aws.Interruptions;
import dev.hastack.provider.aws.RegionClients;
import dev.hastack.provider.aws.inventory.DatabaseCapacity;
import dev.hastack.provider.aws.signal.AwsFleets;
import dev.hastack.provider.aws.signal.QueueDepth;
import dev.hastack.provider.aws.signal.SqsFeed;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The one place where the operator's parts meet: API server, lease, engine, AWS, metrics. Made
 * before HTTP is served, or the first probe would make it on the event loop.
 */
@Startup
@Singleton
final class OperatorAssembly {
  private final KubernetesClient client;
  private final AwsClients aws;
  private final AwsHealth awsHealth;
  private final Measurements measurements = new Measurements();
  private final OperatorLifecycle lifecycle;
  private final SignalQueues signalQueues;
  private final AwsClients signalAws;
  private final InterruptionNews news;
  private final SignalService signals;
  private final Tracing tracing;

  @Inject
  OperatorAssembly(
      OperatorConfig config,
      MeterRegistry registry,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    Clock clock = Clock.systemUTC();
    OperatorConfig.LeaderElection election = config.leaderElection();
    Leadership leadership =
        election.enabled()
            ? Leadership.elected(election.leaseName(), election.renewDeadline(), System::nanoTime)
            : Leadership.alone();
    String identity = hostName() + "-" + UUID.randomUUID();
    tracing = Tracing.start(System.getenv(), version, identity);
    client = ApiServer.connect(leadership);
    awsHealth = new AwsHealth(clock);
    var awsMetrics = new AwsMetrics(registry, awsHealth);
    aws =
        new AwsClients(
            tracing.calls(awsSettings(config.aws(), version)), awsMetrics, leadership::holds);
    var accounts = new WatchedAccounts(client);
    var continuations = new ContinuationPolicy(config.resync());
    var watched = new WatchedStacks();
    // By a clock that nobody sets back, so that no stack waits for the time to come again.
    var haste = new Haste(() -> Instant.EPOCH.plusNanos(System.nanoTime()));
    watched.register(registry);
    Metric.LEADER.gauge(registry, leadership, leader -> leader.holds() ? 1 : 0);
    var events = new EventRecorder(client, identity, clock);
    // Beside the operator's others, so that a storm of signals waits for nobody's budget.
    signalAws =
        new AwsClients(
            tracing.calls(AwsClientSettings.forSignals(version)), awsMetrics, leadership::mayDrain);
    news =
        new InterruptionNews(
            new SignalMetrics(registry), watched::find, events::record, haste::hasten);
    var clusterId = new AtomicReference<String>();
    // The station is told by the account that it is in, and tells the tenants what it heard there.
    var reaching = new AtomicReference<AwsTenants>();
    var station =
        new SignalStation(
            tracing.drains(
                connections(
                    place -> Objects.requireNonNull(reaching.get()).clients(signalAws, place),
                    clusterId::get)),
            watched::word,
            tracing.drained(news),
            leadership::mayDrain,
            clock);
    signals = new SignalService(station);
    var tenants =
        new AwsTenants(
            aws,
            accounts,
            new ClusterObjects(client),
            OwnCredentials.allowance(config.aws().ownCredentials()),
            clock,
            heard(station));
    reaching.set(tenants);
    var engine =
        new StackEngine<AwsFacts>(tracing.steps(tenants), continuations, signals::interruptions);
    var recorder =
        new PassRecorder(events, new ConnectionStore(client), new PassMetrics(registry, clock));
    var pace = new Pace(new Random());
    lifecycle =
        new OperatorLifecycle(
            config,
            client,
            new LeaderLease(
                leaseNamespace(election, client),
                election.leaseName(),
                identity,
                election.leaseDuration()),
            leadership,
            cluster -> {
              clusterId.set(cluster);
              return new OperatorTerm.Reconcilers(
                  new HAStackReconciler(
                      (id, stack, revisions, now) ->
                          tracing.pass(id, stack, () -> engine.pass(id, stack, revisions, now)),
                      cluster,
                      recorder,
                      watched,
                      pace,
                      haste,
                      leadership::holds,
                      clock),
                  new AWSAccountReconciler(
                      tenants::locate, accounts, watched, haste, leadership::holds, clock));
            },
            clock);
    watched.wholeWhen(lifecycle::isWatching);
    accounts.wholeWhen(lifecycle::isWatching);
    signalQueues =
        new SignalQueues(
            cloud(tenants, continuations, lifecycle::cluster),
            () -> known(lifecycle, watched),
            leadership::holds,
            config.aws().events().queueUrl().map(ForeignQueue::new),
            new PlaceStore(client, leaseNamespace(election, client)),
            clock);
    signalQueues.start();
    signals.start(leadership::holds, signalQueues::inlets);
    measure(place -> tenants.clients(aws, place), watched, leadership, clock, registry);
  }

  private static SignalStation.Connections connections(
      Function<Place, RegionClients> aws, Supplier<String> cluster) {
    return new SignalStation.Connections() {
      @Override
      public SignalFeed feed(Place place, String region, String queueUrl) {
        return new SqsFeed(() -> aws.apply(new Place(place.accountId(), region)).sqs(), queueUrl);
      }

      @Override
      public Fleets fleets(Place place, InstantSource clock) {
        return new AwsFleets(cluster.get(), () -> aws.apply(place), clock);
      }
    };
  }

  private static Interruptions heard(SignalStation station) {
    return new Interruptions() {
      @Override
      public List<Instant> recent(String groupName) {
        return station.recent(groupName);
      }

      @Override
      public Optional<Instant> now(String region) {
        return station.now(region);
      }
    };
  }

  private SignalQueues.Cloud cloud(
      AwsTenants tenants, ContinuationPolicy continuations, Supplier<Optional<String>> cluster) {
    return new SignalQueues.Cloud() {
      @Override
      public Located locate(HAStack stack) {
        return tenants.whereabouts(stack);
      }

      @Override
      public Optional<SignalQueues.SignalQueue> queue(Place place) {
        return cluster
            .get()
            .flatMap(id -> tenants.internal(place).queueUrl(InternalStacks.id(id, place), place))
            .map(url -> new SignalQueues.SignalQueue(place.region(), url));
      }

      @Override
      public InternalPass pass(String id, Place place, boolean wanted, Instant now) {
        var own = new InternalStacks(tenants.internal(place), continuations);
        return tracing.internal(
            InternalStacks.id(id, place), () -> own.pass(id, place, wanted, now));
      }
    };
  }

  /** Before the informer is filled, and while the watch is broken, no list is known to be whole. */
  private static Optional<SignalQueues.Known> known(
      OperatorLifecycle lifecycle, WatchedStacks watched) {
    return lifecycle.isWatching()
        ? lifecycle.cluster().map(cluster -> new SignalQueues.Known(cluster, watched.all()))
        : Optional.empty();
  }

  OperatorLifecycle lifecycle() {
    return lifecycle;
  }

  AwsHealth awsHealth() {
    return awsHealth;
  }

  /**
   * Ends the term and lets go of both APIs.
   *
   * @return whether every pass came to an end in time
   */
  boolean close() {
    measurements.close();
    signals.close();
    news.close();
    signalQueues.close();
    boolean ended = lifecycle.close();
    signalAws.close();
    aws.close();
    client.close();
    tracing.close();
    return ended;
  }

  private void measure(
      Function<Place, RegionClients> clients,
      WatchedStacks watched,
      Leadership leadership,
      Clock clock,
      MeterRegistry registry) {
    var databaseAcu =
        new DatabaseAcu(
            watched::all,
            leadership::holds,
            (place, clusters) ->
                new DatabaseCapacity(clients.apply(place).cloudWatch())
                    .latest(clusters, clock.instant()),
            registry);
    measurements.every(DatabaseAcu.PERIOD, "the capacity of databases", databaseAcu::measure);
    var stacks = new StackGauges(watched::all, leadership::holds, registry);
    measurements.every(StackGauges.PERIOD, "stacks", stacks::measure);
    var queues =
        new SignalQueueGauge(
            signalQueues::inlets,
            leadership::holds,
            (place, queue) ->
                new QueueDepth(clients.apply(new Place(place.accountId(), queue.region())).sqs())
                    .read(queue.url()),
            registry);
    measurements.every(SignalQueueGauge.PERIOD, "queues of signals", queues::measure);
    measurements.every(AwsHealth.PERIOD, "credentials", this::askForCredentials);
  }

  /** Where there is no stack yet, no call does. */
  private void askForCredentials() {
    try {
      var unused = aws.accessKeyId("");
    } catch (AwsCallException told) {
      // By whoever listens to the calls.
    }
  }

  static String leaseNamespace(OperatorConfig.LeaderElection election, KubernetesClient client) {
    return election
        .leaseNamespace()
        .or(() -> Optional.ofNullable(client.getNamespace()))
        .orElse("default");
  }

  static AwsClientSettings awsSettings(OperatorConfig.Aws config, String version) {
    return AwsClientSettings.standard(version)
        .within(config.attemptTimeout(), config.callTimeout());
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "unknown-host";
    }
  }
}
