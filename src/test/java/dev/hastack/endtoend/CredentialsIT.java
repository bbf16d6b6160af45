package dev.hastack.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.sandbox.operator.OperatorProcess;
import dev.hastack.testing.World;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Credentials that are not there, come, change, or reach no account: without a restart. */
@TestInstance(Lifecycle.PER_CLASS)
class CredentialsIT {
  private static final String NAMESPACE = "credentials";
  private static final String NONE = "no AWS credentials were found";
  private static final String HEALTH = "/q/health";
  private static final String READY = "/q/health/ready";
  private static final String LIVE = "/q/health/live";

  private final Scene scene = new Scene();

  @TempDir private Path directory;

  @BeforeAll
  void createNamespace() {
    scene.createNamespace(NAMESPACE);
  }

  @AfterAll
  void close() {
    scene.close();
  }

  /** Serves this namespace alone, and leads at once. */
  private static Map<String, String> settings(String endpoint) {
    var settings = new HashMap<>(World.moto().environment());
    settings.put("AWS_ENDPOINT_URL", endpoint);
    settings.put("HASTACK_RESYNC", "1s");
    settings.put("HASTACK_WATCH_NAMESPACES", NAMESPACE);
    settings.put("HASTACK_LEADER_ELECTION_ENABLED", "false");
    return settings;
  }

  private static OperatorProcess start(Map<String, String> settings) {
    return OperatorProcess.start(
        World.jar(), World.cluster().kubeconfig(), settings, World.operatorLog());
  }

  @Test
  void shouldStayUpAndExplainUntilCredentialsCome() throws IOException {
    // Given: nothing but a file that is not mounted yet
    Path file = directory.resolve("credentials");
    Map<String, String> nobody = settings(scene.proxy().url());
    nobody.keySet().removeIf(name -> name.contains("KEY"));
    nobody.put("AWS_EC2_METADATA_DISABLED", "true");
    nobody.put("AWS_SHARED_CREDENTIALS_FILE", file.toString());
    nobody.put("AWS_CONFIG_FILE", directory.resolve("config").toString());
    try (OperatorProcess operator = start(nobody)) {
      // Then: before there is any stack
      StackObject.await()
          .until(() -> aws(operator, HEALTH).path("state").asText().equals("degraded"));

      // When
      StackObject stack = scene.stack(NAMESPACE, "penniless");
      stack.apply(scene.web("penniless"));

      // Then
      Condition stalled = stack.awaitStalled("Unauthorized");
      assertThat(stalled.message()).contains(NONE, "AWS_ACCESS_KEY_ID", "IRSA");
      awaitPasses(operator, 5);
      assertThat(operator.log().lines().filter(line -> line.contains(NONE)))
          .singleElement()
          .asString()
          .contains("WARN", "AWS is degraded", "AWS_ACCESS_KEY_ID", "IRSA");
      for (String page : new String[] {HEALTH, READY}) {
        assertThat(health(operator, page).path("status").asText()).as(page).isEqualTo("UP");
        JsonNode aws = aws(operator, page);
        assertThat(aws.path("reason").asText()).as(page).contains("NoCredentials", NONE);
        assertThat(Instant.parse(aws.path("since").asText())).as(page).isBefore(Instant.now());
      }
      assertThat(operator.isReady()).isTrue();
      assertThat(operator.isLive()).isTrue();
      assertThat(health(operator, LIVE).path("checks").findValuesAsText("name"))
          .containsExactly("term");

      // When: the Secret is mounted
      put(file, "FIRSTKEY");

      // Then
      stack.awaitReady();
      assertThat(aws(operator, HEALTH).path("state").asText()).isEqualTo("ok");
      assertThat(aws(operator, HEALTH).has("reason")).isFalse();
      assertThat(operator.log()).containsOnlyOnce("AWS credentials can be had again");

      // When: it gets other keys
      put(file, "SECONDKEY");

      // Then
      StackObject.await()
          .until(
              () ->
                  scene.proxy().calls().stream()
                      .anyMatch(call -> call.accessKeyId().equals("SECONDKEY")));
      stack.delete();
    }
  }

  /** In one step, as the kubelet changes what it mounts. */
  private void put(Path file, String key) throws IOException {
    Path written =
        Files.writeString(
            directory.resolve("written"),
            "[default]\naws_access_key_id = %s\naws_secret_access_key = secret\n".formatted(key));
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void shouldGoOnWhenTheAccountGetsARoleThatCanBeAssumed() throws IOException {
    // Given
    scene
        .proxy()
        .meet(call -> call.is("sts:AssumeRole") && call.mentions("untrusting"), Trouble.denied());
    World.cluster().kubectl().runWithInput(account("untrusting"), "apply", "-f", "-");
    try (OperatorProcess operator = start(settings(scene.proxy().url()))) {
      StackObject stack = scene.stack(NAMESPACE, "lent");
      stack.apply(
          scene
              .web("lent")
              .with("region: us-east-1", "region: us-east-1\n    accountRef: {name: lender}"));

      // Then: the operator's own credentials are well
      assertThat(stack.awaitStalled("Unauthorized").message())
          .contains("the role arn:aws:iam::123456789012:role/untrusting cannot be assumed");
      assertThat(aws(operator, HEALTH).path("state").asText()).isEqualTo("ok");

      // When
      World.cluster().kubectl().runWithInput(account("trusting"), "apply", "-f", "-");

      // Then
      stack.awaitReady();
      stack.delete();
      World.cluster().kubectl().run("delete", "awsaccount", "lender", "--timeout=60s");
    } finally {
      scene.proxy().heal();
    }
  }

  private static String account(String role) {
    return """
    apiVersion: hastack.dev/v1alpha1
    kind: AWSAccount
    metadata: {name: lender}
    spec:
      accountId: "123456789012"
      regions: ["*"]
      namespaces: {matchNames: [credentials]}
      role: {arn: "arn:aws:iam::123456789012:role/%s"}
      allow: {subnetIds: ["*"], securityGroupIds: ["*"], imageOwners: ["*"]}
    """
        .formatted(role);
  }

  private static void awaitPasses(OperatorProcess operator, int more) {
    double until = OperatorMetrics.parse(operator.metrics()).passes() + more;
    StackObject.await().until(() -> OperatorMetrics.parse(operator.metrics()).passes() >= until);
  }

  private static JsonNode health(OperatorProcess operator, String page) throws IOException {
    try (InputStream answer = operator.http().resolve(page).toURL().openStream()) {
      return new ObjectMapper().readTree(answer);
    }
  }

  private static JsonNode aws(OperatorProcess operator, String page) throws IOException {
    return StreamSupport.stream(health(operator, page).path("checks").spliterator(), false)
        .filter(check -> check.path("name").asText().equals("aws"))
        .findFirst()
        .orElseThrow()
        .path("data");
  }
}
