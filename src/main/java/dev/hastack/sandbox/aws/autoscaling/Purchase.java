package dev.hastack.sandbox.aws.autoscaling;

import dev.hastack.sandbox.aws.autoscaling.capacity.Allocation;
import dev.hastack.sandbox.aws.autoscaling.capacity.Pool;
import dev.hastack.sandbox.aws.autoscaling.capacity.Share;
import dev.hastack.sandbox.aws.world.Instances;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.autoscaling.model.InstancesDistribution;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateOverrides;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateSpecification;

/**
 * What a group buys: types from its template or its policy's overrides. Weights are kept but each
 * instance counts as one; an override by InstanceRequirements is kept and stands for the template's
 * own type, or for {@value #STAND_IN} where that has none (Auto Scaling API reference,
 * MixedInstancesPolicy, InstancesDistribution and LaunchTemplateOverrides; user guide, "Auto
 * Scaling groups with multiple instance types and purchase options").
 */
record Purchase(Group group, Instances instances) {
  private static final String STAND_IN = "m5.large";

  /** An instance type and the template it is launched from. */
  record Choice(
      String instanceType, LaunchTemplateSpecification template, @Nullable String weight) {}

  boolean isMixed() {
    return group.settings().mixedInstancesPolicy() != null;
  }

  /** The template of the group itself. */
  LaunchTemplateSpecification template() {
    return isMixed()
        ? group.settings().mixedInstancesPolicy().launchTemplate().launchTemplateSpecification()
        : group.settings().launchTemplate();
  }

  Share share() {
    if (!isMixed()) {
      return Share.ON_DEMAND_ONLY;
    }
    return new Share(
        distribution().onDemandBaseCapacity(),
        distribution().onDemandPercentageAboveBaseCapacity());
  }

  @Nullable Double spotMaxPrice() {
    String price = distribution().spotMaxPrice();
    return price == null ? null : Double.valueOf(price);
  }

  private InstancesDistribution distribution() {
    return group.settings().mixedInstancesPolicy().instancesDistribution();
  }

  /** In the order in which they are to be tried in a zone. */
  List<Choice> choices(String zone, boolean spot) {
    List<Choice> choices = choices();
    var pools = new ArrayList<Pool>();
    for (int index = 0; index < choices.size(); index++) {
      pools.add(pool(choices.get(index).instanceType(), index, zone, spot));
    }
    return ordered(spot, pools).stream().map(pool -> choices.get(pool.priority())).toList();
  }

  private List<Pool> ordered(boolean spot, List<Pool> pools) {
    if (!isMixed()) {
      return pools;
    }
    InstancesDistribution distribution = distribution();
    if (!spot) {
      return Allocation.onDemand(distribution.onDemandAllocationStrategy(), pools);
    }
    int cheapest =
        Optional.ofNullable(distribution.spotInstancePools()).orElse(GroupDefaults.SPOT_POOLS);
    return Allocation.spot(distribution.spotAllocationStrategy(), cheapest, pools);
  }

  private Pool pool(String type, int priority, String zone, boolean spot) {
    int running =
        (int)
            group.counting().stream()
                .map(member -> member.origin().order())
                .filter(order -> order.instanceType().equals(type) && order.zone().equals(zone))
                .filter(order -> order.spot() == spot)
                .count();
    return new Pool(
        type,
        priority,
        spot ? instances.spotPrice(type, zone) : instances.onDemandPrice(type),
        spot ? instances.spareSpotCapacity(type, zone) : 0,
        running);
  }

  /** In the order in which they are written. */
  List<Choice> choices() {
    List<LaunchTemplateOverrides> overrides = overrides();
    if (overrides.isEmpty()) {
      return List.of(new Choice(ownType(template()), template(), null));
    }
    return overrides.stream()
        .map(
            override -> {
              LaunchTemplateSpecification its =
                  Optional.ofNullable(override.launchTemplateSpecification()).orElse(template());
              String type = override.instanceType();
              return new Choice(
                  type == null ? ownType(its) : type, its, override.weightedCapacity());
            })
        .toList();
  }

  private String ownType(LaunchTemplateSpecification template) {
    return resolve(template).instanceType().orElse(STAND_IN);
  }

  Instances.TemplateVersion resolve(LaunchTemplateSpecification template) {
    return instances.template(
        template.launchTemplateId(), Optional.ofNullable(template.version()).orElse("$Default"));
  }

  /** How well an instance fits the allocation strategy, 0 best. */
  int rank(Member member) {
    var order = member.origin().order();
    List<String> types =
        choices(order.zone(), order.spot()).stream().map(Choice::instanceType).toList();
    int index = types.indexOf(order.instanceType());
    return index < 0 ? types.size() : index;
  }

  /** The templates that instances of the group may be of. */
  Set<String> templateIds() {
    return Stream.concat(
            Stream.of(template()),
            overrides().stream()
                .map(LaunchTemplateOverrides::launchTemplateSpecification)
                .filter(Objects::nonNull))
        .map(LaunchTemplateSpecification::launchTemplateId)
        .collect(Collectors.toSet());
  }

  private List<LaunchTemplateOverrides> overrides() {
    return isMixed()
        ? group.settings().mixedInstancesPolicy().launchTemplate().overrides()
        : List.of();
  }
}
