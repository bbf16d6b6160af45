package dev.hastack.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceSubresourceScale;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every node of the schema, whichever field is added next. */
class CrdShapeTest {
  @ParameterizedTest
  @EnumSource(CommittedCrd.class)
  void shouldExplainItselfWhenFieldIsAskedFor(CommittedCrd crd) {
    assertThat(paths(crd, (path, node) -> isField(path) && isBlank(node.getDescription())))
        .as("fields without @JsonPropertyDescription")
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(CommittedCrd.class)
  void shouldBeBoundedWhenFieldHoldsListMapOrText(CommittedCrd crd) {
    assertThat(
            paths(
                crd,
                (path, node) ->
                    switch (node.getType()) {
                      case "array" -> node.getMaxItems() == null;
                      case "object" ->
                          node.getAdditionalProperties() != null && node.getMaxProperties() == null;
                      case "string" -> node.getEnum() == null && node.getMaxLength() == null;
                      default -> false;
                    }))
        .as("lists, maps and strings without @Size(max)")
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(CommittedCrd.class)
  void shouldNotBeFloatingPointWhenFieldIsNumber(CommittedCrd crd) {
    assertThat(paths(crd, (path, node) -> "number".equals(node.getType()))).isEmpty();
    assertThat(
            paths(
                crd, (path, node) -> "integer".equals(node.getType()) && node.getFormat() == null))
        .as("integers without a format")
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(CommittedCrd.class)
  void shouldRefuseUnknownFieldsWhenObjectHasProperties(CommittedCrd crd) {
    assertThat(paths(crd, (path, node) -> node.getXKubernetesPreserveUnknownFields() != null))
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(CommittedCrd.class)
  void shouldHaveMessageOfItsOwnWhenRuleIsBroken(CommittedCrd crd) {
    // When
    List<String> messages =
        crd.nodes().values().stream()
            .flatMap(node -> node.getXKubernetesValidations().stream())
            .map(ValidationRule::getMessage)
            .toList();

    // Then
    assertThat(messages).doesNotContainNull().doesNotHaveDuplicates().isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource(CommittedCrd.class)
  void shouldRequireSpecWhenObjectIsWritten(CommittedCrd crd) {
    assertThat(crd.node("").getRequired()).containsExactly("spec");
  }

  @ParameterizedTest
  @EnumSource(CommittedCrd.class)
  void shouldMergeConditionsByTypeWhenApplied(CommittedCrd crd) {
    // When
    JSONSchemaProps conditions = crd.node("status.conditions");

    // Then
    assertThat(conditions.getXKubernetesListType()).isEqualTo("map");
    assertThat(conditions.getXKubernetesListMapKeys()).containsExactly("type");
  }

  @Test
  void shouldSpellValuesAsAwsDoesWhenFieldIsEnum() {
    // When
    JSONSchemaProps strategies =
        CommittedCrd.HA_STACK.node("spec.aws.fleet.purchase.spotAllocationStrategy");

    // Then
    assertThat(strategies.getEnum())
        .extracting(value -> value.asText())
        .containsExactlyInAnyOrder(
            "price-capacity-optimized",
            "capacity-optimized",
            "capacity-optimized-prioritized",
            "diversified",
            "lowest-price");
  }

  @Test
  void shouldBeScalableByKubectlWhenInstalled() {
    // When
    CustomResourceSubresourceScale scale = version().getSubresources().getScale();

    // Then
    assertThat(version().getSubresources().getStatus()).isNotNull();
    assertThat(scale.getSpecReplicasPath()).isEqualTo(".spec.capacity.desired");
    assertThat(scale.getStatusReplicasPath()).isEqualTo(".status.replicas");
    assertThat(scale.getLabelSelectorPath()).isEqualTo(".status.selector");
  }

  @Test
  void shouldShowWhatMattersWhenListed() {
    assertThat(version().getAdditionalPrinterColumns())
        .extracting(
            column ->
                Map.entry(
                    column.getName(), column.getPriority() == null ? 0 : column.getPriority()))
        .containsExactly(
            Map.entry("Ready", 0),
            Map.entry("Desired", 0),
            Map.entry("In-Service", 0),
            Map.entry("Spot", 0),
            Map.entry("Drifted", 0),
            Map.entry("Region", 1),
            Map.entry("Reason", 1),
            Map.entry("Spot Share", 1),
            Map.entry("DNS Name", 1),
            Map.entry("DB ACU", 1),
            Map.entry("Last Change", 1),
            Map.entry("Age", 0));
  }

  @Test
  void shouldHaveThePublishedNamesWhenInstalled() {
    // When
    CustomResourceDefinition crd = CommittedCrd.HA_STACK.read();

    // Then
    assertThat(crd.getMetadata().getName()).isEqualTo("hastacks.hastack.dev");
    assertThat(crd.getSpec().getScope()).isEqualTo("Namespaced");
    assertThat(crd.getSpec().getNames().getKind()).isEqualTo("HAStack");
    assertThat(crd.getSpec().getNames().getShortNames()).containsExactly("has");
  }

  @Test
  void shouldBelongToNoNamespaceWhenItIsAnAdministrators() {
    // When
    CustomResourceDefinition crd = CommittedCrd.AWS_ACCOUNT.read();

    // Then
    assertThat(crd.getMetadata().getName()).isEqualTo("awsaccounts.hastack.dev");
    assertThat(crd.getSpec().getScope()).isEqualTo("Cluster");
    assertThat(crd.getSpec().getNames().getKind()).isEqualTo("AWSAccount");
    assertThat(crd.getSpec().getVersions().getFirst().getSubresources().getStatus()).isNotNull();
    assertThat(crd.getSpec().getVersions().getFirst().getAdditionalPrinterColumns())
        .extracting(column -> column.getName())
        .containsExactly("Account", "Ready", "Reason", "Stacks", "Role", "Age");
  }

  private static CustomResourceDefinitionVersion version() {
    return CommittedCrd.HA_STACK.read().getSpec().getVersions().getFirst();
  }

  private static List<String> paths(CommittedCrd crd, BiPredicate<String, JSONSchemaProps> which) {
    return crd.nodes().entrySet().stream()
        .filter(entry -> which.test(entry.getKey(), entry.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Items of lists and values of maps have no description of their own in kubectl explain. */
  private static boolean isField(String path) {
    return !path.endsWith("[*]");
  }

  private static boolean isBlank(@Nullable String text) {
    return text == null || text.isBlank();
  }
}
