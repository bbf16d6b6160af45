package dev.hastack.sandbox.aws.autoscaling;

import static dev.hastack.sandbox.aws.autoscaling.Calls.invalid;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Instances.TemplateVersion;
import dev.hastack.sandbox.aws.world.LaunchOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateSpecification;
import software.amazon.awssdk.services.autoscaling.model.MixedInstancesPolicy;

/**
 * Settings of a group after a create or an update: validated, and where an update says nothing as
 * they were. Sources: API reference, CreateAutoScalingGroup and UpdateAutoScalingGroup; the user
 * guide's "Control Amazon EC2 launch template usage in Auto Scaling groups" for the rights of the
 * caller.
 */
final class Settings {
  private static final Set<String> HEALTH_CHECKS = Set.of("EC2", "EBS", "ELB", "VPC_LATTICE");
  static final List<String> TERMINATION_POLICIES =
      List.of(
          "Default",
          "AllocationStrategy",
          "ClosestToNextInstanceHour",
          "NewestInstance",
          "OldestInstance",
          "OldestLaunchConfiguration",
          "OldestLaunchTemplate");
  private static final int SHORTEST_LIFETIME_SECONDS = 86_400;
  private static final String NO_TEMPLATE = "You must use a valid fully-formed launch template. ";
  private static final int UNSET = -1;

  private final Surroundings world;

  Settings(Surroundings world) {
    this.world = world;
  }

  /** What they are, given what they were and what is asked. */
  AutoScalingGroup changed(AutoScalingGroup before, Wishes wishes) {
    AutoScalingGroup.Builder after = wishes.over(before).toBuilder();
    Sizes sizes =
        Sizes.of(before)
            .changed(
                wishes.settings().minSize(),
                wishes.settings().maxSize(),
                wishes.settings().desiredCapacity())
            .validated();
    after.minSize(sizes.min()).maxSize(sizes.max()).desiredCapacity(sizes.desired());
    source(before, wishes, after);
    if (wishes.settings().vpcZoneIdentifier() != null) {
      after.availabilityZones(zones(wishes.settings().vpcZoneIdentifier()));
    }
    clear(wishes.settings(), after);
    AutoScalingGroup settings = after.build();
    validate(settings);
    if (wishes.launchTemplate() != null || wishes.policy() != null) {
      tryLaunch(settings);
    }
    return settings;
  }

  /** AWS tries a template before a group may have it, as a dry run of a launch would. */
  private void tryLaunch(AutoScalingGroup settings) {
    Group group = Group.of(settings);
    var purchase = new Purchase(group, world.instances());
    Purchase.Choice choice = purchase.choices().getFirst();
    TemplateVersion version = purchase.resolve(choice.template());
    String subnet = Launcher.subnets(group).getFirst();
    var order =
        new LaunchOrder(
            version.templateId(),
            version.number(),
            choice.instanceType(),
            world.instances().zoneOf(subnet).orElseThrow(),
            subnet,
            false,
            null,
            Map.of());
    world
        .instances()
        .wouldRefuse(order)
        .ifPresent(
            refused -> {
              throw invalid(NO_TEMPLATE + refused.message());
            });
  }

  private void source(AutoScalingGroup before, Wishes wishes, AutoScalingGroup.Builder after) {
    if (wishes.launchTemplate() != null && wishes.policy() != null) {
      throw invalid(
          "Valid requests must contain either LaunchTemplate, LaunchConfigurationName, InstanceId"
              + " or MixedInstancesPolicy parameter.");
    }
    if (wishes.launchTemplate() != null) {
      after
          .launchTemplate(checked(wishes.launchTemplate()))
          .mixedInstancesPolicy((MixedInstancesPolicy) null);
    }
    if (wishes.policy() != null) {
      after
          .mixedInstancesPolicy(
              MixedPolicies.merge(before.mixedInstancesPolicy(), wishes.policy(), this::checked))
          .launchTemplate((LaunchTemplateSpecification) null);
    }
  }

  /**
   * The template with id, name and the version as written; the caller must be allowed to use it.
   */
  private LaunchTemplateSpecification checked(LaunchTemplateSpecification asked) {
    boolean one = (asked.launchTemplateId() == null) != (asked.launchTemplateName() == null);
    if (!one) {
      throw invalid("Valid requests must contain either launchTemplateId or LaunchTemplateName");
    }
    String idOrName =
        Optional.ofNullable(asked.launchTemplateId()).orElse(asked.launchTemplateName());
    TemplateVersion version;
    try {
      version =
          world
              .instances()
              .template(idOrName, Optional.ofNullable(asked.version()).orElse("$Default"));
    } catch (ApiError missing) {
      throw invalid(NO_TEMPLATE + missing.getMessage());
    }
    new LaunchRights(world.foundation()).require(version);
    return LaunchTemplateSpecification.builder()
        .launchTemplateId(version.templateId())
        .launchTemplateName(version.templateName())
        .version(asked.version())
        .build();
  }

  private Set<String> zones(String subnets) {
    var zones = new TreeSet<String>();
    for (String subnet : subnets.split(",", -1)) {
      String id = subnet.trim();
      zones.add(
          world
              .instances()
              .zoneOf(id)
              .orElseThrow(() -> invalid("The subnet ID '" + id + "' does not exist")));
    }
    return zones;
  }

  /** The values by which an update unsets. */
  private static void clear(AutoScalingGroup wishes, AutoScalingGroup.Builder after) {
    if (Integer.valueOf(0).equals(wishes.maxInstanceLifetime())) {
      after.maxInstanceLifetime(null);
    }
    if (Integer.valueOf(UNSET).equals(wishes.defaultInstanceWarmup())) {
      after.defaultInstanceWarmup(null);
    }
  }

  private static void validate(AutoScalingGroup settings) {
    List<String> checks = Arrays.asList(settings.healthCheckType().split(",", -1));
    if (!HEALTH_CHECKS.containsAll(checks)) {
      throw invalid(
          "Invalid HealthCheckType %s. Valid values are EC2, EBS, ELB and VPC_LATTICE."
              .formatted(settings.healthCheckType()));
    }
    if (!settings.terminationPolicies().stream().allMatch(Settings::isTerminationPolicy)) {
      throw invalid("Invalid termination policies " + settings.terminationPolicies());
    }
    if (settings.healthCheckGracePeriod() < 0 || settings.defaultCooldown() < 0) {
      throw invalid("HealthCheckGracePeriod and DefaultCooldown must not be negative.");
    }
    if (isBelow(settings.maxInstanceLifetime(), SHORTEST_LIFETIME_SECONDS)) {
      throw invalid(
          "MaxInstanceLifetime must be 0 or at least %d.".formatted(SHORTEST_LIFETIME_SECONDS));
    }
    if (isBelow(settings.defaultInstanceWarmup(), 0)) {
      throw invalid("DefaultInstanceWarmup must not be negative.");
    }
  }

  private static boolean isTerminationPolicy(String policy) {
    return TERMINATION_POLICIES.contains(policy) || policy.startsWith("arn:aws:lambda:");
  }

  private static boolean isBelow(@Nullable Integer value, int least) {
    return value != null && value < least;
  }
}
