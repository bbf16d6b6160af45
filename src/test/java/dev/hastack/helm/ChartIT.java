package dev.hastack.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.helm.AuditLog.Request;
import dev.hastack.sandbox.ExampleManifest;
import dev.hastack.sandbox.aws.EmbeddedAws;
import dev.hastack.sandbox.aws.SandboxAccount;
import dev.hastack.sandbox.aws.front.SimulatedRegion;
import dev.hastack.sandbox.cache.Helm;
import dev.hastack.sandbox.cache.KubeBinaries;
import dev.hastack.sandbox.kubernetes.Kubectl;
import dev.hastack.sandbox.kubernetes.LocalCluster;
import dev.hastack.sandbox.operator.OperatorProcess;
import dev.hastack.sandbox.process.ChildProcess;
import dev.hastack.testing.World;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The life of a release in the hands of a real Helm, on a real API server that checks rights and
 * writes down who asked for what: installed, upgraded, at work, uninstalled, installed again.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ChartIT {
  private static final Path CHART = Path.of("helm", "hastack");
  private static final String SYSTEM = "hastack-system";
  private static final String RELEASE = "hastack";
  private static final String SHOP = "shop";
  private static final String DEFINITION = "hastacks.hastack.dev";
  private static final String ACCOUNT_DEFINITION = "awsaccounts.hastack.dev";
  private static final Duration DEADLINE = Duration.ofMinutes(1);
  private static final long SEED = 11;

  /** In simulated time. */
  private static final Duration DENIED = Duration.ofMinutes(15);

  /** Simulated seconds in each real one: a database is there in less than a minute. */
  private static final double SPEED = 30;

  /**
   * Rights that are given and that a life as short as this one may have no use for.
   *
   * <ul>
   *   <li>A revision is deleted after ten newer ones, and a place ten minutes after its last stack.
   *   <li>An Event is read and patched when it is told again.
   *   <li>An object is read anew when it has changed while it was written.
   * </ul>
   */
  private static final Set<String> RARELY_USED =
      Set.of(
          "delete controllerrevisions.apps",
          "get events.events.k8s.io",
          "patch events.events.k8s.io",
          "get hastacks.hastack.dev",
          "get awsaccounts.hastack.dev");

  private LocalCluster cluster;
  private KubernetesClient client;
  private AuditLog audit;
  private Kubectl kubectl;
  private Helm helm;
  private EmbeddedAws aws;
  private Path values;
  private OlderChart older;
  private Installed installed;
  private Path directory;

  @BeforeAll
  void start(@TempDir Path scratch) throws IOException {
    directory = scratch;
    audit = new AuditLog(scratch.resolve("audit"));
    cluster =
        LocalCluster.start(
            KubeBinaries.in(World.cache()),
            scratch.resolve("kubernetes"),
            LocalCluster.Controllers.NAMESPACE_AND_GARBAGE_COLLECTION,
            audit.apiServerArguments());
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(cluster.kubeconfigYaml()))
            .build();
    kubectl = cluster.kubectl();
    helm = Helm.in(World.cache(), cluster.kubeconfig(), scratch.resolve("helm"));
    aws = EmbeddedAws.start(SEED, SPEED);
    values = scratch.resolve("values.yaml");
    older = OlderChart.make(CHART, scratch.resolve("older"));
    installed = new Installed(cluster, client, SYSTEM, RELEASE);
    kubectl.run("create", "namespace", SYSTEM);
    kubectl.run("create", "namespace", SHOP);
    kubectl.run(
        "create",
        "secret",
        "generic",
        "aws",
        "-n",
        SYSTEM,
        "--from-literal=id=" + aws.environment().get("AWS_ACCESS_KEY_ID"),
        "--from-literal=key=" + aws.environment().get("AWS_SECRET_ACCESS_KEY"));
    Files.writeString(
        values,
        """
        image: {repository: registry.example.com/hastack}
        operator: {resync: 2s}
        aws:
          region: us-east-1
          endpointUrl: %s
          credentials:
            type: Secret
            secret: {name: aws, accessKeyIdKey: id, secretAccessKeyKey: key}
          ownCredentials:
            allow:
              instanceProfiles: ["storefront-*", "orders-*"]
              keyNames: [operations]
        """
            .formatted(aws.uri()));
  }

  @AfterAll
  void end() {
    aws.close();
    client.close();
    cluster.close();
  }

  private Path pod() throws IOException {
    return Files.createTempDirectory(directory, "pod");
  }

  private String install(Path chart, String... more) {
    return helm.run(release("install", chart, more));
  }

  /** There is nobody who would run the Job of the hook. */
  private void uninstall() {
    helm.run("uninstall", RELEASE, "-n", SYSTEM, "--no-hooks");
  }

  /** Runs what that Job would. */
  private ChildProcess retire() throws IOException {
    return installed.retire(helm.run("get", "hooks", RELEASE, "-n", SYSTEM), pod());
  }

  private String[] release(String verb, Path chart, String... more) {
    return Stream.concat(
            Stream.of(verb, RELEASE, chart.toString(), "-n", SYSTEM, "-f", values.toString()),
            Stream.of(more))
        .toArray(String[]::new);
  }

  /** Sets of values that between them have each template write each of its objects. */
  static Stream<List<String>> choices() {
    return Stream.of(
        List.of(),
        List.of("replicas=1", "operator.leaderElection.enabled=false", "operator.logJson=true"),
        List.of("operator.watchNamespaces={shop,default}", "operator.clusterId=blue"),
        List.of(
            "monitoring.dashboard.enabled=true",
            "rbac.aggregate.edit=true",
            "rbac.aggregate.admin=true",
            "operator.extraEnv[0].name=JAVA_TOOL_OPTIONS",
            "operator.extraEnv[0].value=-Xss512k",
            "image.pullSecrets={registry}",
            "tracing.endpoint=http://collector.observability:4318"),
        List.of(
            "rbac.create=false",
            "networkPolicy.enabled=false",
            "crds.install=false",
            "uninstall.cleanUp.enabled=false"));
  }

  @ParameterizedTest
  @MethodSource("choices")
  @Order(0)
  void shouldRenderWhatTheApiServerTakesWhenValuesAreChosen(List<String> choice) {
    var arguments = new ArrayList<>(List.of(release("template", CHART)));
    choice.forEach(each -> arguments.addAll(List.of("--set", each)));

    kubectl.runWithInput(
        helm.run(arguments.toArray(String[]::new)), "apply", "--dry-run=server", "-f", "-");
  }

  @Test
  @Order(1)
  void shouldStayUpAndNameTheKindThatIsMissingWhenThereAreNoDefinitions() throws IOException {
    // Given
    String notes = install(CHART, "--set", "crds.install=false");
    assertThat(notes).contains("kubectl apply --server-side -f crds/");

    try (OperatorProcess operator = installed.launch(pod())) {
      // Then
      await()
          .atMost(DEADLINE)
          .untilAsserted(
              () -> assertThat(operator.log()).contains("Could not serve", "hastack.dev"));
      assertThat(operator.isLive()).isTrue();
      assertThat(operator.isReady()).isFalse();

      // When
      ChildProcess retired = retire();

      // Then
      assertThat(retired.awaitExit()).as(retired::logTail).isZero();

      // When
      kubectl.run("apply", "--server-side", "-f", "crds/");

      // Then
      await().atMost(DEADLINE).until(operator::isReady);
    }
    uninstall();
  }

  @Test
  @Order(2)
  void shouldTakeOlderDefinitionsOverOnlyWhenToldTo() {
    // Given
    kubectl.run("apply", "--server-side", "-f", older.definition().toString());
    await().atMost(DEADLINE).until(() -> !explains());

    // When
    Helm.Answer refused = helm.call(release("install", CHART));

    // Then
    assertThat(refused.exitCode()).isNotZero();
    assertThat(refused.output()).contains(DEFINITION, "invalid ownership metadata");

    // When
    install(CHART, "--take-ownership", "--force-conflicts");

    // Then
    await().atMost(DEADLINE).until(this::explains);
    uninstall();
    kubectl.run("delete", "crd", DEFINITION, ACCOUNT_DEFINITION);
  }

  /** Whether the API server knows what the older definition does not; it tells a little later. */
  private boolean explains() {
    return kubectl
            .call("", "explain", "hastack.spec.aws.fleet." + OlderChart.MISSING_FIELD)
            .exitCode()
        == 0;
  }

  @Test
  @Order(3)
  void shouldRefuseTheValuesOfAnOlderReleaseWhenUpgradedWithThem() {
    // Given
    install(older.path());
    assertThat(kubectl.run("get", "deployment,crd", "-n", SYSTEM))
        .contains("deployment.apps/hastack", DEFINITION, ACCOUNT_DEFINITION);
    await()
        .atMost(DEADLINE)
        .until(
            () ->
                kubectl
                        .call("", "wait", "--for=condition=Established", "crd", DEFINITION)
                        .exitCode()
                    == 0);

    // When
    Helm.Answer refused =
        helm.call("upgrade", RELEASE, CHART.toString(), "-n", SYSTEM, "--reuse-values");

    // Then
    assertThat(refused.exitCode()).isNotZero();
    assertThat(refused.output()).contains(OlderChart.DROPPED_VALUE);
  }

  @Test
  @Order(4)
  void shouldUpgradeTheDefinitionsBeforeTheOperatorWhenUpgraded() throws IOException {
    // Given
    await().atMost(DEADLINE).until(() -> !explains());
    apply("minimal.yaml");
    HAStack before = stack("minimal");

    // When
    helm.run(release("upgrade", CHART));

    // Then
    await().atMost(DEADLINE).until(this::explains);
    assertThat(stack("minimal").getMetadata().getGeneration())
        .isEqualTo(before.getMetadata().getGeneration());
    List<String> patched =
        audit
            .requests(request -> request.user().equals("admin") && request.verb().equals("patch"))
            .stream()
            .map(request -> request.resource() + " " + request.name())
            .toList();
    assertThat(patched.lastIndexOf("customresourcedefinitions.apiextensions.k8s.io " + DEFINITION))
        .isNotNegative()
        .isLessThan(patched.lastIndexOf("deployments.apps " + RELEASE));
  }

  @Test
  @Order(5)
  void shouldMakeStacksReadyWithNoMoreThanTheRightsOfTheChart() throws IOException {
    // Given: no example has its user data elsewhere
    kubectl.run("create", "configmap", "boot", "-n", SHOP, "--from-literal=run.sh=#!/bin/sh");
    kubectl.run(
        "patch",
        "hastack",
        "minimal",
        "-n",
        SHOP,
        "--type=merge",
        "-p",
        """
        {"spec": {"aws": {"fleet":
          {"userDataFrom": {"configMapKeyRef": {"name": "boot", "key": "run.sh"}}}}}}
        """);

    try (OperatorProcess operator = installed.start(pod())) {
      // When
      apply("web.yaml");
      apply("database.yaml");
      kubectl.runWithInput(
          """
          apiVersion: hastack.dev/v1alpha1
          kind: AWSAccount
          metadata: {name: production}
          spec: {accountId: "111122223333", regions: [us-east-1]}
          """,
          "apply",
          "-f",
          "-");

      // Then
      awaitReady(operator);
      kubectl.run("wait", "--for=condition=Ready", "awsaccount", "production", "--timeout=60s");
      kubectl.run("delete", "hastack", "minimal", "-n", SHOP, "--timeout=150s");
    }
    List<Request> denied =
        audit.requests(request -> request.user().equals(installed.user()) && request.isDenied());
    assertThat(denied).isEmpty();
    var unused = granted();
    unused.removeAll(audit.rightsUsedBy(installed.user()));
    assertThat(unused).as("rights that nothing uses").isSubsetOf(RARELY_USED);
  }

  private void awaitReady(OperatorProcess operator) {
    Kubectl.Result waited =
        kubectl.call(
            "", "wait", "--for=condition=Ready", "hastack", "--all", "-n", SHOP, "--timeout=180s");
    assertThat(waited.exitCode())
        .as(
            () ->
                waited.output()
                    + kubectl.run("get", "hastacks", "-n", SHOP, "-o", "yaml")
                    + operator.log())
        .isZero();
  }

  /** What the roles of the operator let it do, those of people left out. */
  private Set<String> granted() {
    var rules = new ArrayList<PolicyRule>();
    client
        .rbac()
        .clusterRoles()
        .withLabel("app.kubernetes.io/instance", RELEASE)
        .list()
        .getItems()
        .stream()
        .filter(role -> !role.getMetadata().getName().matches(".*-(view|edit)"))
        .forEach(role -> rules.addAll(role.getRules()));
    client
        .rbac()
        .roles()
        .inNamespace(SYSTEM)
        .list()
        .getItems()
        .forEach(role -> rules.addAll(role.getRules()));
    var rights = new TreeSet<String>();
    for (PolicyRule rule : rules) {
      for (String group : rule.getApiGroups()) {
        for (String resource : rule.getResources()) {
          rule.getVerbs()
              .forEach(verb -> rights.add(verb + " " + AuditLog.resource(resource, "", group)));
        }
      }
    }
    return rights;
  }

  @Test
  @Order(6)
  void shouldStayUpAndNameTheRightWhenItMayNotHaveTheLease() throws IOException {
    // Given
    kubectl.run("delete", "role", RELEASE, "-n", SYSTEM);

    try (OperatorProcess operator = installed.launch(pod())) {
      // Then
      await()
          .atMost(DEADLINE)
          .untilAsserted(() -> assertThat(operator.log()).contains("Could not serve", "leases"));
      assertThat(operator.isLive()).isTrue();
      assertThat(operator.isReady()).isFalse();

      // When
      helm.run(release("upgrade", CHART));

      // Then
      await().atMost(DEADLINE).until(operator::isReady);
    }
  }

  @Test
  @Order(7)
  void shouldLeaveTheStacksAndServeThemAgainWhenUninstalledAndInstalledAgain() throws IOException {
    // Given
    HAStack before;
    List<String> groups;
    try (OperatorProcess operator = installed.start(pod())) {
      apply("spot-web.yaml");
      awaitReady(operator);
      await().atMost(DEADLINE).until(() -> hooks().size() == 1 && !queues().isEmpty());
      before = stack("storefront");
      groups = groups();
      Instant denied = aws.now().plus(DENIED);
      aws.denyQueues(DENIED);

      // When
      ChildProcess failed = retire();

      // Then
      assertThat(failed.awaitExit()).as(failed::logTail).isEqualTo(1);
      assertThat(Files.readString(failed.log()))
          .contains("Could not remove queues and rules in 111122223333/us-east-1: sqs:")
          .contains("by hand: aws resourcegroupstaggingapi get-resources");
      await().atMost(DEADLINE).until(() -> hooks().size() == 1);
      await().atMost(DEADLINE).until(() -> aws.now().isAfter(denied));

      // When
      ChildProcess retired = retire();

      // Then
      assertThat(retired.awaitExit()).as(retired::logTail).isZero();
      assertThat(Files.readString(retired.log())).contains("Nothing is left on AWS");
      assertThat(hooks()).isEmpty();
      assertThat(queues()).isEmpty();
      assertThat(groups()).isEqualTo(groups);
      assertThat(operator.isReady()).as("stands by").isTrue();

      // When
      uninstall();
    }

    // Then
    assertThat(kubectl.run("get", "crd")).contains(DEFINITION, ACCOUNT_DEFINITION);
    assertThat(kubectl.run("get", "deployment,serviceaccount,role,rolebinding", "-n", SYSTEM))
        .doesNotContain(RELEASE);
    assertThat(stack("storefront").getMetadata().getUid()).isEqualTo(before.getMetadata().getUid());
    assertThat(groups()).isEqualTo(groups);

    // When
    install(CHART);

    // Then
    try (OperatorProcess operator = installed.start(pod())) {
      awaitReady(operator);
      assertThat(groups()).isEqualTo(groups);
      // The lease is left to nobody for a minute.
      await()
          .atMost(DEADLINE.multipliedBy(2))
          .until(() -> hooks().size() == 1 && !queues().isEmpty());
      kubectl.run("delete", "hastack", "storefront", "-n", SHOP, "--timeout=150s");
    }
    assertThat(groups()).noneMatch(group -> group.startsWith("storefront"));
  }

  /** On all groups. */
  private List<String> hooks() {
    return aws.look(
        region ->
            groups(region).stream()
                .flatMap(
                    group ->
                        region
                            .autoScaling()
                            .service()
                            .describeLifecycleHooks(request -> request.autoScalingGroupName(group))
                            .lifecycleHooks()
                            .stream())
                .map(hook -> hook.lifecycleHookName())
                .toList());
  }

  private Set<String> queues() {
    return Set.copyOf(aws.look(region -> region.sqs().names()));
  }

  private List<String> groups() {
    return aws.look(ChartIT::groups);
  }

  private static List<String> groups(SimulatedRegion region) {
    return region
        .autoScaling()
        .service()
        .describeAutoScalingGroups(request -> {})
        .autoScalingGroups()
        .stream()
        .map(group -> group.autoScalingGroupName())
        .sorted()
        .toList();
  }

  private HAStack stack(String name) {
    return client.resources(HAStack.class).inNamespace(SHOP).withName(name).require();
  }

  private void apply(String example) throws IOException {
    try (var account = new SandboxAccount(aws)) {
      ExampleManifest manifest =
          ExampleManifest.fit(Files.readString(Path.of("examples", example)), account.ground());
      manifest.instanceProfiles().forEach(aws::provideInstanceProfile);
      manifest.keyNames().forEach(aws::provideKeyPair);
      kubectl.runWithInput(manifest.yaml(), "apply", "-n", SHOP, "-f", "-");
    }
  }
}
