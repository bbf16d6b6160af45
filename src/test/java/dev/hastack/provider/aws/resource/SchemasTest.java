package dev.hastack.provider.aws.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.stack.Attribute;
import dev.hastack.core.stack.Impact;
import dev.hastack.core.stack.Schema;
import dev.hastack.core.stack.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemasTest {

  static Stream<Schema<?>> schemas() {
    return Stream.of(LaunchTemplate.SCHEMA, TargetGroup.SCHEMA, AutoScalingGroup.SCHEMA);
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
      attribute
          .unset()
          .ifPresent(
              unset ->
                  assertThat(attribute.equivalence().test(unset, unset))
                      .as(attribute.name())
                      .isTrue());
    }
  }

  @Test
  void shouldMakeAnotherVersionForEveryChangeOfTemplateData() {
    assertThat(LaunchTemplate.SCHEMA.attributes())
        .filteredOn(attribute -> LaunchTemplate.isVersioned(attribute.name()))
        .hasSize(9)
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
  void shouldNotMindMembersThatAwsAddsToMapping() {
    var attribute = LaunchTemplate.SCHEMA.attribute(LaunchTemplate.BLOCK_DEVICE_MAPPINGS);
    Value wanted = mapping(builder -> builder.whole(LaunchTemplate.VOLUME_SIZE, 30));

    assertThat(
            attribute
                .equivalence()
                .test(
                    wanted,
                    mapping(
                        builder ->
                            builder
                                .whole(LaunchTemplate.VOLUME_SIZE, 30)
                                .flag(LaunchTemplate.ENCRYPTED, false))))
        .isTrue();
    assertThat(
            attribute
                .equivalence()
                .test(wanted, mapping(builder -> builder.whole(LaunchTemplate.VOLUME_SIZE, 31))))
        .isFalse();
  }

  private static Value mapping(UnaryOperator<AttributeValues.Builder> members) {
    var builder = AttributeValues.builder().text(LaunchTemplate.DEVICE_NAME, "/dev/xvda");
    return Value.list(List.of(Value.struct(members.apply(builder).build().values())));
  }

  @Test
  void shouldAlwaysCountInstanceStatusChecks() {
    assertThat(AutoScalingGroup.healthCheckTypes(List.of("ELB")))
        .isEqualTo(AutoScalingGroup.healthCheckTypes(List.of("EC2", "ELB")));
    assertThat(AutoScalingGroup.healthCheckType(List.of("EC2", "ELB", "EBS"))).isEqualTo("EBS,ELB");
    assertThat(AutoScalingGroup.healthCheckType(List.of("EC2"))).isEqualTo("EC2");
  }

  @Test
  void shouldHeedOrderOfTypesOnlyWhereStrategyDoes() {
    // Given
    List<String> types = List.of("t3.medium", "m5.large");
    List<String> reversed = types.reversed();

    // Then
    assertThat(AutoScalingGroup.overrides(types, "lowest-price", "price-capacity-optimized"))
        .isEqualTo(
            AutoScalingGroup.overrides(reversed, "lowest-price", "price-capacity-optimized"));
    assertThat(AutoScalingGroup.overrides(types, null, null))
        .isNotEqualTo(AutoScalingGroup.overrides(reversed, null, null));
    assertThat(AutoScalingGroup.overrides(types, "lowest-price", "capacity-optimized-prioritized"))
        .isNotEqualTo(
            AutoScalingGroup.overrides(reversed, "lowest-price", "capacity-optimized-prioritized"));
  }

  @Test
  void shouldDigestContentAlikeWhetherKeyedOrNot() {
    // Given
    var struct =
        AttributeValues.builder()
            .text(LaunchTemplate.IMAGE_ID, "ami-1")
            .keyed(LaunchTemplate.TAG_SPECIFICATIONS, Map.of("team", "web"))
            .keyed(LaunchTemplate.TAGS, Map.of("team", "web"))
            .build();
    var flat = AttributeValues.of(new LaunchTemplate(struct).values());

    // Then
    assertThat(LaunchTemplate.contentDigest(struct))
        .isEqualTo(LaunchTemplate.contentDigest(flat))
        .isNotEqualTo(
            LaunchTemplate.contentDigest(
                AttributeValues.builder().text(LaunchTemplate.IMAGE_ID, "ami-1").build()));
  }
}
