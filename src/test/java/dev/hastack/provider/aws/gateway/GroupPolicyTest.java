package dev.hastack.provider.aws.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.resource.AttributeValues;
import dev.hastack.provider.aws.resource.AutoScalingGroup;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
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
    assertThat(readBack(GroupPolicy.write(wanted))).isEqualTo(wanted);
    assertThat(GroupPolicy.MEMBERS).isEqualTo(wanted.values().keySet());
  }

  @Test
  void shouldLeaveOutPoolsWhenStrategyIsNotLowestPrice() {
    // Given
    AttributeValues wanted =
        policy().text(AutoScalingGroup.SPOT_STRATEGY, "price-capacity-optimized").build();

    // Then
    assertThat(GroupPolicy.write(wanted).instancesDistribution().spotInstancePools()).isNull();
  }

  @Test
  void shouldSendEmptyPriceWhenItIsUnset() {
    // Given
    AttributeValues wanted = policy().text(AutoScalingGroup.SPOT_MAX_PRICE, "").build();

    // Then
    assertThat(GroupPolicy.write(wanted).instancesDistribution().spotMaxPrice()).isEmpty();
  }

  @Test
  void shouldKeepWeightsThatSomebodyElseGave() {
    // Given
    MixedInstancesPolicy weighted =
        GroupPolicy.write(policy().build()).toBuilder()
            .launchTemplate(
                template ->
                    template
                        .launchTemplateSpecification(
                            spec -> spec.launchTemplateId("lt-1").version("3"))
                        .overrides(
                            LaunchTemplateOverrides.builder()
                                .instanceType("t3.large")
                                .weightedCapacity("2")
                                .build()))
            .build();

    // When
    AttributeValues observed = readBack(weighted);

    // Then
    assertThat(observed.value(AutoScalingGroup.OVERRIDES))
        .isNotEqualTo(Optional.of(Value.list(List.of(Value.text("t3.large")))));
    assertThat(GroupPolicy.write(observed)).isEqualTo(weighted);
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
