package dev.hastack.provider.aws.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.stack.Attribute;
import dev.hastack.core.stack.Impact;
import dev.hastack.core.stack.ResourceSpec;
import dev.hastack.core.stack.Schema;
import dev.hastack.core.stack.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SchemasTest {

  static Stream<Schema<?>> schemas() {
    return Stream.of(
        LaunchTemplate.SCHEMA,
        TargetGroup.SCHEMA,
        LoadBalancer.SCHEMA,
        Listener.SCHEMA,
        ListenerRule.SCHEMA,
        AutoScalingGroup.SCHEMA,
        Queue.SCHEMA,
        EventRule.SCHEMA,
        LifecycleHook.SCHEMA);
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void shouldDeclareEachAttributeOnce(Schema<?> schema) {
    // Given
    List<String> names =
        schema.attributes().stream().<String>map(attribute -> attribute.name()).toList();

    // Then
    assertThat(names).doesNotHaveDuplicates().isNotEmpty();
    assertThat(new HashSet<>(names)).allMatch(schema::declares);
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void shouldTakeEveryUnsetValueForItself(Schema<?> schema) {
    for (Attribute<?> attribute : schema.attributes()) {
      schema
          .unset(attribute.name(), nothingOf(schema))
          .ifPresent(
              unset ->
                  assertThat(attribute.equivalence().test(unset, unset))
                      .as(attribute.name())
                      .isTrue());
    }
  }

  private static ResourceSpec nothingOf(Schema<?> schema) {
    AttributeValues nothing = AttributeValues.builder().build();
    return switch (schema.kind()) {
      case LaunchTemplate.KIND -> new LaunchTemplate(nothing);
      case TargetGroup.KIND -> new TargetGroup(nothing);
      case LoadBalancer.KIND -> new LoadBalancer(nothing);
      case Listener.KIND -> new Listener(nothing);
      case ListenerRule.KIND -> new ListenerRule(nothing);
      case Queue.KIND -> new Queue(nothing);
      case EventRule.KIND -> new EventRule(nothing);
      case LifecycleHook.KIND -> new LifecycleHook(nothing);
      default -> new AutoScalingGroup(nothing);
    };
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "HTTP, -, -, HTTP, /, 200",
        "HTTP, HTTP1, HTTPS, HTTP, /, 200",
        "HTTP, GRPC, -, HTTP, /AWS.ALB/healthcheck, 12",
        "TCP, -, -, TCP, -, -",
        "TLS, -, TCP, TCP, -, -",
        "TCP, -, HTTP, TCP, /, 200-399"
      })
  void shouldGoBackToTheDefaultsOfTheProtocol(
      String protocol,
      @Nullable String version,
      @Nullable String check,
      String defaultCheck,
      @Nullable String path,
      @Nullable String matcher) {
    // Given
    var desired =
        new TargetGroup(
            AttributeValues.builder()
                .text(TargetGroup.PROTOCOL, protocol)
                .text(TargetGroup.PROTOCOL_VERSION, version)
                .text(TargetGroup.HEALTH_CHECK_PROTOCOL, check)
                .build());

    // Then
    assertThat(TargetGroup.SCHEMA.unset(TargetGroup.HEALTH_CHECK_PROTOCOL, desired))
        .contains(Value.text(defaultCheck));
    assertThat(TargetGroup.SCHEMA.unset(TargetGroup.HEALTH_CHECK_PATH, desired))
        .isEqualTo(Optional.ofNullable(path).map(Value::text));
    assertThat(TargetGroup.SCHEMA.unset(TargetGroup.MATCHER, desired))
        .isEqualTo(Optional.ofNullable(matcher).map(Value::text));
  }

  @Test
  void shouldMakeAnotherVersionForEveryChangeOfTemplateData() {
    assertThat(LaunchTemplate.SCHEMA.attributes())
        .filteredOn(attribute -> LaunchTemplate.isVersioned(attribute.name()))
        .hasSize(10)
        .allSatisfy(
            attribute -> {
              assertThat(attribute.renews()).containsExactly(LaunchTemplate.OUTPUT_VERSION);
              assertThat(attribute.impact().apply(Optional.empty(), Optional.empty()))
                  .isEqualTo(Impact.ROLLING);
            });
  }

  @Test
  void shouldHideUserData() {
    assertThat(LaunchTemplate.SCHEMA.attributes())
        .filteredOn(Attribute::sensitive)
        .extracting(Attribute::name)
        .containsExactly(LaunchTemplate.USER_DATA);
  }

  @Test
  void shouldReplaceTargetGroupForItsImmutablesOnly() {
    assertThat(TargetGroup.SCHEMA.attributes())
        .filteredOn(
            attribute ->
                attribute.impact().apply(Optional.empty(), Optional.empty()) == Impact.REPLACE)
        .extracting(Attribute::name)
        .containsExactly("Port", "Protocol", "ProtocolVersion", "TargetType", "VpcId");
  }

  @Test
  void shouldNotMindTargetGroupsThatOthersAttached() {
    var attribute = AutoScalingGroup.SCHEMA.attribute(AutoScalingGroup.TARGET_GROUP_ARNS);

    assertThat(
            attribute
                .equivalence()
                .test(Value.setOf(List.of("ours")), Value.setOf(List.of("ours", "theirs"))))
        .isTrue();
    assertThat(
            attribute
                .equivalence()
                .test(Value.setOf(List.of("ours")), Value.setOf(List.of("theirs"))))
        .isFalse();
  }

  @Test
  void shouldNotMindMoreMetricsUnlessNoneAreWanted() {
    var attribute = AutoScalingGroup.SCHEMA.attribute(AutoScalingGroup.ENABLED_METRICS);
    Value some = Value.setOf(List.of("GroupMinSize"));
    Value more = Value.setOf(List.of("GroupMinSize", "GroupMaxSize"));

    assertThat(attribute.equivalence().test(some, more)).isTrue();
    assertThat(attribute.equivalence().test(more, some)).isFalse();
    assertThat(attribute.equivalence().test(Value.setOf(List.of()), some)).isFalse();
  }

  @Test
  void shouldLetNobodyAddAnythingToVersion() {
    assertThat(LaunchTemplate.SCHEMA.attributes())
        .filteredOn(attribute -> attribute.omission() == Attribute.Omission.NONE)
        .extracting(Attribute::name)
        .containsExactlyElementsOf(
            LaunchTemplate.SCHEMA.attributes().stream()
                .<String>map(attribute -> attribute.name())
                .filter(LaunchTemplate::isVersioned)
                .toList());
  }

  @Test
  void shouldAlwaysCountInstanceStatusChecks() {
    assertThat(AutoScalingGroup.healthCheckTypes(List.of("ELB")))
        .isEqualTo(AutoScalingGroup.healthCheckTypes(List.of("EC2", "ELB")));
    assertThat(AutoScalingGroup.healthCheckType(List.of("EC2", "ELB", "EBS"))).isEqualTo("EBS,ELB");
    assertThat(AutoScalingGroup.healthCheckType(List.of("EC2"))).isEqualTo("EC2");
  }
}
