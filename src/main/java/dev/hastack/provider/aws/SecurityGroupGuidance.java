package dev.hastack.provider.aws;

import dev.hastack.api.v1alpha1.TargetGroupSpec;
import dev.hastack.api.v1alpha1.TargetHealthCheck;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;

/**
 * What the servers' security groups let in, beside what they should: the load balancer, on the port
 * of the traffic and of the health check, and nobody else. Those groups are not ours, so it is said
 * and not changed.
 */
final class SecurityGroupGuidance {
  private static final String ALL_PROTOCOLS = "-1";
  private static final List<String> TCP = List.of("tcp", "6", ALL_PROTOCOLS);
  private static final List<String> EVERYBODY = List.of("0.0.0.0/0", "::/0");
  private static final String TRAFFIC_PORT = "traffic-port";

  private SecurityGroupGuidance() {}

  /**
   * What to warn of.
   *
   * @param serverGroups none where the spec names none: then nothing is known
   * @param balancerGroupIds none where AWS chooses them
   * @param balancerSubnets whose addresses the load balancer's nodes have
   */
  static List<String> warnings(
      List<SecurityGroup> serverGroups,
      Collection<String> balancerGroupIds,
      Collection<Subnet> balancerSubnets,
      TargetGroupSpec targetGroup) {
    var warnings = new ArrayList<String>();
    if (serverGroups.isEmpty()) {
      return warnings;
    }
    List<String> names = serverGroups.stream().map(SecurityGroup::groupId).sorted().toList();
    var ports = new TreeSet<>(List.of(targetGroup.port(), checkPort(targetGroup)));
    for (int port : ports) {
      List<IpPermission> open =
          serverGroups.stream()
              .flatMap(group -> group.ipPermissions().stream())
              .filter(permission -> covers(permission, port))
              .toList();
      if (!balancerGroupIds.isEmpty() && !admits(open, balancerGroupIds, balancerSubnets)) {
        warnings.add(
            "no rule of the servers' security groups %s lets the load balancer's %s in on port %d%s; no server would become healthy. Add such a rule"
                .formatted(
                    names,
                    new TreeSet<>(balancerGroupIds),
                    port,
                    port == targetGroup.port() ? "" : ", where it checks their health"));
      }
      if (open.stream().flatMap(SecurityGroupGuidance::ranges).anyMatch(EVERYBODY::contains)) {
        warnings.add(
            "the servers' security groups %s let everybody in on port %d, past the load balancer. Let in its security group instead"
                .formatted(names, port));
      }
    }
    return warnings;
  }

  private static int checkPort(TargetGroupSpec targetGroup) {
    TargetHealthCheck check = targetGroup.healthCheck();
    return check == null || check.port() == null || check.port().equals(TRAFFIC_PORT)
        ? targetGroup.port()
        : Integer.parseInt(check.port());
  }

  private static boolean covers(IpPermission permission, int port) {
    if (permission.ipProtocol().equals(ALL_PROTOCOLS)) {
      return true;
    }
    return TCP.contains(permission.ipProtocol())
        && permission.fromPort() != null
        && permission.toPort() != null
        && permission.fromPort() <= port
        && port <= permission.toPort();
  }

  /**
   * By its group, by the addresses of all its subnets, or by a prefix list, which may hold them.
   */
  private static boolean admits(
      List<IpPermission> open,
      Collection<String> balancerGroupIds,
      Collection<Subnet> balancerSubnets) {
    boolean byGroup =
        open.stream()
            .anyMatch(
                permission ->
                    !permission.prefixListIds().isEmpty()
                        || permission.userIdGroupPairs().stream()
                            .anyMatch(pair -> balancerGroupIds.contains(pair.groupId())));
    List<Ipv4Range> admitted =
        open.stream()
            .flatMap(permission -> permission.ipRanges().stream())
            .flatMap(range -> Ipv4Range.of(range.cidrIp()).stream())
            .toList();
    return byGroup
        || (!balancerSubnets.isEmpty()
            && balancerSubnets.stream()
                .flatMap(subnet -> Ipv4Range.of(subnet.cidrBlock()).stream())
                .allMatch(nodes -> admitted.stream().anyMatch(range -> range.covers(nodes))));
  }

  private static Stream<String> ranges(IpPermission permission) {
    return Stream.concat(
        permission.ipRanges().stream().map(range -> range.cidrIp()),
        permission.ipv6Ranges().stream().map(range -> range.cidrIpv6()));
  }
}
