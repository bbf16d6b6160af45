package dev.hastack.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hastack.api.manifest.Manifest;
import dev.hastack.api.manifest.ManifestReader;
import dev.hastack.api.v1alpha1.ApiServer.Answer;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a real API server makes of the CRD. */
@TestInstance(Lifecycle.PER_CLASS)
class CrdCasesIT {
  private final KubernetesSerialization serialization = new KubernetesSerialization();
  private final ManifestReader reader = new ManifestReader();
  private ApiServer server;

  @BeforeAll
  void start(@TempDir Path directory) {
    server = ApiServer.start(directory);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  static List<CrdCase> valid() {
    return CrdCase.valid();
  }

  static List<CrdCase> invalid() {
    return CrdCase.invalid();
  }

  @ParameterizedTest
  @MethodSource("valid")
  void shouldBeStoredAsReadWithoutClusterWhenCaseIsValid(CrdCase crdCase) {
    // When
    Answer answer = apply(crdCase.subject(), "--dry-run=server", "-o", "json");

    // Then
    assertThat(answer.error()).isEmpty();
    JsonNode stored = serialization.unmarshal(answer.output(), JsonNode.class).path("spec");
    HAStack read = ((Manifest.Valid) reader.read(crdCase.subject())).stack();
    assertThat(serialization.convertValue(read, JsonNode.class).path("spec")).isEqualTo(stored);
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void shouldBeRefusedWithItsMessageWhenCaseIsInvalid(CrdCase crdCase) {
    // Given
    List<String> before = crdCase.documents().subList(0, crdCase.documents().size() - 1);
    assertThat(before).allSatisfy(document -> assertThat(apply(document).exitCode()).isZero());

    // When
    Answer answer = apply(crdCase.subject(), "--dry-run=server");

    // Then
    assertThat(answer.exitCode()).isNotZero();
    assertThat(answer.error()).contains(crdCase.expectation().orElseThrow());
  }

  @Test
  void shouldTakeAndReturnStatusWhenEveryFieldIsWritten() {
    // Given
    apply(minimal("status"));
    HAStackStatus status = FullStatus.atItsLimits();

    // When
    HAStack written = new HAStack();
    written.getMetadata().setName("status");
    written.setStatus(status);
    Answer answer =
        apply(
            serialization.asJson(written), "--subresource=status", "--field-manager=status-writer");

    // Then
    assertThat(answer.error()).isEmpty();
    assertThat(get("status").getStatus()).isEqualTo(status);
  }

  @Test
  void shouldChangeDesiredCapacityWhenScaled() {
    // Given
    apply(minimal("scaled"));

    // When
    Answer within = server.kubectl("", "scale", "hastack/scaled", "--replicas=4");
    Answer beyond = server.kubectl("", "scale", "hastack/scaled", "--replicas=5");

    // Then
    assertThat(within.exitCode()).isZero();
    assertThat(beyond.error()).contains("capacity.desired must lie between");
    assertThat(get("scaled").getSpec().capacity().desired()).isEqualTo(4);
  }

  @Test
  void shouldTeachWhenExplained() {
    assertThat(server.kubectl("", "explain", "has.spec.aws.fleet.purchase").output())
        .contains("spotAllocationStrategy", "price-capacity-optimized", "Left out: not managed");
  }

  @Test
  void shouldShowColumnsWhenListedWide() {
    // Given
    apply(minimal("listed"));

    // When
    String listed = server.kubectl("", "get", "has", "-o", "wide").output();

    // Then
    assertThat(listed.lines().findFirst().orElseThrow().split(" {2,}|\\s+$"))
        .containsExactly(
            "NAME",
            "READY",
            "DESIRED",
            "IN-SERVICE",
            "SPOT",
            "DRIFTED",
            "REGION",
            "REASON",
            "LAST CHANGE",
            "AGE");
    assertThat(listed).contains("listed", "eu-west-1");
  }

  private static String minimal(String name) {
    return CrdCase.valid().stream()
        .filter(crdCase -> crdCase.name().equals("minimal.yaml"))
        .findFirst()
        .orElseThrow()
        .subject()
        .replace("name: minimal", "name: " + name);
  }

  private HAStack get(String name) {
    return serialization.unmarshal(
        server.kubectl("", "get", "hastack", name, "-o", "json").output(), HAStack.class);
  }

  private Answer apply(String document, String... options) {
    String[] arguments =
        Stream.concat(Stream.of("apply", "--server-side", "-f", "-"), Stream.of(options))
            .toArray(String[]::new);
    return server.kubectl(document, arguments);
  }
}
