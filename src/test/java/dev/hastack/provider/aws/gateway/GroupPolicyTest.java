package dev.hastack.provider.aws.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hastack.provider.aws.AwsCallException;
import dev.hastack.provider.aws.resource.AttributeValues;
import dev.hastack.provider.aws.resource.AutoScalingGroup;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateOverrides;
import software.amazon.awssdk.services.autoscaling.model.MixedInstancesPolicy;

class GroupPolicyTest {

  private static AttributeValues.Builder policy() {
    return AttributeValues.builder()
        .text(AutoScalingGroup.LAUNCH_TEMPLATE_ID, "lt-1")
        .text(AutoScalingGroup.VERSION, "3")
        .list(AutoScalingGroup.OVERRIDES, List.of("t3.medium", "t3a.medium"))
        .whole(AutoScalingGroup.ON_DEMAND_BASE_CAPACITY, 1)
        .whole(AutoScalingGroup.ON_DEMAND_PERCENTAGE, 20)
        .text(AutoScalingGroup.ON_DEMAND_STRATEGY, "prioritized")
        .text(AutoScalingGroup.SPOT_STRATEGY, "lowest-price")
        .whole(AutoScalingGroup.SPOT_INSTANCE_POOLS, 3)
        .text(AutoScalingGroup.SPOT_MAX_PRICE, "0.10");
  }

  private static AttributeValues readBack(MixedInstancesPolicy policy) {
    var attributes = AttributeValues.builder();
    GroupPolicy.read(
        software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup.builder()
            .mixedInstancesPolicy(policy)
            .build(),
        attributes);
    return attributes.build();
  }

  @Test
  void shouldReadBackWhatItWrites() {
    // Given
    AttributeValues wanted = policy().build();

    // Then
    assertThat(readBack(GroupPolicy.write(wanted, List.of()))).isEqualTo(wanted);
    assertThat(GroupPolicy.MEMBERS).isEqualTo(wanted.values().keySet());
  }

  @Test
  void shouldLeaveOutPoolsWhenStrategyIsNotLowestPrice() {
    // Given
    AttributeValues wanted =
        policy().text(AutoScalingGroup.SPOT_STRATEGY, "price-capacity-optimized").build();

    // Then
    assertThat(GroupPolicy.write(wanted, List.of()).instancesDistribution().spotInstancePools())
        .isNull();
  }

  @Test
  void shouldSendEmptyPriceWhenItIsUnset() {
    // Given
    AttributeValues wanted = policy().text(AutoScalingGroup.SPOT_MAX_PRICE, "").build();

    // Then
    assertThat(GroupPolicy.write(wanted, List.of()).instancesDistribution().spotMaxPrice())
        .isEmpty();
  }

  @Test
  void shouldSeeNoOtherOverridesWhenOnlyTheStrategyDiffers() {
    // Given
    AttributeValues wanted =
        policy().list(AutoScalingGroup.OVERRIDES, List.of("t3a.medium", "t3.medium")).build();
    MixedInstancesPolicy written = GroupPolicy.write(wanted, List.of());

    // When
    AttributeValues observed =
        readBack(
            written.copy(
                policy ->
                    policy.instancesDistribution(
                        written
                            .instancesDistribution()
                            .copy(each -> each.onDemandAllocationStrategy("lowest-price")))));

    // Then
    assertThat(observed.value(AutoScalingGroup.OVERRIDES))
        .isEqualTo(wanted.value(AutoScalingGroup.OVERRIDES));
  }

  static Stream<LaunchTemplateOverrides> foreignOverrides() {
    var type = LaunchTemplateOverrides.builder().instanceType("t3.medium");
    return Stream.of(
        type.weightedCapacity("2").build(),
        LaunchTemplateOverrides.builder()
            .instanceType("t3.medium")
            .launchTemplateSpecification(spec -> spec.launchTemplateId("lt-9").version("1"))
            .build(),
        LaunchTemplateOverrides.builder()
            .instanceRequirements(needed -> needed.vCpuCount(count -> count.min(2)))
            .build());
  }

  @ParameterizedTest
  @MethodSource("foreignOverrides")
  void shouldTellForeignOverridesApartAndSendThemBackUnchanged(LaunchTemplateOverrides foreign) {
    // Given
    AttributeValues ours = policy().list(AutoScalingGroup.OVERRIDES, List.of("t3.medium")).build();
    MixedInstancesPolicy written = GroupPolicy.write(ours, List.of());
    MixedInstancesPolicy found =
        written.copy(
            policy ->
                policy.launchTemplate(
                    written.launchTemplate().copy(each -> each.overrides(foreign))));

    // When
    AttributeValues observed = readBack(found);

    // Then
    assertThat(observed.value(AutoScalingGroup.OVERRIDES))
        .isPresent()
        .isNotEqualTo(ours.value(AutoScalingGroup.OVERRIDES));
    assertThat(GroupPolicy.hasForeignOverrides(observed)).isTrue();
    assertThat(GroupPolicy.hasForeignOverrides(ours)).isFalse();
    assertThat(GroupPolicy.write(observed, List.of(foreign))).isEqualTo(found);
    assertThatThrownBy(() -> GroupPolicy.write(observed, List.of()))
        .isInstanceOf(AwsCallException.class);
  }

  @Test
  void shouldReadTemplateOfGroupWithoutPolicy() {
    // Given
    var group =
        software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup.builder()
            .launchTemplate(template -> template.launchTemplateId("lt-2"))
            .build();
    var attributes = AttributeValues.builder();

    // When
    GroupPolicy.read(group, attributes);

    // Then
    assertThat(attributes.build().text(AutoScalingGroup.LAUNCH_TEMPLATE_ID)).contains("lt-2");
    assertThat(attributes.build().text(AutoScalingGroup.VERSION)).contains("$Default");
  }
}
