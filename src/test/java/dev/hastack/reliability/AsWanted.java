package dev.hastack.reliability;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.AwsSpec;
import dev.hastack.api.v1alpha1.CapacitySpec;
import dev.hastack.api.v1alpha1.FleetSpec;
import dev.hastack.api.v1alpha1.HAStackSpec;
import dev.hastack.api.v1alpha1.PurchaseSpec;
import dev.hastack.api.v1alpha1.TargetGroupSpec;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateOverrides;
import software.amazon.awssdk.services.autoscaling.model.SuspendedProcess;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;

/**
 * Holds an account against a spec of {@link FleetManifest} without any code of the operator's: that
 * it finds nothing left to do proves only that it believes so.
 */
record AsWanted(AccountView view, HAStackSpec spec) {

  private static final int ZONES = 3;

  /** What the operator writes on groups while a zone is dark. */
  private static final String[] OF_AN_OUTAGE = {
    "hastack.dev/taken-over", "hastack.dev/stands-in", "hastack.dev/impaired"
  };

  void check() {
    AwsSpec aws = requireNonNull(spec.aws());
    List<AutoScalingGroup> groups = view.groups();
    boolean perZone =
        requireNonNull(aws.fleet()).zoneLayout() == FleetSpec.ZoneLayout.OneGroupPerZone;
    assertThat(groups).hasSize(perZone ? ZONES : 1).allSatisfy(this::checkGroup);
    CapacitySpec capacity = requireNonNull(spec.capacity());
    assertThat(sum(groups, AutoScalingGroup::minSize)).isEqualTo(capacity.min());
    assertThat(sum(groups, AutoScalingGroup::maxSize)).isEqualTo(capacity.max());
    assertThat(view.templates()).hasSize(1);
    assertThat(view.userData())
        .singleElement()
        .isEqualTo(requireNonNull(requireNonNull(aws.fleet()).userData()));
    checkTargetGroup(aws.targetGroup());
    assertThat(view.orphans()).isEmpty();
  }

  private void checkGroup(AutoScalingGroup group) {
    AwsSpec aws = requireNonNull(spec.aws());
    PurchaseSpec purchase = requireNonNull(aws.fleet().purchase());
    Map<String, String> tags =
        group.tags().stream().collect(Collectors.toMap(TagDescription::key, TagDescription::value));
    assertThat(tags).containsAllEntriesOf(requireNonNull(aws.tags()));
    assertThat(tags).doesNotContainKeys(OF_AN_OUTAGE);
    assertThat(group.suspendedProcesses())
        .extracting(SuspendedProcess::processName)
        .containsExactly("AZRebalance");
    assertThat(group.mixedInstancesPolicy().launchTemplate().overrides())
        .extracting(LaunchTemplateOverrides::instanceType)
        .isEqualTo(aws.fleet().instanceTypes().stream().map(each -> each.type()).toList());
    assertThat(
            group
                .mixedInstancesPolicy()
                .instancesDistribution()
                .onDemandPercentageAboveBaseCapacity())
        .isEqualTo(purchase.onDemandPercentageAboveBaseCapacity());
    assertThat(group.targetGroupARNs()).hasSize(aws.targetGroup() == null ? 0 : 1);
  }

  private static int sum(List<AutoScalingGroup> groups, ToIntFunction<AutoScalingGroup> size) {
    return groups.stream().mapToInt(size).sum();
  }

  private void checkTargetGroup(@Nullable TargetGroupSpec wanted) {
    if (wanted == null) {
      assertThat(view.targetGroups()).isEmpty();
    } else {
      assertThat(view.targetGroups())
          .singleElement()
          .satisfies(
              group ->
                  assertThat(group.healthCheckPath())
                      .isEqualTo(requireNonNull(wanted.healthCheck()).path()));
    }
  }
}
