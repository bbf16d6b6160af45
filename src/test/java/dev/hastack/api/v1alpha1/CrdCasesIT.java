package dev.hastack.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hastack.api.manifest.Manifest;
import dev.hastack.api.manifest.ManifestReader;
import dev.hastack.sandbox.cache.Cache;
import dev.hastack.sandbox.cache.KubeBinaries;
import dev.hastack.sandbox.kubernetes.Kubectl;
import dev.hastack.sandbox.kubernetes.LocalCluster;
import dev.hastack.sandbox.report.Progress;
import dev.hastack.testing.DocumentedManifest;
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
  private LocalCluster cluster;
  private Kubectl kubectl;

  @BeforeAll
  void start(@TempDir Path directory) {
    cluster =
        LocalCluster.start(
            KubeBinaries.in(Cache.ofUser(System.getenv(), Progress.onStandardOutput())),
            directory,
            LocalCluster.Controllers.NONE);
    kubectl = cluster.kubectl();
    for (CommittedCrd crd : CommittedCrd.values()) {
      kubectl.run("apply", "--server-side", "-f", crd.file().toString());
    }
    kubectl.run("wait", "--for=condition=Established", "crd", "--all");
  }

  @AfterAll
  void stop() {
    cluster.close();
  }

  static List<CrdCase> valid() {
    return CrdCase.valid(CommittedCrd.HA_STACK);
  }

  static List<CrdCase> invalid() {
    return CrdCase.all().stream().filter(crdCase -> !crdCase.isValid()).toList();
  }

  @ParameterizedTest
  @MethodSource("valid")
  void shouldBeStoredAsReadWithoutClusterWhenCaseIsValid(CrdCase crdCase) {
    // When
    Kubectl.Result answer = apply(crdCase.subject(), "--dry-run=server", "-o", "json");

    // Then
    assertThat(answer.exitCode()).as(answer.output()).isZero();
    JsonNode stored = serialization.unmarshal(answer.output(), JsonNode.class).path("spec");
    HAStack read = ((Manifest.Valid) reader.read(crdCase.subject())).stack();
    assertThat(serialization.convertValue(read, JsonNode.class).path("spec")).isEqualTo(stored);
  }

  static List<DocumentedManifest> documented() {
    return DocumentedManifest.all();
  }

  @ParameterizedTest
  @MethodSource("documented")
  void shouldBeTakenWhenAPageShowsIt(DocumentedManifest manifest) {
    Kubectl.Result answer = apply(manifest.text(), "--dry-run=server");

    assertThat(answer.exitCode()).as(answer.output()).isZero();
  }

  static List<CrdCase> validAccounts() {
    return CrdCase.valid(CommittedCrd.AWS_ACCOUNT);
  }

  @ParameterizedTest
  @MethodSource("validAccounts")
  void shouldBeStoredAsWrittenWhenAccountIsValid(CrdCase crdCase) {
    // When
    Kubectl.Result answer = apply(crdCase.subject(), "--dry-run=server", "-o", "json");

    // Then
    assertThat(answer.exitCode()).as(answer.output()).isZero();
    assertThat(serialization.unmarshal(answer.output(), AWSAccount.class).getSpec())
        .isEqualTo(serialization.unmarshal(crdCase.subject(), AWSAccount.class).getSpec());
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void shouldBeRefusedWithItsMessageWhenCaseIsInvalid(CrdCase crdCase) {
    // Given
    List<String> before = crdCase.documents().subList(0, crdCase.documents().size() - 1);
    assertThat(before).allSatisfy(document -> assertThat(apply(document).exitCode()).isZero());

    // When
    Kubectl.Result answer = apply(crdCase.subject(), "--dry-run=server");

    // Then
    assertThat(answer.exitCode()).isNotZero();
    assertThat(answer.output()).contains(crdCase.expectation().orElseThrow());
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
    Kubectl.Result answer =
        apply(
            serialization.asJson(written), "--subresource=status", "--field-manager=status-writer");

    // Then
    assertThat(answer.exitCode()).as(answer.output()).isZero();
    assertThat(get("status").getStatus()).isEqualTo(status);
  }

  @Test
  void shouldChangeDesiredCapacityWhenScaled() {
    // Given
    apply(minimal("scaled"));

    // When
    Kubectl.Result within = kubectl.call("", "scale", "hastack/scaled", "--replicas=4");
    Kubectl.Result beyond = kubectl.call("", "scale", "hastack/scaled", "--replicas=5");

    // Then
    assertThat(within.exitCode()).isZero();
    assertThat(beyond.output()).contains("capacity.desired must lie between");
    assertThat(get("scaled").getSpec().capacity().desired()).isEqualTo(4);
  }

  @Test
  void shouldTeachWhenExplained() {
    assertThat(kubectl.run("explain", "has.spec.aws.fleet.purchase"))
        .contains("spotAllocationStrategy", "price-capacity-optimized", "Left out: not managed");
  }

  @Test
  void shouldShowColumnsWhenListedWide() {
    // Given
    apply(minimal("listed"));

    // When
    String listed = kubectl.run("get", "has", "-o", "wide");

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
            "SPOT SHARE",
            "DNS NAME",
            "DB ACU",
            "LAST CHANGE",
            "AGE");
    assertThat(listed).contains("listed", "eu-west-1");
  }

  private static String minimal(String name) {
    return CrdCase.valid(CommittedCrd.HA_STACK).stream()
        .filter(crdCase -> crdCase.name().equals("minimal.yaml"))
        .findFirst()
        .orElseThrow()
        .subject()
        .replace("name: minimal", "name: " + name);
  }

  private HAStack get(String name) {
    return serialization.unmarshal(
        kubectl.run("get", "hastack", name, "-o", "json"), HAStack.class);
  }

  private Kubectl.Result apply(String document, String... options) {
    String[] arguments =
        Stream.concat(Stream.of("apply", "--server-side", "-f", "-"), Stream.of(options))
            .toArray(String[]::new);
    return kubectl.call(document, arguments);
  }
}
