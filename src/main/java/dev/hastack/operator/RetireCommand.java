package dev.hastack.operator;

import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.core.outcome.ContinuationPolicy;
import dev.hastack.operator.RetirementRun.Leftover;
import dev.hastack.operator.RetirementRun.Task;
import dev.hastack.provider.aws.AwsClients;
import dev.hastack.provider.aws.AwsTenants;
import dev.hastack.provider.aws.ClusterObjects;
import dev.hastack.provider.aws.Interruptions;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What is done before the operator is uninstalled, by the chart's pre-delete hook. */
@Command(
    name = "retire",
    header = "Removes from AWS what is of no good without the operator; stacks serve on.",
    description = {
      "Removes the terminate lifecycle hook of each stack, and the queues and EventBridge rules by"
          + " which events reach the operator. Nothing else is changed, on AWS or in the cluster.",
      "Takes the lease from the operator's replicas, which stand by meanwhile. When all is removed"
          + " they stand by for another minute, in which they are to be uninstalled; otherwise"
          + " one of them leads again at once, and makes again what was removed.",
      "Takes the settings of the operator. Needs its leader election."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing is left",
      "1:something is left, and is named with the command that removes or finds it"
    },
    mixinStandardHelpOptions = true)
public final class RetireCommand implements Callable<Integer> {
  private static final int NOTHING_IS_LEFT = 0;
  private static final int FAILED = 1;

  /** For Helm to remove the Deployment, which is the next that it does. */
  private static final Duration STAND_BY = Duration.ofMinutes(1);

  @Option(
      names = "--within",
      paramLabel = "SECONDS",
      defaultValue = "180",
      description = "The longest that it tries, ${DEFAULT-VALUE} s by default.")
  private long withinSeconds;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    OperatorConfig config = settings();
    OperatorConfig.LeaderElection election = config.leaderElection();
    if (!election.enabled()) {
      throw new IllegalArgumentException(
          "hastack.leader-election.enabled is false: no replica would stand by, and what is removed"
              + " would be made again; stop the operator, and enable it for this command.");
    }
    Clock clock = Clock.systemUTC();
    Instant deadline = clock.instant().plusSeconds(withinSeconds);
    Leadership leadership =
        Leadership.elected(election.leaseName(), election.renewDeadline(), System::nanoTime);
    try (KubernetesClient client = ApiServer.connect(leadership);
        var aws =
            new AwsClients(
                OperatorAssembly.awsSettings(config.aws(), version()),
                (service, operation, outcome, duration) -> {},
                leadership::holds)) {
      String namespace = OperatorAssembly.leaseNamespace(election, client);
      var lease =
          new LeaderLease(
              namespace,
              election.leaseName(),
              "retire-" + UUID.randomUUID(),
              election.leaseDuration());
      say("Takes the lease %s/%s, so that no replica acts".formatted(namespace, lease.name()));
      SoleReplica sole = SoleReplica.begin(client, lease, election, leadership, clock);
      boolean complete = false;
      try {
        complete = tell(remove(config, client, aws, namespace, clock, deadline));
      } finally {
        if (complete) {
          complete = isLeftToNobody(sole, clock);
        } else {
          sole.giveBack();
        }
      }
      return complete ? NOTHING_IS_LEFT : FAILED;
    }
  }

  /** Another replica makes again what was removed. */
  private boolean isLeftToNobody(SoleReplica sole, Clock clock) {
    boolean ours = sole.endFor(STAND_BY, clock);
    if (!ours) {
      say("Another replica leads again, and makes anew what was removed; try again");
    }
    return ours;
  }

  private List<Leftover> remove(
      OperatorConfig config,
      KubernetesClient client,
      AwsClients aws,
      String namespace,
      Clock clock,
      Instant deadline)
      throws InterruptedException {
    String cluster = config.clusterId().orElseGet(() -> ClusterId.ofCluster(client));
    var tenants =
        new AwsTenants(
            aws,
            new WatchedAccounts(client),
            new ClusterObjects(client),
            OwnCredentials.allowance(config.aws().ownCredentials()),
            clock,
            Interruptions.NONE);
    List<Task> tasks =
        new RetirementTasks(
                cluster,
                tenants,
                stack -> new RevisionStore(client, stack, cluster),
                new ContinuationPolicy(config.resync()),
                new PlaceStore(client, namespace),
                clock)
            .of(stacks(client, config));
    try (var together =
        Executors.newFixedThreadPool(
            config.concurrentPasses(), Thread.ofVirtual().name("retire-", 0).factory())) {
      return new RetirementRun(
              together, clock, time -> LockSupport.parkNanos(time.toNanos()), this::say)
          .run(tasks, deadline);
    }
  }

  private static List<HAStack> stacks(KubernetesClient client, OperatorConfig config) {
    var all = client.resources(HAStack.class);
    try {
      return config
          .watchNamespaces()
          .map(
              names ->
                  names.stream()
                      .flatMap(name -> all.inNamespace(name).list().getItems().stream())
                      .toList())
          .orElseGet(() -> all.inAnyNamespace().list().getItems());
    } catch (KubernetesClientException refused) {
      // A kind that is not defined has no objects; without any, what is remembered still goes.
      if (refused.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return List.of();
      }
      throw refused;
    }
  }

  private boolean tell(List<Leftover> leftovers) {
    if (leftovers.isEmpty()) {
      say("Nothing is left on AWS that only the operator serves");
      return true;
    }
    var err = spec.commandLine().getErr();
    for (Leftover each : leftovers) {
      err.printf("Could not remove %s: %s%n", each.what(), each.why());
      each.byHand().forEach(command -> err.printf("  by hand: %s%n", command));
    }
    err.flush();
    return false;
  }

  private static OperatorConfig settings() {
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .addDefaultSources()
        .addDiscoveredConverters()
        .withMapping(OperatorConfig.class)
        .withValidateUnknown(false)
        .build()
        .getConfigMapping(OperatorConfig.class);
  }

  private String version() {
    return spec.version()[0].replaceFirst("^hastack ", "");
  }

  private void say(String text) {
    spec.commandLine().getOut().println(text);
    spec.commandLine().getOut().flush();
  }
}
