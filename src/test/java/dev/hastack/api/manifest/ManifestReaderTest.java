package dev.hastack.api.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.hastack.api.v1alpha1.AwsSpec;
import dev.hastack.api.v1alpha1.DriftSpec;
import dev.hastack.api.v1alpha1.FleetSpec;
import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.api.v1alpha1.ImageSpec;
import dev.hastack.api.v1alpha1.PurchaseSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestReaderTest {
  private static final String MINIMAL =
      """
      apiVersion: hastack.dev/v1alpha1
      kind: HAStack
      metadata:
        name: web
      spec:
        capacity: {min: 1, max: 2}
        aws:
          region: eu-west-1
          network: {subnetIds: [subnet-0a, subnet-0b]}
          fleet:
            image: {id: ami-0a}
            instanceTypes: [{type: t3.medium}]
      """;

  private final ManifestReader reader = new ManifestReader();

  @Test
  void shouldApplyDefaultsWhenSectionsAreLeftOut() {
    // When
    HAStack stack = valid(MINIMAL);

    // Then
    AwsSpec aws = Objects.requireNonNull(stack.getSpec().aws());
    assertThat(stack.getSpec().drift().policy()).isEqualTo(DriftSpec.Policy.Correct);
    assertThat(aws.network().allowSingleZone()).isFalse();
    assertThat(aws.fleet().image().refresh()).isEqualTo(ImageSpec.Refresh.Never);
    assertThat(aws.fleet().metadata())
        .isEqualTo(new FleetSpec.MetadataOptions(FleetSpec.HttpTokens.required, 1));
    assertThat(aws.fleet().purchase().spotAllocationStrategy())
        .isEqualTo(PurchaseSpec.SpotAllocationStrategy.PRICE_CAPACITY_OPTIMIZED);
    assertThat(aws.fleet().groupMetrics()).isTrue();
  }

  @Test
  void shouldLeaveUnmanagedWhatHasNoDefaultWhenLeftOut() {
    // When
    HAStack stack = valid(MINIMAL);

    // Then
    AwsSpec aws = Objects.requireNonNull(stack.getSpec().aws());
    assertThat(stack.getSpec().capacity().desired()).isNull();
    assertThat(aws.tags()).isNull();
    assertThat(aws.targetGroup()).isNull();
    assertThat(aws.fleet().purchase().onDemandBaseCapacity()).isNull();
    assertThat(aws.fleet().terminationPolicies()).isNull();
  }

  @Test
  void shouldKeepWhatIsWrittenWhenDefaultExists() {
    // Given
    String manifest = MINIMAL.replace("spec:\n", "spec:\n  drift: {policy: Report}\n");

    // When
    HAStack stack = valid(manifest);

    // Then
    assertThat(stack.getSpec().drift().policy()).isEqualTo(DriftSpec.Policy.Report);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.0", "2e0"})
  void shouldReadWholeNumberWhenWrittenWithAFraction(String two) {
    assertThat(valid(MINIMAL.replace("max: 2", "max: " + two)).getSpec().capacity().max())
        .isEqualTo(2);
  }

  @Test
  void shouldReadTheSameWhenWrittenAsJson() {
    // Given
    KubernetesSerialization serialization = new KubernetesSerialization();
    HAStack stack = valid(MINIMAL);

    // When
    HAStack again = valid(serialization.asJson(stack));

    // Then
    assertThat(again.getSpec()).isEqualTo(stack.getSpec());
    assertThat(again.getMetadata().getName()).isEqualTo("web");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          fleet:            | flet:              | spec.aws.flet                        | is not a known field
          region: eu-west-1 | region: null       | spec.aws.region                      | must be text
          region: eu-west-1 | region: Ireland    | spec.aws.region                      | must match
          min: 1            | min: one           | spec.capacity.min                    | must be a whole number
          min: 1            | min: 1.5           | spec.capacity.min                    | must be a whole number
          min: 1            | min: -1            | spec.capacity.min                    | must be at least 0
          max: 2            | max: 3000000000    | spec.capacity.max                    | must be at most 2147483647
          min: 1,           |                    | spec.capacity.min                    | is required
          subnet-0b         | subnet-0a          | spec.aws.network.subnetIds[1]        | is in the list already
          subnet-0b]        | subnet-0b], allowSingleZone: perhaps | spec.aws.network.allowSingleZone | must be true or false
          [{type: t3.medium}] | []               | spec.aws.fleet.instanceTypes         | must have at least 1 entries
          [{type: t3.medium}] | t3.medium        | spec.aws.fleet.instanceTypes         | must be a list
          {id: ami-0a}      | ami-0a             | spec.aws.fleet.image                 | must be an object
          {id: ami-0a}      | {id: ami-0a, refresh: Hourly} | spec.aws.fleet.image.refresh | must be one of Daily, Never
          {id: ami-0a}      | {id: ami-12345678901234567890123456789012345678901234567890123456789012345} | spec.aws.fleet.image.id | must have at most 64 characters
          v1alpha1          | v1                 | apiVersion                           | must be hastack.dev/v1alpha1
          name: web         | namespace: shop    | metadata.name                        | must be text that is not empty
          name: web         | {name: web, annotations: {hastack.dev/paused: true}} | metadata.annotations[hastack.dev/paused] | must be text
          name: web         | {name: web, lables: {}} | metadata.lables                 | is not a field of Kubernetes metadata
          """)
  void shouldNameFieldAndRuleWhenBroken(
      String written, String broken, String field, String expected) {
    // Given
    String manifest = MINIMAL.replace(written, Objects.requireNonNullElse(broken, ""));
    assertThat(manifest).isNotEqualTo(MINIMAL);

    // When
    List<Problem> problems = invalid(manifest);

    // Then
    assertThat(problems)
        .anySatisfy(
            problem -> {
              assertThat(problem.field()).isEqualTo(field);
              assertThat(problem.expected()).startsWith(expected);
              assertThat(problem.remedy()).isNotBlank();
            });
  }

  @Test
  void shouldTellEveryProblemWhenThereAreSeveral() {
    // Given
    String manifest = MINIMAL.replace("min: 1", "min: -1").replace("ami-0a", "img-0a");

    // When
    List<Problem> problems = invalid(manifest);

    // Then
    assertThat(problems)
        .extracting(Problem::field, Problem::found)
        .containsExactly(
            tuple("spec.capacity.min", "-1"), tuple("spec.aws.fleet.image.id", "\"img-0a\""));
  }

  @Test
  void shouldReadAsSentenceWhenProblemIsPrinted() {
    assertThat(invalid(MINIMAL.replace("min: 1", "min: -1")).getFirst())
        .hasToString("spec.capacity.min (-1) must be at least 0; raise it");
  }

  @Test
  void shouldAskForCloudWhenNoneIsGiven() {
    // Given
    String manifest = MINIMAL.substring(0, MINIMAL.indexOf("  aws:"));

    // When / Then
    assertThat(invalid(manifest))
        .extracting(Problem::toString)
        .containsExactly("spec must name exactly one cloud; write spec.aws");
  }

  @Test
  void shouldShowFieldOnlyShortlyWhenValueIsLong() {
    // Given
    String manifest = MINIMAL.replace("ami-0a", "x".repeat(500));

    // When / Then
    assertThat(invalid(manifest)).allSatisfy(p -> assertThat(p.found()).hasSizeLessThan(70));
  }

  @Test
  void shouldReadStackWhenOtherKindsAreBesideIt() {
    // Given
    String manifest =
        """
        # a namespace first
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop}
        ---
        %s
        ---
        """
            .formatted(MINIMAL);

    // When / Then
    assertThat(valid(manifest).getMetadata().getName()).isEqualTo("web");
  }

  @Test
  void shouldRefuseFileWhenItHoldsTwoStacks() {
    assertThat(invalid(MINIMAL + "---\n" + MINIMAL).getFirst().expected())
        .isEqualTo("must hold exactly one HAStack, not 2");
  }

  @Test
  void shouldNameKindsWhenFileHoldsNoStack() {
    assertThat(invalid(MINIMAL.replace("kind: HAStack", "kind: HAStak")).getFirst())
        .hasToString(
            "the file (HAStak) must hold exactly one HAStack, not 0; add one with kind: HAStack");
    assertThat(invalid("# nothing\n").getFirst().found()).isEqualTo("empty");
  }

  @Test
  void shouldGiveLineWhenTextIsNotYaml() {
    assertThat(invalid(MINIMAL.replace("{min: 1, max: 2}", "{min: 1, max: 2")).getFirst())
        .satisfies(
            problem -> {
              assertThat(problem.found()).startsWith("line ");
              assertThat(problem.expected()).startsWith("is not YAML or JSON: ");
            });
  }

  @Test
  void shouldRefuseFileWhenFieldIsWrittenTwice() {
    assertThat(invalid(MINIMAL.replace("min: 1", "min: 1, min: 2")).getFirst().expected())
        .contains("Duplicate");
  }

  @Test
  void shouldSayWhyWhenFileCannotBeRead(@TempDir Path directory) throws IOException {
    // Given
    Path latin1 =
        Files.write(
            directory.resolve("latin1.yaml"), "kind: Ä".getBytes(StandardCharsets.ISO_8859_1));

    // When / Then
    assertThat(reader.read(directory.resolve("missing.yaml")))
        .asString()
        .contains("missing.yaml", "is not there");
    assertThat(reader.read(latin1)).asString().contains("is not UTF-8 text");
  }

  private HAStack valid(String manifest) {
    Manifest read = reader.read(manifest);
    assertThat(read).isInstanceOf(Manifest.Valid.class);
    return ((Manifest.Valid) read).stack();
  }

  private List<Problem> invalid(String manifest) {
    Manifest read = reader.read(manifest);
    assertThat(read).isInstanceOf(Manifest.Invalid.class);
    return ((Manifest.Invalid) read).problems();
  }
}
