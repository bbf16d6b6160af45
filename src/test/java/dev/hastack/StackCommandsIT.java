package dev.hastack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hastack.sandbox.aws.SandboxAccount;
import dev.hastack.sandbox.aws.SandboxAccount.Ground;
import dev.hastack.sandbox.cache.KubeBinaries;
import dev.hastack.sandbox.kubernetes.Kubectl;
import dev.hastack.sandbox.kubernetes.LocalCluster;
import dev.hastack.sandbox.operator.OperatorProcess;
import dev.hastack.testing.World;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * The commands about a stack of a cluster, on a real API server, over statuses as golden cases of
 * the operator have them.
 */
class StackCommandsIT {
  private static final String WAITS = "8fff2f4cdccd7e465e37274d81d6a8f3";
  private static final String OTHER = "0123456789abcdef0123456789abcdef";
  private static final Path KUBECTL_PAGE = Path.of("docs", "kubectl.md");

  @TempDir private Path directory;

  private final Properties before = new Properties();
  private final InputStream input = System.in;
  private final String namespace = "commands-" + UUID.randomUUID().toString().substring(0, 8);

  private record Answer(int exitCode, String out, String err) {}

  @BeforeEach
  void enter() {
    before.putAll(System.getProperties());
    System.setProperty("kubeconfig", World.cluster().kubeconfig().toString());
    kubectl().run("create", "namespace", namespace);
  }

  @AfterEach
  void leave() {
    kubectl().run("delete", "namespace", namespace, "--wait=false");
    System.setProperties(before);
    System.setIn(input);
  }

  @Test
  void shouldApproveThePlanItShowedWhenTheAnswerIsYes() throws IOException {
    // Given
    stack("OnApproval", "approval-waits");
    answerWith("yes\n");

    // When
    Answer answer = call("approve", "storefront");

    // Then
    assertThat(answer.out())
        .contains("Update AutoScalingGroup/app (AwaitingApproval)", "MaxSize 12 -> 20", WAITS);
    assertThat(answer.err()).contains("Approve plan " + WAITS);
    assertThat(annotation("approved-plan")).isEqualTo(WAITS);
    assertThat(answer.exitCode()).isZero();
  }

