package dev.hastack.provider.aws.inventory;

import dev.hastack.core.stack.StackId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import software.amazon.awssdk.services.autoscaling.model.Activity;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.LaunchTemplate;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/**
 * What one account has in one region. An answer is always whole: when one page fails, the read
 * fails with {@link dev.hastack.provider.aws.AwsCallException} and nothing of it is used.
 */
public interface Inventory {

  /** The launch templates that have one of these names, and those that carry the stack's tags. */
  List<LaunchTemplate> launchTemplates(StackId stack, Collection<String> names);

  /** One version, or none. {@code version} is a number or {@code $Default}. */
  List<LaunchTemplateVersion> launchTemplateVersion(String templateId, String version);

  List<LaunchTemplateVersion> launchTemplateVersions(String templateId);

  /** The groups that have one of these names, and those that carry the stack's tags. */
  List<AutoScalingGroup> autoScalingGroups(StackId stack, Collection<String> names);

  /** The deletion protection that the latest description of a group told, unless it was none. */
  Optional<String> deletionProtection(String groupName);

  /** Every group of the region, whoever's. */
  List<AutoScalingGroup> allAutoScalingGroups();

  /** The newest activities of a group, newest first, one page. */
  List<Activity> recentActivities(String groupName);

  /** The instances of a group as EC2 knows them. */
  List<Instance> instancesOfGroup(String groupName);

  /** The instances that were started from a launch template. */
  List<Instance> instancesOfTemplate(String templateId);

  /** The target groups whose names begin with one of these. */
  List<TargetGroup> targetGroups(Collection<String> prefixes);

  /** Tags by ARN. */
  Map<String, SortedMap<String, String>> targetGroupTags(Collection<String> arns);

  /** A target group's attributes by AWS's key. */
  SortedMap<String, String> targetGroupAttributes(String arn);
}
