package dev.hastack.sandbox.aws.ec2;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Foundation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressResponse;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupResponse;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupIngressResponse;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/**
 * Inbound rules of security groups, and the end of groups: EC2 API reference,
 * AuthorizeSecurityGroupIngress, RevokeSecurityGroupIngress, DeleteSecurityGroup. Rules are named
 * by what they say; rule ids are not modelled.
 */
final class SecurityGroupWrites {
  /** "Amazon VPC quotas": inbound rules per security group. */
  private static final int MOST_RULES = 60;

  private final Foundation foundation;
  private final SecurityGroups groups;
  private final NetworkInterfaces interfaces;
  private final Vpcs vpcs;
  private final Servers servers;

  SecurityGroupWrites(Foundation foundation, Ground ground, Servers servers) {
    this.foundation = foundation;
    this.groups = ground.securityGroups;
    this.interfaces = ground.networkInterfaces;
    this.vpcs = ground.vpcs;
    this.servers = servers;
  }

  AuthorizeSecurityGroupIngressResponse authorize(AuthorizeSecurityGroupIngressRequest request) {
    SecurityGroup group = named(request.groupId(), request.groupName());
    List<IpPermission> asked =
        asked(
            request.ipPermissions(),
            IpPermission.builder()
                .ipProtocol(request.ipProtocol())
                .fromPort(request.fromPort())
                .toPort(request.toPort()),
            request.cidrIp());
    var rules = new ArrayList<>(rulesOf(group));
    List<IpPermission> bare = new ArrayList<>(rules.stream().map(Permissions::bare).toList());
    for (IpPermission rule : asked) {
      if (bare.contains(Permissions.bare(rule))) {
        throw new ApiError(
            "InvalidPermission.Duplicate",
            "the specified rule \"%s\" already exists".formatted(inWords(rule)));
      }
      bare.add(Permissions.bare(rule));
      rules.add(rule);
    }
    if (rules.size() > MOST_RULES) {
      throw new ApiError(
          "RulesPerSecurityGroupLimitExceeded",
          "The maximum number of rules per security group has been reached.");
    }
    groups.admit(group.groupId(), Permissions.together(rules));
    return AuthorizeSecurityGroupIngressResponse.builder().returnValue(true).build();
  }

  /**
   * "[Default VPC] If the values you specify do not match the existing rule's values, no error is
   * returned, and the output describes the security group rules that were not revoked."
   */
  RevokeSecurityGroupIngressResponse revoke(RevokeSecurityGroupIngressRequest request) {
    SecurityGroup group = named(request.groupId(), request.groupName());
    List<IpPermission> asked =
        asked(
            request.ipPermissions(),
            IpPermission.builder()
                .ipProtocol(request.ipProtocol())
                .fromPort(request.fromPort())
                .toPort(request.toPort()),
            request.cidrIp());
    var rules = new ArrayList<>(rulesOf(group));
    var unknown = new ArrayList<IpPermission>();
    for (IpPermission rule : asked) {
      IpPermission bare = Permissions.bare(rule);
      if (!rules.removeIf(each -> Permissions.bare(each).equals(bare))) {
        unknown.add(rule);
      }
    }
    if (!unknown.isEmpty() && !group.vpcId().equals(vpcs.ofDefault().vpcId())) {
      throw new ApiError(
          "InvalidPermission.NotFound",
          "The specified rule does not exist in this security group.");
    }
    groups.admit(group.groupId(), Permissions.together(rules));
    return RevokeSecurityGroupIngressResponse.builder()
        .returnValue(true)
        .unknownIpPermissions(Permissions.together(unknown))
        .build();
  }

  private SecurityGroup named(@Nullable String id, @Nullable String name) {
    SecurityGroup group =
        id == null && name != null ? groups.ofDefaultVpc(name) : groups.named(String.valueOf(id));
    foundation.call().concerns(group.groupId());
    return group;
  }

  private static List<IpPermission> rulesOf(SecurityGroup group) {
    return group.ipPermissions().stream().flatMap(Permissions::apart).toList();
  }

  /** As permissions, or as one in the members of the request. */
  private List<IpPermission> asked(
      List<IpPermission> permissions, IpPermission.Builder single, @Nullable String cidr) {
    List<IpPermission> all =
        cidr == null
            ? permissions
            : List.of(single.ipRanges(IpRange.builder().cidrIp(cidr).build()).build());
    return Permissions.rules(all.stream().map(this::withOwners).toList());
  }

  /** A peer that is a group is shown with its owner. */
  private IpPermission withOwners(IpPermission permission) {
    return permission.toBuilder()
        .userIdGroupPairs(permission.userIdGroupPairs().stream().map(this::withOwner).toList())
        .build();
  }

  private UserIdGroupPair withOwner(UserIdGroupPair pair) {
    String id =
        pair.groupId() == null
            ? groups.ofDefaultVpc(String.valueOf(pair.groupName())).groupId()
            : groups.named(pair.groupId()).groupId();
    return UserIdGroupPair.builder()
        .groupId(id)
        .userId(foundation.accountId())
        .description(pair.description())
        .build();
  }

  private static String inWords(IpPermission rule) {
    String peer =
        rule.ipRanges().stream()
            .map(IpRange::cidrIp)
            .findFirst()
            .or(() -> rule.ipv6Ranges().stream().map(Ipv6Range::cidrIpv6).findFirst())
            .or(() -> Permissions.groupIds(List.of(rule)).findFirst())
            .orElse("");
    return "peer: %s, %s, from port: %s, to port: %s, ALLOW"
        .formatted(
            peer, rule.ipProtocol().toUpperCase(Locale.ROOT), rule.fromPort(), rule.toPort());
  }

  /**
   * "If you attempt to delete a security group that is associated with an instance or network
   * interface, or is referenced by another security group, the operation fails".
   */
  DeleteSecurityGroupResponse delete(DeleteSecurityGroupRequest request) {
    SecurityGroup group = named(request.groupId(), request.groupName());
    if (group.groupName().equals(SecurityGroups.DEFAULT)) {
      throw new ApiError(
          "CannotDelete",
          "the specified group: \"%s\" name: \"default\" cannot be deleted by a user"
              .formatted(group.groupId()));
    }
    if (isUsed(group.groupId())) {
      throw new ApiError(
          "DependencyViolation", "resource %s has a dependent object".formatted(group.groupId()));
    }
    groups.remove(group.groupId());
    return DeleteSecurityGroupResponse.builder().groupId(group.groupId()).build();
  }

  /** By an instance that is not terminated, an interface, or a rule of another group. */
  private boolean isUsed(String id) {
    boolean byServer =
        servers.all().stream()
            .filter(ServerView::hasVolume)
            .anyMatch(server -> server.launch().securityGroupIds().contains(id));
    boolean byRule =
        groups.all().stream()
            .filter(each -> !each.groupId().equals(id))
            .anyMatch(each -> Permissions.groupIds(each.ipPermissions()).anyMatch(id::equals));
    return byServer || byRule || interfaces.use(id);
  }
}
