package dev.hastack.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hastack.api.manifest.Manifest;
import dev.hastack.api.manifest.ManifestReader;
import dev.hastack.api.manifest.Problem;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** That no rule is without a case, no case without a rule, and that the reader agrees with both. */
class CrdCasesTest {
  private final ManifestReader reader = new ManifestReader();

  @Test
  void shouldSayWhatIsExpectedWhenCaseIsInvalid() {
    assertThat(CrdCase.all())
        .allSatisfy(
            crdCase -> {
              assertThat(crdCase.name())
                  .matches("(valid|invalid)-[a-z0-9-]+\\.yaml|[a-z-]+\\.yaml");
              assertThat(crdCase.expectation().isPresent())
                  .as("%s has an expectation", crdCase)
                  .isEqualTo(!crdCase.isValid());
            });
  }

  @ParameterizedTest
  @EnumSource(CommittedCrd.class)
  void shouldHaveInvalidCaseWhenSchemaHasFieldRule(CommittedCrd crd) {
    // Given
    Set<String> rules = new TreeSet<>();
    crd.nodes()
        .forEach(
            (path, node) -> {
              if (!path.startsWith("status")) {
                keywords(node).map(keyword -> path + " " + keyword).forEach(rules::add);
                node.getRequired()
                    .forEach(
                        name ->
                            rules.add((path + "." + name + " required").replaceFirst("^\\.", "")));
              }
            });

    // When
    Set<String> broken =
        CrdCase.invalid(crd).stream()
            .flatMap(crdCase -> crdCase.rule().stream())
            .filter(rule -> !rule.startsWith("any "))
            .collect(Collectors.toCollection(TreeSet::new));

    // Then
    assertThat(broken).isEqualTo(rules);
  }

  @ParameterizedTest
  @EnumSource(CommittedCrd.class)
  void shouldHaveInvalidCaseWhenSchemaHasCelRule(CommittedCrd crd) {
    // Given
    List<String> messages =
        crd.nodes().values().stream()
            .flatMap(node -> node.getXKubernetesValidations().stream())
            .map(ValidationRule::getMessage)
            .toList();

    // When
    List<String> expectations =
        CrdCase.invalid(crd).stream()
            .filter(crdCase -> crdCase.rule().isEmpty())
            .flatMap(crdCase -> crdCase.expectation().stream())
            .toList();

    // Then
    assertThat(messages)
        .allSatisfy(message -> assertThat(expectations).anyMatch(message::contains));
    assertThat(expectations)
        .allSatisfy(
            expectation ->
                assertThat(messages.stream().filter(message -> message.contains(expectation)))
                    .hasSize(1));
  }

  @ParameterizedTest
  @EnumSource(CommittedCrd.class)
  void shouldWriteEveryFieldWhenValidCasesAreTakenTogether(CommittedCrd crd) {
    // Given
    Set<String> fields =
        crd.nodes().keySet().stream()
            .filter(path -> path.startsWith("spec"))
            .collect(Collectors.toCollection(TreeSet::new));

    // When
    Set<String> written = new TreeSet<>();
    KubernetesSerialization serialization = new KubernetesSerialization();
    CrdCase.valid(crd)
        .forEach(
            crdCase ->
                collect(
                    "spec",
                    serialization.unmarshal(crdCase.subject(), JsonNode.class).path("spec"),
                    written));

    // Then
    assertThat(fields)
        .filteredOn(field -> !written.contains(field) && !isWrittenMap(field, written))
        .isEmpty();
  }

  /** Values of a map stand under keys of a person's choice. */
  private static boolean isWrittenMap(String field, Set<String> written) {
    return field.endsWith("[*]")
        && written.stream().anyMatch(path -> path.startsWith(field.replaceFirst("\\[\\*]$", ".")));
  }

  static List<CrdCase> ofStacks() {
    return CrdCase.of(CommittedCrd.HA_STACK);
  }

  @ParameterizedTest
  @MethodSource("ofStacks")
  void shouldReadAsApiServerDoesWhenRuleIsNotCel(CrdCase crdCase) {
    // When
    Manifest read = reader.read(crdCase.subject());

    // Then
    boolean isStructural = crdCase.rule().isPresent() || crdCase.name().contains("cloud-");
    if (isStructural) {
      assertThat(read).isInstanceOf(Manifest.Invalid.class);
      fieldOf(crdCase)
          .ifPresent(
              field ->
                  assertThat(((Manifest.Invalid) read).problems())
                      .extracting(Problem::field)
                      .contains(field));
    } else {
      assertThat(read).isInstanceOf(Manifest.Valid.class);
    }
  }

  private static Optional<String> fieldOf(CrdCase crdCase) {
    return crdCase
        .rule()
        .filter(rule -> !rule.startsWith("any "))
        .map(rule -> rule.substring(0, rule.indexOf(' ')))
        .map(path -> path.replace("tags[*]", "tags[k]"))
        .map(path -> path.replace("loadBalancer.attributes[*]", "loadBalancer.attributes[k]"))
        .map(path -> path.replace("[*]", "[0]"))
        .map(path -> crdCase.name().endsWith("-repeated.yaml") ? path + "[1]" : path);
  }

  private static Stream<String> keywords(JSONSchemaProps node) {
    return Stream.of(
            keyword("pattern", node.getPattern()),
            keyword("enum", node.getEnum().isEmpty() ? null : node.getEnum()),
            keyword("minimum", node.getMinimum()),
            keyword("maximum", node.getMaximum()),
            keyword("minLength", node.getMinLength()),
            keyword("maxLength", node.getMaxLength()),
            keyword("minItems", node.getMinItems()),
            keyword("maxItems", isSetOfEnum(node) ? null : node.getMaxItems()),
            keyword("minProperties", node.getMinProperties()),
            keyword("maxProperties", node.getMaxProperties()),
            keyword("set", node.getXKubernetesListType()))
        .flatMap(Optional::stream);
  }

  private static Optional<String> keyword(String name, @Nullable Object value) {
    return Optional.ofNullable(value).map(present -> name);
  }

  /** More entries than values cannot be without a repetition, which is refused first. */
  private static boolean isSetOfEnum(JSONSchemaProps node) {
    return node.getXKubernetesListType() != null
        && !node.getItems().getSchema().getEnum().isEmpty();
  }

  private static void collect(String path, JsonNode value, Set<String> paths) {
    paths.add(path);
    value
        .properties()
        .forEach(field -> collect(path + "." + field.getKey(), field.getValue(), paths));
    if (value.isArray()) {
      value.forEach(item -> collect(path + "[*]", item, paths));
    }
  }
}
