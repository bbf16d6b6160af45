package dev.hastack.provider.aws.gateway;

import static dev.hastack.provider.aws.rights.Grant.FLEET_OWN_TEMPLATES;

import dev.hastack.provider.aws.AwsCallException;
import dev.hastack.provider.aws.inventory.Inventory;
import dev.hastack.provider.aws.rights.AwsRight;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateSpecification;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;

/** Takes away old versions of a launch template that nobody needs. */
final class VersionPruning {
  static final List<AwsRight> RIGHTS =
      List.of(
          FLEET_OWN_TEMPLATES.toCall(
              "ec2:DeleteLaunchTemplateVersions",
              "Versions that no server runs any more are removed."));

  private static final int KEPT_VERSIONS = 10;

  /** EC2 API reference, DeleteLaunchTemplateVersions. */
  private static final int VERSIONS_A_CALL = 200;

  private static final String VERSION_TAG = "aws:ec2launchtemplate:version";

  private final Ec2Client ec2;
  private final Inventory inventory;

  VersionPruning(Ec2Client ec2, Inventory inventory) {
    this.ec2 = ec2;
    this.inventory = inventory;
  }

  /**
   * Leaves the newest ten, the default, and whatever a group names or an instance runs. A refusal
   * is no failure of the change that brought us here: the next change tries again.
   */
  void prune(String templateId) {
    try {
      List<String> doomed = doomed(templateId);
      if (!doomed.isEmpty()) {
        ec2.deleteLaunchTemplateVersions(
            request -> request.launchTemplateId(templateId).versions(doomed));
      }
    } catch (AwsCallException refused) {
      // Counted like every call; old versions cost nothing.
    }
  }

  private List<String> doomed(String templateId) {
    List<LaunchTemplateVersion> versions = inventory.launchTemplateVersions(templateId);
    if (versions.size() <= KEPT_VERSIONS) {
      return List.of();
    }
    Set<String> needed = needed(templateId);
    return versions.stream()
        .sorted(Comparator.comparing(LaunchTemplateVersion::versionNumber).reversed())
        .skip(KEPT_VERSIONS)
        .filter(version -> !Boolean.TRUE.equals(version.defaultVersion()))
        .map(version -> Long.toString(version.versionNumber()))
        .filter(number -> !needed.contains(number))
        .limit(VERSIONS_A_CALL)
        .toList();
  }

  private Set<String> needed(String templateId) {
    var needed = new HashSet<String>();
    for (AutoScalingGroup group : inventory.allAutoScalingGroups()) {
      named(group).forEach(specification -> add(templateId, specification, needed));
    }
    for (Instance instance : inventory.instancesOfTemplate(templateId)) {
      instance.tags().stream()
          .filter(tag -> tag.key().equals(VERSION_TAG))
          .forEach(tag -> needed.add(tag.value()));
    }
    return needed;
  }

  private static List<LaunchTemplateSpecification> named(AutoScalingGroup group) {
    var specifications = new ArrayList<LaunchTemplateSpecification>();
    if (group.launchTemplate() != null) {
      specifications.add(group.launchTemplate());
    }
    var policy = group.mixedInstancesPolicy();
    if (policy != null && policy.launchTemplate() != null) {
      if (policy.launchTemplate().launchTemplateSpecification() != null) {
        specifications.add(policy.launchTemplate().launchTemplateSpecification());
      }
      policy.launchTemplate().overrides().stream()
          .filter(override -> override.launchTemplateSpecification() != null)
          .forEach(override -> specifications.add(override.launchTemplateSpecification()));
    }
    group.instances().stream()
        .filter(instance -> instance.launchTemplate() != null)
        .forEach(instance -> specifications.add(instance.launchTemplate()));
    return specifications;
  }

  private static void add(
      String templateId, LaunchTemplateSpecification specification, Set<String> needed) {
    if (templateId.equals(specification.launchTemplateId()) && specification.version() != null) {
      needed.add(specification.version());
    }
  }
}
