package dev.hastack.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.gitops.ApplicationHistory;
import dev.hastack.gitops.ArgoCdServers;
import dev.hastack.gitops.LocalRepository;
import dev.hastack.sandbox.ExampleManifest;
import dev.hastack.sandbox.aws.EmbeddedAws;
import dev.hastack.sandbox.aws.SandboxAccount;
import dev.hastack.sandbox.aws.ec2.SpotMarket;
import dev.hastack.sandbox.aws.front.SimulatedRegion;
import dev.hastack.sandbox.cache.ArgoCd;
import dev.hastack.sandbox.operator.OperatorProcess;
import dev.hastack.testing.Examples;
import dev.hastack.testing.World;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.Instance;
import software.amazon.awssdk.services.autoscaling.model.LifecycleState;

/**
 * The examples of {@code examples/gitops} with a real Argo CD, from a git repository on this
 * machine, on a real API server and in the simulated account. It takes Argo CD's build, once.
 */
@TestInstance(Lifecycle.PER_CLASS)
@EnabledIfSystemProperty(named = "hastack.gitops", matches = "full")
class ArgoCdIT {
  private static final Path GITOPS = Examples.ROOT.resolve("gitops");
  private static final String STOREFRONT = "examples/gitops/stacks/storefront.yaml";

  /** Argo CD prunes nothing where nothing would be left. */
  private static final String OUTLET = "examples/gitops/stacks/outlet.yaml";

  /** The destination of the example's Application. */
  private static final String NAMESPACE = "shop";

  private static final long SEED = 1;
  private static final double SIMULATED_SECONDS_A_SECOND = 10;
  private static final Duration DEADLINE = Duration.ofMinutes(10);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

