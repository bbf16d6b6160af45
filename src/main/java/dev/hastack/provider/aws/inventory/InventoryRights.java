package dev.hastack.provider.aws.inventory;

import static dev.hastack.provider.aws.rights.Grant.FLEET_READS;
import static dev.hastack.provider.aws.rights.Grant.TRAFFIC_READS;

import dev.hastack.provider.aws.rights.AwsRight;
import dev.hastack.provider.aws.rights.Declaration;
import java.util.List;

/** The rights that the classes of this package need. */
public final class InventoryRights {
  private static final List<AwsRight> OF_PAGES =
      List.of(
          FLEET_READS.toCall(
              "autoscaling:DescribeAutoScalingGroups", "Groups are compared with the spec."),
          FLEET_READS.toCall(
              "autoscaling:DescribeLifecycleHooks",
              "Hooks of our groups are compared with what they should be."),
          FLEET_READS.toCall(
              "autoscaling:DescribeScalingActivities", "Launches that failed are told only there."),
          FLEET_READS.toCall(
              "ec2:DescribeLaunchTemplates", "Templates are compared with the spec."),
          FLEET_READS.toCall(
              "ec2:DescribeLaunchTemplateVersions",
              "What servers are launched with is compared with the spec."),
          FLEET_READS.toCall(
              "ec2:DescribeInstances",
              "Servers tell from which version of the template they were launched."),
          TRAFFIC_READS.toCall(
              "ec2:DescribeNetworkInterfaces",
              "Some things can go only when AWS has given back the addresses of a load balancer."),
          TRAFFIC_READS.toCall(
              "elasticloadbalancing:DescribeTargetGroups",
              "Target groups are compared with the spec."),
          TRAFFIC_READS.toCall(
              "elasticloadbalancing:DescribeTargetGroupAttributes",
              "Attributes of target groups are compared with the spec."),
          TRAFFIC_READS.toCall(
              "elasticloadbalancing:DescribeTargetHealth",
              "Whether servers are in service, the target group says."),
          TRAFFIC_READS.toCall(
              "elasticloadbalancing:DescribeLoadBalancers",
              "Load balancers are compared with the spec."),
          TRAFFIC_READS.toCall(
              "elasticloadbalancing:DescribeLoadBalancerAttributes",
              "Attributes of load balancers are compared with the spec."),
          TRAFFIC_READS.toCall(
              "elasticloadbalancing:DescribeListeners", "Listeners are compared with the spec."),
          TRAFFIC_READS.toCall(
              "elasticloadbalancing:DescribeListenerCertificates",
              "Certificates of listeners are compared with the spec."),
          TRAFFIC_READS.toCall(
              "elasticloadbalancing:DescribeRules",
              "Rules are compared with the spec, and priorities of others are seen."),
          TRAFFIC_READS.toCall(
              "elasticloadbalancing:DescribeTags", "Tags say what of all this is ours."));

  private InventoryRights() {}

  /** A declaration for each class that calls AWS. */
  public static List<Declaration> declared() {
    return List.of(
        new Declaration(DatabaseCapacity.class, DatabaseCapacity.RIGHTS),
        new Declaration(DatabaseInventory.class, DatabaseInventory.RIGHTS),
        new Declaration(PagedInventory.class, OF_PAGES));
  }
}
