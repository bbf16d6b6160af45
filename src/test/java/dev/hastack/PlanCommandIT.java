package dev.hastack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hastack.sandbox.aws.SandboxAccount;
import dev.hastack.sandbox.aws.SandboxAccount.Ground;
import dev.hastack.sandbox.kubernetes.Kubectl;
import dev.hastack.sandbox.operator.OperatorProcess;
import dev.hastack.testing.World;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code hastack plan}, as a person calls it, against the emulated account. */
class PlanCommandIT {
  private static final String NAMESPACE = "plan-it";

  @TempDir private Path directory;

  private final Properties before = new Properties();
  private Ground ground;

  private record Answer(int exitCode, String out, String err) {}

  @BeforeEach
  void reachTheEmulatedAccount() {
    before.putAll(System.getProperties());
    System.setProperty("aws.endpointUrl", World.moto().uri().toString());
    System.setProperty("aws.accessKeyId", "nobody");
    System.setProperty("aws.secretAccessKey", "nobody");
    try (SandboxAccount account = new SandboxAccount(World.moto())) {
      ground = account.ground();
    }
  }

  @AfterEach
  void restoreProperties() {
    System.setProperties(before);
  }

  @Test
  void shouldPrintThePlanAndAnswerTwoWhenThereAreChanges() throws IOException {
    // When
    Answer answer = plan(manifest(""), "--cluster-id=somewhere");

    // Then
    assertThat(answer.err()).contains("CEL rules were not checked");
    assertThat(answer.err()).doesNotContain("No --cluster-id");
    assertThat(answer.out())
        .contains("AutoScalingGroup/app", "LaunchTemplate/app", "TargetGroup/app");
    assertThat(answer.exitCode()).isEqualTo(2);
  }

  @Test
  void shouldSayWhatItAssumesWhenTheClusterIsNotGiven() throws IOException {
    // When
    Answer answer = plan(manifest(""));

    // Then
    assertThat(answer.err()).contains("No --cluster-id");
    assertThat(answer.exitCode()).isEqualTo(2);
  }

  @Test
  void shouldPrintNothingButJsonWhenAskedForJson() throws IOException {
    // When
    Answer answer = plan(manifest(""), "--output=json");

    // Then
    JsonNode document = new ObjectMapper().readTree(answer.out());
    assertThat(document.findValuesAsText("resource"))
        .contains("AutoScalingGroup/app", "LaunchTemplate/app", "TargetGroup/app");
    assertThat(answer.exitCode()).isEqualTo(2);
  }

  @Test
  void shouldNameTheFieldAndAnswerOneWhenTheManifestHasAnUnknownField() throws IOException {
    // When
    Answer answer = plan(manifest("color: blue"));

    // Then
    assertThat(answer.err()).contains("spec.color");
    assertThat(answer.out()).isEmpty();
    assertThat(answer.exitCode()).isEqualTo(1);
  }

  @Test
  void shouldNameTheFieldAndAnswerOneWhenTheAccountLacksWhatTheManifestNames() throws IOException {
    // When
    Answer answer =
        plan(manifest("").replace(ground.subnetIds().getFirst(), "subnet-0123456789abcdef0"));

    // Then
    assertThat(answer.err()).contains("spec.aws.network.subnetIds", "subnet-0123456789abcdef0");
    assertThat(answer.exitCode()).isEqualTo(1);
  }

  @Test
  void shouldLetTheApiServerCheckCelRulesWhenAskedTo() throws IOException {
    // Given
    kubectl().run("create", "namespace", NAMESPACE + "-cel");
    System.setProperty("kubeconfig", World.cluster().kubeconfig().toString());

    // When
    Answer answer =
        plan(
            manifest("").replace("min: 2", "min: 7").replace(NAMESPACE, NAMESPACE + "-cel"),
            "--server");

    // Then
    assertThat(answer.err()).contains("capacity.min must not be larger than capacity.max");
    assertThat(answer.exitCode()).isEqualTo(1);
  }