  @Test
  void shouldApproveNothingWhenTheAnswerIsNotYes() throws IOException {
    // Given
    stack("OnApproval", "approval-waits");

    for (String word : new String[] {"", "y\n", "no\n"}) {
      // When
      answerWith(word);
      Answer answer = call("approve", "storefront");

      // Then
      assertThat(answer.err()).endsWith("Not approved.\n");
      assertThat(annotation("approved-plan")).isEmpty();
      assertThat(answer.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void shouldApproveWithoutAskingWhenTheDigestIsNamed() throws IOException {
    // Given
    stack("OnApproval", "approval-outdated");

    // When
    Answer answer = call("approve", "storefront", "--digest=" + WAITS);

    // Then
    assertThat(answer.err()).isEmpty();
    assertThat(annotation("approved-plan")).isEqualTo(WAITS);
    assertThat(answer.exitCode()).isZero();
  }

  @Test
  void shouldRefuseAndNameBothWhenAnotherDigestWaits() throws IOException {
    // Given
    stack("OnApproval", "approval-waits");

    // When
    Answer answer = call("approve", "storefront", "--digest=" + OTHER);

    // Then
    assertThat(answer.err())
        .isEqualTo(
            "Not approved: %s is not the plan that waits; that is %s%n".formatted(OTHER, WAITS));
    assertThat(annotation("approved-plan")).isEmpty();
    assertThat(answer.exitCode()).isEqualTo(1);
  }

  @Test
  void shouldRefuseWhenThePlanBecomesAnotherBeforeTheAnswer() throws IOException {
    // Given
    stack("OnApproval", "approval-waits");
    answerAfter(() -> status(golden("approval-waits").replace(WAITS, OTHER)), "yes\n");

    // When
    Answer answer = call("approve", "storefront");

    // Then
    assertThat(answer.err()).contains("the plan became another one meanwhile, " + OTHER);
    assertThat(annotation("approved-plan")).isEmpty();
    assertThat(answer.exitCode()).isEqualTo(1);
  }

  @Test
  void shouldApproveWhenOnlyTheRestOfTheStatusChangesBeforeTheAnswer() throws IOException {
    // Given
    stack("OnApproval", "approval-waits");
    answerAfter(
        () -> status(golden("approval-waits").replace("inService: 6", "inService: 5")), "yes\n");

    // When
    Answer answer = call("approve", "storefront");

    // Then
    assertThat(annotation("approved-plan")).isEqualTo(WAITS);
    assertThat(answer.exitCode()).isZero();
  }

  @Test
  void shouldSayWhyWhenThereIsNothingToApprove() throws IOException {
    // Given
    stack("OnApproval", "approval-given");

    // Then
    assertThat(call("approve", "storefront").err())
        .isEqualTo("Nothing of %s/storefront waits for approval%n".formatted(namespace));

    // When: an edit that the operator has not seen
    status(golden("approval-waits"));
    patch("{\"spec\":{\"capacity\":{\"max\":20}}}");

    // Then
    assertThat(call("approve", "storefront", "--digest=" + WAITS).err())
        .contains("was edited (generation 2)", "has planned only generation 1");
    assertThat(annotation("approved-plan")).isEmpty();

    // When
    patch("{\"spec\":{\"apply\":{\"policy\":\"Automatic\"}}}");

    // Then
    assertThat(call("approve", "storefront").err())
        .contains("asks nobody: spec.apply.policy is Automatic");
  }

  @Test
  void shouldPauseAndResumeAndWriteNothingWhenItIsSoAlready() throws IOException {
    // Given
    stack("Automatic", "settled");

    // When
    Answer paused = call("pause", "storefront");
    String version = field("{.metadata.resourceVersion}");
    Answer again = call("pause", "storefront");

    // Then
    assertThat(paused).isEqualTo(new Answer(0, namespace + "/storefront is paused\n", ""));
    assertThat(annotation("paused")).isEqualTo("true");
    assertThat(again).isEqualTo(new Answer(0, namespace + "/storefront is paused already\n", ""));
    assertThat(field("{.metadata.resourceVersion}")).isEqualTo(version);
    assertThat(call("plan", "storefront").out()).contains("Paused: nothing of it is done.");

    // When
    Answer resumed = call("resume", "storefront");

    // Then
    assertThat(resumed).isEqualTo(new Answer(0, namespace + "/storefront goes on\n", ""));
    assertThat(annotation("paused")).isEmpty();
    assertThat(call("resume", "storefront").out()).endsWith("was not paused\n");
  }

  @Test
  void shouldAskForAPassEachTime() throws IOException {
    // Given
    stack("Automatic", "settled");

    // When
    Answer answer = call("reconcile", "storefront");
    String first = annotation("reconcile-requested-at");
    call("reconcile", "storefront");

    // Then
    assertThat(answer.exitCode()).isZero();
    assertThat(first).isNotEmpty();
    assertThat(annotation("reconcile-requested-at")).isNotEmpty().isNotEqualTo(first);
  }

  @Test
  void shouldTellDriftAsATableAndAsDataWhenThereIsSome() throws IOException {
    // Given
    stack("Automatic", "paused-with-drift");

    // When
    Answer text = call("drift", "storefront");
    Answer json = call("drift", "storefront", "-o", "json");

    // Then
    assertThat(text.out())
        .startsWith(
            """
            RESOURCE              ATTRIBUTE  WANTED       FOUND        SINCE
            LaunchTemplate/app    UserData   (sensitive)  (sensitive)  2026-01-01T12:00:00Z
            AutoScalingGroup/app  MaxSize    12           99           2026-01-01T12:00:00Z
            AutoScalingGroup/app  Tags.team  "web"        "payroll"    2026-01-01T12:00:00Z
            Reported: Update LaunchTemplate/app\
            """);
    assertThat(text.exitCode()).isEqualTo(2);
    JsonNode drift = new ObjectMapper().readTree(json.out());
    assertThat(drift).hasSize(3);
    assertThat(drift.get(1).get("found").asText()).isEqualTo("99");
    assertThat(json.exitCode()).isEqualTo(2);
  }

  @Test
  void shouldAnswerZeroWithoutDriftAndOneWhereItCannotBeKnown() throws IOException {
    // Given
    stack("Automatic", "settled");

    // Then
    assertThat(call("drift", "storefront"))
        .isEqualTo(new Answer(0, "NoDrift: nobody changed anything\n", ""));

    // When
    status(golden("template-unread"));
    Answer unread = call("drift", "storefront");

    // Then
    assertThat(unread.err()).contains("Not all of", "could be compared");
    assertThat(unread.exitCode()).isEqualTo(1);
  }

  @Test
  void shouldPrintThePlanOfAStackAndAnswerAsForAManifest() throws IOException {
    // Given
    stack("Automatic", "settled");

    // Then
    assertThat(call("plan", "storefront").exitCode()).isZero();

    // When
    status(golden("approval-waits"));
    Answer waits = call("plan", "storefront");

    // Then
    assertThat(waits.out()).contains("HAStack " + namespace + "/storefront", "Digest " + WAITS);
    assertThat(waits.exitCode()).isEqualTo(2);

    // When
    status(golden("template-unread"));

    // Then
    assertThat(call("plan", "storefront").exitCode()).isEqualTo(1);
    assertThat(call("plan", "storefront", "-o", "json").err()).contains("go with -f");
    assertThat(call("plan").err()).contains("-f=FILE | [NAME]");
    assertThat(call("plan", "-f", "examples/minimal.yaml", "storefront").exitCode()).isEqualTo(1);
  }

  @Test
  void shouldSayWhatIsMissingWhenTheStackIsNotThere() throws IOException {
    // Then
    assertThat(call("pause", "storfront"))
        .isEqualTo(
            new Answer(
                1,
                "",
                "There is no HAStack %s/storfront; kubectl get hastacks -A lists those there are%n"
                    .formatted(namespace)));

    // When
    kubectl().runWithInput(manifest("Automatic"), "apply", "-f", "-");

    // Then
    assertThat(call("drift", "storefront").err())
        .contains("The operator has not looked at %s/storefront yet".formatted(namespace));
  }

  @Test
  void shouldSayWhatIsMissingWhenTheClusterIsNotThere() throws IOException {
    // Then: an unknown context is not taken for the current one
    assertThat(call("pause", "storefront", "--context=nowhere").err())
        .isEqualTo("--context nowhere is not in the kubeconfig, which has hastack%n".formatted());

    // When
    Path elsewhere =
        Files.writeString(
            directory.resolve("elsewhere.yaml"),
            World.cluster()
                .kubeconfigYaml()
                .replaceAll("server: \\S+", "server: https://127.0.0.1:1"));
    System.setProperty("kubeconfig", elsewhere.toString());
    Answer answer = call("pause", "storefront");

    // Then
    assertThat(answer.err()).contains("the API server could not be asked", "127.0.0.1");
    assertThat(answer.exitCode()).isEqualTo(1);
  }

  @Test
  void shouldSayThatTheClusterKnowsNoStacksWhenTheDefinitionIsMissing() {
    try (LocalCluster bare =
        LocalCluster.start(
            KubeBinaries.in(World.cache()),
            directory.resolve("bare"),
            LocalCluster.Controllers.NONE)) {
      // Given
      System.setProperty("kubeconfig", bare.kubeconfig().toString());

      // When
      Answer answer = call("reconcile", "storefront");

      // Then
      assertThat(answer.err()).contains("does not know HAStacks; install the operator's chart");
      assertThat(answer.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void shouldDoWhatWasApprovedWhenAnOperatorServesTheStack() throws IOException {
    // Given
    Ground ground;
    try (SandboxAccount account = new SandboxAccount(World.moto())) {
      ground = account.ground();
    }
    try (OperatorProcess operator =
        World.startOperator(
            Map.of(
                "HASTACK_WATCH_NAMESPACES",
                namespace,
                "HASTACK_LEADER_ELECTION_ENABLED",
                "false"))) {
      assertThat(operator.isReady()).isTrue();
      kubectl().runWithInput(onGround(ground), "apply", "-f", "-");
      await("AwaitingApproval");

      // When
      Answer answer = call("approve", "storefront", "--digest=" + field("{.status.plan.digest}"));

      // Then
      assertThat(answer.exitCode()).as(answer.toString()).isZero();
      await("Ready");
      await("Synced");
      assertThat(call("drift", "storefront").exitCode()).isZero();
      assertThat(call("plan", "storefront").exitCode()).isZero();
      kubectl().run("delete", "hastack/storefront", "-n", namespace, "--timeout=90s");
    }
  }

  @Test
  void shouldAnswerToKubectlWhenInstalledAsThePageSays() throws Exception {
    // Given
    stack("Automatic", "paused-with-drift");
    String script =
        shellBlock("plugin without a checkout")
            .replace("/opt/hastack/quarkus-run.jar", World.jar().path().toString());
    Path plugin = Files.writeString(directory.resolve("kubectl-hastack"), script);
    assertThat(plugin.toFile().setExecutable(true)).isTrue();

    // When
    Answer drift = throughKubectl("hastack", "drift", "storefront", "-n", namespace);
    Answer help = throughKubectl("hastack", "approve", "--help");

    // Then
    assertThat(drift.out()).contains("MaxSize");
    assertThat(drift.exitCode()).isEqualTo(2);
    assertThat(help.out()).contains("Usage: kubectl hastack approve");
  }

  private static String shellBlock(String title) throws IOException {
    var block =
        Pattern.compile(
                "<!-- %s -->\\n```sh\\n(.*?)```".formatted(Pattern.quote(title)), Pattern.DOTALL)
            .matcher(Files.readString(KUBECTL_PAGE));
    assertThat(block.find()).as(title).isTrue();
    return block.group(1);
  }

  private Answer throughKubectl(String... arguments) throws IOException, InterruptedException {
    Path output = directory.resolve("out.txt");
    Path errors = directory.resolve("err.txt");
    var builder = new ProcessBuilder(arguments);
    builder.command().addFirst(kubectl().executable().toString());
    builder.redirectOutput(output.toFile()).redirectError(errors.toFile());
    builder.environment().put("KUBECONFIG", World.cluster().kubeconfig().toString());
    builder
        .environment()
        .put(
            "PATH",
            directory
                + ":"
                + Path.of(System.getProperty("java.home"), "bin")
                + ":"
                + System.getenv("PATH"));
    Process process = builder.start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return new Answer(process.exitValue(), Files.readString(output), Files.readString(errors));
  }

  private Answer call(String command, String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    CommandLine commandLine =
        Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    var all = new ArrayList<>(List.of(command));
    all.addAll(List.of(arguments));
    all.addAll(List.of("-n", namespace));
    int exitCode = commandLine.execute(all.toArray(String[]::new));
    return new Answer(exitCode, out.toString(), err.toString());
  }

  private void stack(String policy, String golden) throws IOException {
    kubectl().runWithInput(manifest(policy), "apply", "-f", "-");
    status(golden(golden));
  }

  private void status(String status) {
    String indented = status.replace("---\n", "").indent(2);
    kubectl()
        .run(
            "patch",
            "hastack/storefront",
            "-n",
            namespace,
            "--subresource=status",
            "--type=merge",
            "--patch=status:\n" + indented);
  }

  private void patch(String patch) {
    kubectl().run("patch", "hastack/storefront", "-n", namespace, "--type=merge", "-p", patch);
  }

  /** The status of a case, as if of the first generation. */
  private static String golden(String name) {
    try {
      return Files.readString(
              Path.of("src", "test", "resources", "golden", "stack", name, "out-status.yaml"))
          .replace("observedGeneration: 2", "observedGeneration: 1");
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static void answerWith(String line) {
    System.setIn(new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8)));
  }

  /** Has something happen while the person thinks. */
  private static void answerAfter(Runnable meanwhile, String line) {
    System.setIn(
        new FilterInputStream(new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8))) {
          private boolean began;

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            if (!began) {
              began = true;
              meanwhile.run();
            }
            return super.read(bytes, offset, length);
          }
        });
  }

  private void await(String condition) {
    kubectl()
        .run(
            "wait",
            "hastack/storefront",
            "-n",
            namespace,
            "--for=condition=" + condition,
            "--timeout=90s");
  }

  private String annotation(String name) {
    return field("{.metadata.annotations.hastack\\.dev/" + name + "}");
  }

  private String field(String path) {
    return kubectl().run("get", "hastack/storefront", "-n", namespace, "-o", "jsonpath=" + path);
  }

  private String manifest(String policy) throws IOException {
    return Files.readString(Path.of("examples", "web.yaml"))
        .replace("  name: storefront\n", "  name: storefront\n  namespace: " + namespace + "\n")
        .replace("spec:\n", "spec:\n  apply: {policy: " + policy + "}\n");
  }

  private String onGround(Ground ground) {
    return """
    apiVersion: hastack.dev/v1alpha1
    kind: HAStack
    metadata: {name: storefront, namespace: %s}
    spec:
      apply: {policy: OnApproval}
      capacity: {min: 2, max: 4}
      aws:
        region: us-east-1
        network:
          subnetIds: [%s]
          securityGroupIds: [%s]
        fleet:
          image: {id: %s}
          instanceTypes: [{type: t3.micro}, {type: t2.micro}]
    """
        .formatted(
            namespace,
            String.join(", ", ground.subnetIds().subList(0, 2)),
            ground.securityGroupId(),
            ground.imageId());
  }

  private static Kubectl kubectl() {
    return World.cluster().kubectl();
  }
}
