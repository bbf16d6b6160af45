package dev.hastack.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.core.status.ConditionType;
import dev.hastack.core.status.Notice;
import dev.hastack.testing.World;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import software.amazon.awssdk.services.autoscaling.model.Instance;

/** User data of a Secret, from the API server to the servers and nowhere else. */
@TestInstance(Lifecycle.PER_CLASS)
class UserDataFromIT {
  private static final String NAMESPACE = "user-data-from";
  private static final String MARKER = "tell-nobody";
  private static final String ENCODED =
      Base64.getEncoder().encodeToString(MARKER.getBytes(StandardCharsets.UTF_8));

  private final Scene scene = new Scene();
  private OperatorUnderTest operator;

  @BeforeAll
  void start() {
    operator = OperatorUnderTest.serving(scene, NAMESPACE);
  }

  @AfterAll
  void stop() {
    operator.close();
    scene.close();
  }

  @Test
  void shouldFollowTheSecretAndShowItNowhere() {
    // Given
    String first = MARKER + "-1";
    kubectl("create", "secret", "generic", "boot", "--from-literal=run.sh=" + first);
    StackObject stack =
        operator.settle(
            "booted",
            scene
                .web("booted")
                .withFleet("userDataFrom: {secretKeyRef: {name: boot, key: run.sh}}"));
    LiveStack before = live(stack);
    assertThat(userData(before)).isEqualTo(first);
    assertThat(before.pin().version()).isEqualTo("1");

    // When: nobody touches the stack itself
    String second = MARKER + "-2";
    kubectl("patch", "secret", "boot", "-p", "{\"stringData\":{\"run.sh\":\"" + second + "\"}}");

    // Then
    StackObject.await().untilAsserted(() -> assertThat(live(stack).pin().version()).isEqualTo("2"));
    stack.awaitSettled();
    assertThat(userData(live(stack))).isEqualTo(second);
    assertThat(stack.notes(Notice.Reason.DriftDetected)).isEmpty();

    // When
    kubectl("delete", "secret", "boot");

    // Then
    Condition stalled = stack.awaitStalled("NotFound");
    assertThat(stalled.message())
        .contains(
            "spec.aws.fleet.userDataFrom.secretKeyRef is the key run.sh of Secret "
                + NAMESPACE
                + "/boot")
        .contains("create it");
    operator.awaitPasses(2);
    LiveStack after = live(stack);
    assertThat(userData(after)).isEqualTo(second);
    assertThat(ids(after)).containsExactlyInAnyOrderElementsOf(ids(before));
    assertThat(shown(stack)).doesNotContain(MARKER, ENCODED.substring(0, 14));

    // When
    kubectl("create", "secret", "generic", "boot", "--from-literal=run.sh=" + second);

    // Then
    stack.awaitCondition(ConditionType.Synced, Condition.Status.True, "InSync");
    assertThat(live(stack).pin().version()).isEqualTo("2");
  }

  @Test
  void shouldTakeAConfigMapAsWell() {
    // Given
    kubectl("create", "configmap", "setup", "--from-literal=cloud-init=#cloud-config");

    // When
    StackObject stack =
        operator.settle(
            "configured",
            scene
                .web("configured")
                .withFleet("userDataFrom: {configMapKeyRef: {name: setup, key: cloud-init}}"));

    // Then
    assertThat(userData(live(stack))).isEqualTo("#cloud-config");
  }

  private static void kubectl(String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("-n", NAMESPACE));
    World.cluster().kubectl().run(all.toArray(String[]::new));
  }

  /** All that the operator writes or says, but to AWS. */
  private String shown(StackObject stack) {
    return Serialization.asYaml(stack.read())
        + stack.run("describe")
        + Serialization.asYaml(stack.events())
        + Serialization.asYaml(stack.revisions())
        + operator.exposition()
        + operator.log();
  }

  private LiveStack live(StackObject stack) {
    return LiveStack.of(scene.account(), stack.qualifiedName());
  }

  private static String userData(LiveStack live) {
    return new String(Base64.getDecoder().decode(live.data().userData()), StandardCharsets.UTF_8);
  }

  private static List<String> ids(LiveStack live) {
    return live.group().instances().stream().map(Instance::instanceId).toList();
  }
}