  private final KubernetesClient client =
      new KubernetesClientBuilder()
          .withConfig(Config.fromKubeconfig(World.cluster().kubeconfigYaml()))
          .build();
  private final Deque<Runnable> ends = new ArrayDeque<>(List.of(client::close));
  private EmbeddedAws aws;
  private ArgoCdServers argoCd;
  private LocalRepository repository;
  private ApplicationHistory application;

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    ArgoCd built = ArgoCd.in(World.cache());
    ArgoCdServers.install(built, World.cluster(), GITOPS.resolve("argocd/health.yaml"));
    aws = EmbeddedAws.start(SEED, SIMULATED_SECONDS_A_SECOND);
    ends.push(aws::close);
    var settings = new HashMap<>(aws.environment());
    settings.put("HASTACK_RESYNC", "5s");
    settings.put("HASTACK_WATCH_NAMESPACES", NAMESPACE);
    settings.put("HASTACK_LEADER_ELECTION_ENABLED", "false");
    OperatorProcess operator =
        OperatorProcess.start(
            World.jar(), World.cluster().kubeconfig(), settings, World.operatorLog());
    ends.push(operator::close);
    argoCd =
        ArgoCdServers.start(
            built,
            World.cluster(),
            System.getProperty("hastack.redis", "build"),
            World.operatorLog().resolveSibling("argocd"));
    ends.push(argoCd::close);
    repository = LocalRepository.init(directory.resolve("stacks"));
    repository.commit(STOREFRONT, storefront());
    repository.commit(OUTLET, storefront().replace("name: storefront", "name: outlet"));
    application = ApplicationHistory.of(client, "stacks");
    ends.push(application::close);
  }

  private String storefront() throws IOException {
    String example = Files.readString(GITOPS.resolve("stacks/storefront.yaml"));
    try (SandboxAccount account = new SandboxAccount(aws)) {
      return ExampleManifest.fit(example, account.ground()).yaml();
    }
  }

  @AfterAll
  void stop() {
    ends.forEach(Runnable::run);
  }

  @Test
  void shouldKeepStacksAsGitSaysWhateverHappensToThem() throws IOException {
    var stack = new StackObject(client, World.cluster().kubectl(), NAMESPACE, "storefront");
    syncs(stack);
    staysSyncedWhenDriftIsCorrected();
    staysSyncedWhenSomebodyScales(stack);
    staysSyncedInASpotStorm();
    undoesAnEdit(stack);
    rollsOutACommit(stack);
    prunes(stack);
  }

  private void syncs(StackObject stack) throws IOException {
    // When
    String manifest = Files.readString(GITOPS.resolve("argocd/application.yaml"));
    World.cluster()
        .kubectl()
        .runWithInput(
            manifest.replaceFirst("repoURL: .*", "repoURL: " + repository.url()),
            "apply",
            "-f",
            "-");

    // Then
    awaitSyncedAndHealthy();
    assertThat(application.healthSince(0)).contains("Progressing");
    assertThat(inService(group(stack.name()))).hasSize(3);
    assertThat(things()).isEqualTo(new Things(2, 2, 2));
  }

  private void staysSyncedWhenDriftIsCorrected() {
    // When
    int before = application.now();
    try (SandboxAccount account = new SandboxAccount(aws)) {
      account.setMaxSize(group("storefront"), 20);
    }

    // Then
    await().until(() -> group("storefront").maxSize() == 12);
    assertHasStayedSynced(before);
  }

  private void staysSyncedWhenSomebodyScales(StackObject stack) {
    // When
    int before = application.now();
    stack.run("scale", "--replicas=5");

    // Then
    await().until(() -> inService(group(stack.name())).size() == 5);
    assertHasStayedSynced(before);
    assertThat(desired(stack)).hasValue(5);
  }

  private void staysSyncedInASpotStorm() {
    // When
    int before = application.now();
    List<String> taken =
        aws.look(
            region ->
                region
                    .signalIncidents()
                    .spotStorm(Optional.empty(), SpotMarket.Warnings.punctual()));
    assertThat(taken).isNotEmpty();

    // Then
    for (var each : Map.of("storefront", 5, "outlet", 3).entrySet()) {
      await()
          .untilAsserted(
              () ->
                  assertThat(inService(group(each.getKey())))
                      .hasSize(each.getValue())
                      .doesNotContainAnyElementsOf(taken));
    }
    assertHasStayedSynced(before);
  }

  private void undoesAnEdit(StackObject stack) {
    // When
    int before = application.now();
    stack.patch("{\"spec\": {\"capacity\": {\"max\": 9}}}");

    // Then
    await().until(() -> application.syncSince(before).contains("OutOfSync"));
    await().until(() -> stack.read().getSpec().capacity().max() == 12);
    awaitSyncedAndHealthy();
    assertThat(group(stack.name()).maxSize()).isEqualTo(12);
    assertThat(desired(stack)).hasValue(5);
  }

  private void rollsOutACommit(StackObject stack) throws IOException {
    // When
    repository.commit(
        STOREFRONT, storefront().replace("min: 3", "min: 4").replace("max: 12", "max: 15"));

    // Then
    awaitSyncedAndHealthy();
    assertThat(group(stack.name()).minSize()).isEqualTo(4);
    assertThat(group(stack.name()).maxSize()).isEqualTo(15);
    assertThat(desired(stack)).hasValue(5);
  }

  private void prunes(StackObject stack) {
    // When
    repository.remove(STOREFRONT);

    // Then
    await().untilAsserted(() -> assertThat(stack.find()).isEmpty());
    assertThat(things()).isEqualTo(new Things(1, 1, 1));
    awaitSyncedAndHealthy();
    assertThat(inService(group("outlet"))).hasSize(3);
  }

  /** Argo CD compares with the newest commit, finds it true, and the stacks well. */
  private void awaitSyncedAndHealthy() {
    await()
        .untilAsserted(
            () -> {
              assertThat(application.revision()).as(this::told).isEqualTo(repository.head());
              assertThat(application.sync()).as(this::told).isEqualTo("Synced");
              assertThat(application.health()).as(this::told).isEqualTo("Healthy");
            });
  }

  /** Also once Argo CD has looked again. */
  private void assertHasStayedSynced(int since) {
    Instant now = Instant.now();
    await().until(() -> application.reconciledAt().isAfter(now));
    awaitSyncedAndHealthy();
    assertThat(application.syncSince(since)).as(this::told).containsOnly("Synced");
  }

  private String told() {
    return application + "\nArgo CD's log: " + argoCd.controllerLog();
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(DEADLINE).pollInterval(POLL_INTERVAL);
  }

  private static Optional<Integer> desired(StackObject stack) {
    return Optional.ofNullable(stack.read().getSpec().capacity().desired());
  }

  /** What there is in the account that only stacks make. */
  private record Things(int groups, int launchTemplates, int targetGroups) {}

  private Things things() {
    return aws.look(
        region ->
            new Things(
                groups(region).size(),
                region.ec2().service().describeLaunchTemplates().launchTemplates().size(),
                region.loadBalancing().service().describeTargetGroups().targetGroups().size()));
  }

  private AutoScalingGroup group(String stack) {
    return aws.look(
        region ->
            groups(region).stream()
                .filter(
                    group ->
                        group.tags().stream()
                            .anyMatch(
                                tag ->
                                    tag.key().equals("hastack.dev/stack")
                                        && tag.value().equals(NAMESPACE + "/" + stack)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no group of " + stack)));
  }

  private static List<AutoScalingGroup> groups(SimulatedRegion region) {
    return region.autoScaling().service().describeAutoScalingGroups().autoScalingGroups();
  }

  private static List<String> inService(AutoScalingGroup group) {
    return group.instances().stream()
        .filter(each -> each.lifecycleState() == LifecycleState.IN_SERVICE)
        .map(Instance::instanceId)
        .toList();
  }
}