  @Test
  void shouldReadUserDataOfTheClusterInTheContextsNamespaceWhenAskedTo() throws IOException {
    // Given
    String namespace = NAMESPACE + "-boot";
    kubectl().run("create", "namespace", namespace);
    Path kubeconfig = directory.resolve("kubeconfig");
    Files.writeString(
        kubeconfig,
        World.cluster()
            .kubeconfigYaml()
            .replace("    user: admin\n", "    user: admin\n      namespace: " + namespace + "\n"));
    System.setProperty("kubeconfig", kubeconfig.toString());
    String manifest =
        manifest("")
            .replace("  namespace: " + NAMESPACE + "\n", "")
            .replace(
                "    fleet:\n",
                "    fleet:\n      userDataFrom: {secretKeyRef: {name: boot, key: run.sh}}\n");

    // When
    Answer missing = plan(manifest, "--server");
    kubectl()
        .run(
            "create",
            "secret",
            "generic",
            "boot",
            "-n",
            namespace,
            "--from-literal=run.sh=tell-no");
    Answer there = plan(manifest, "--server");
    Answer unasked = plan(manifest);

    // Then
    assertThat(missing.err()).contains("there is no Secret " + namespace + "/boot");
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(there.out()).contains("UserData", "(sensitive)").doesNotContain("tell-no");
    assertThat(there.exitCode()).isEqualTo(2);
    assertThat(unasked.err()).contains("Secret default/boot", "use --server");
    assertThat(unasked.exitCode()).isEqualTo(1);
  }

  @Test
  void shouldAnswerZeroWhenTheOperatorHasMadeItTrue() throws IOException {
    // Given
    kubectl().run("create", "namespace", NAMESPACE);
    System.setProperty("kubeconfig", World.cluster().kubeconfig().toString());
    try (OperatorProcess operator =
        World.startOperator(
            Map.of(
                "HASTACK_RESYNC", "1s",
                "HASTACK_WATCH_NAMESPACES", NAMESPACE,
                "HASTACK_LEADER_ELECTION_ENABLED", "false"))) {
      assertThat(operator.isReady()).isTrue();
      kubectl().runWithInput(manifest(""), "apply", "-f", "-");
      kubectl()
          .run(
              "wait", "hastack/planned", "-n", NAMESPACE, "--for=condition=Ready", "--timeout=90s");

      // When
      Answer settled = plan(manifest(""), "--server");
      Answer larger = plan(manifest("").replace("max: 4", "max: 5"), "--server");

      // Then
      assertThat(settled.exitCode()).as(settled.toString()).isZero();
      assertThat(settled.err()).isEmpty();
      assertThat(larger.out()).contains("MaxSize");
      assertThat(larger.exitCode()).isEqualTo(2);
      kubectl().run("delete", "hastack/planned", "-n", NAMESPACE, "--timeout=90s");
    }
  }

  private Answer plan(String manifest, String... options) throws IOException {
    Path file = Files.writeString(directory.resolve("stack.yaml"), manifest);
    var arguments = new ArrayList<>(List.of("plan", "-f", file.toString()));
    arguments.addAll(List.of(options));
    var out = new StringWriter();
    var err = new StringWriter();
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int exitCode = commandLine.execute(arguments.toArray(String[]::new));
    return new Answer(exitCode, out.toString(), err.toString());
  }

  private String manifest(String specLine) {
    return """
    apiVersion: hastack.dev/v1alpha1
    kind: HAStack
    metadata:
      name: planned
      namespace: %s
    spec:
      %s
      capacity: {min: 2, max: 4}
      aws:
        region: us-east-1
        network:
          subnetIds: [%s]
          securityGroupIds: [%s]
        fleet:
          image: {id: %s}
          instanceTypes: [{type: t3.micro}, {type: t2.micro}]
        targetGroup:
          port: 8000
          healthCheck: {path: /health, protocol: HTTP}
    """
        .formatted(
            NAMESPACE,
            specLine,
            String.join(", ", ground.subnetIds().subList(0, 2)),
            ground.securityGroupId(),
            ground.imageId());
  }

  private static Kubectl kubectl() {
    return World.cluster().kubectl();
  }
}
