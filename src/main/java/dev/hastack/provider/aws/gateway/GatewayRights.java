package dev.hastack.provider.aws.gateway;

import dev.hastack.provider.aws.rights.Declaration;
import java.util.List;

/** The rights that the classes of this package need. */
public final class GatewayRights {
  private GatewayRights() {}

  /** A declaration for each class that calls AWS. */
  public static List<Declaration> declared() {
    return List.of(
        new Declaration(AutoScalingGroupGateway.class, AutoScalingGroupGateway.RIGHTS),
        new Declaration(BalancerAttributes.class, BalancerAttributes.RIGHTS),
        new Declaration(DatabaseTeardown.class, DatabaseTeardown.RIGHTS),
        new Declaration(DbClusterGateway.class, DbClusterGateway.RIGHTS),
        new Declaration(DbInstanceGateway.class, DbInstanceGateway.RIGHTS),
        new Declaration(DbSubnetGroupGateway.class, DbSubnetGroupGateway.RIGHTS),
        new Declaration(EventRuleGateway.class, EventRuleGateway.RIGHTS),
        new Declaration(GroupDeletion.class, GroupDeletion.RIGHTS),
        new Declaration(GroupRequests.class, GroupRequests.RIGHTS),
        new Declaration(LaunchTemplateGateway.class, LaunchTemplateGateway.RIGHTS),
        new Declaration(LifecycleHookGateway.class, LifecycleHookGateway.RIGHTS),
        new Declaration(ListenerCertificates.class, ListenerCertificates.RIGHTS),
        new Declaration(ListenerGateway.class, ListenerGateway.RIGHTS),
        new Declaration(ListenerRuleGateway.class, ListenerRuleGateway.RIGHTS),
        new Declaration(LoadBalancerGateway.class, LoadBalancerGateway.RIGHTS),
        new Declaration(QueueGateway.class, QueueGateway.RIGHTS),
        new Declaration(RdsTags.class, RdsTags.RIGHTS),
        new Declaration(ResourceTags.class, ResourceTags.RIGHTS),
        new Declaration(RulePriorities.class, RulePriorities.RIGHTS),
        new Declaration(TargetGroupGateway.class, TargetGroupGateway.RIGHTS),
        new Declaration(VersionPruning.class, VersionPruning.RIGHTS));
  }
}
