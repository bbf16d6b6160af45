package dev.hastack.provider.aws;

import dev.hastack.api.v1alpha1.TargetGroupSpec;
import dev.hastack.api.v1alpha1.TargetGroupSpec.Protocol;
import dev.hastack.api.v1alpha1.TargetHealthCheck;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
  private static final List<String> UDP = List.of("udp", "17", ALL_PROTOCOLS);
  private static final List<String> EVERYBODY = List.of("0.0.0.0/0", "::/0");
  private static final String TRAFFIC_PORT = "traffic-port";

  private SecurityGroupGuidance() {}

  /**
   * Who is to be let in.
   *
   * @param network whether it is a network load balancer
   * @param groupIds its security groups; none where AWS chooses them, and a network load balancer
   *     has none where none are named
   * @param subnets whose addresses its nodes have, none where they could not be learnt
   */
  record Balancer(boolean network, List<String> groupIds, List<Subnet> subnets) {}

  /** What the load balancer has to get through. */
  private record Door(int port, boolean udp, boolean traffic) {
    String sentence() {
      return "on port "
          + port
          + (udp ? " (UDP)" : "")
          + (traffic ? "" : ", where it checks their health");
    }
  }

  /**
   * What to warn of.
   *
   * @param serverGroups none where the spec names none: then nothing is known
   */
  static List<String> warnings(
      List<SecurityGroup> serverGroups, Balancer balancer, TargetGroupSpec targetGroup) {
    if (serverGroups.isEmpty()) {
      return List.of();
    }
    if (balancer.network() && balancer.groupIds().isEmpty()) {
      return withoutGroups(serverGroups, balancer.subnets(), checkPort(targetGroup));
    }
    var warnings = new ArrayList<String>();
    for (Door door : doors(targetGroup)) {
      List<IpPermission> open = open(serverGroups, door);
      if (!balancer.groupIds().isEmpty() && !admits(open, balancer)) {
        warnings.add(
            "no rule of the servers' security groups %s lets the load balancer's %s in %s; no server would become healthy. Add such a rule"
                .formatted(
                    names(serverGroups), new TreeSet<>(balancer.groupIds()), door.sentence()));
      }
      if (open.stream().flatMap(SecurityGroupGuidance::ranges).anyMatch(EVERYBODY::contains)) {
        warnings.add(
            "the servers' security groups %s let everybody in %s, past the load balancer. Let in its security group instead"
                .formatted(names(serverGroups), door.sentence()));
      }
    }
    return warnings;
  }

  /**
   * Requests come from the clients' own addresses then, of which nothing is known; health checks
   * come from the nodes' (Network Load Balancer user guide, "Target security groups").
   */
  private static List<String> withoutGroups(
      List<SecurityGroup> serverGroups, List<Subnet> subnets, int checkPort) {
    List<IpPermission> open = open(serverGroups, new Door(checkPort, false, false));
    List<Ipv4Range> admitted = admitted(open);
    boolean anyNode = nodes(subnets).anyMatch(each -> admitted.stream().anyMatch(each::overlaps));
    return subnets.isEmpty()
            || anyNode
            || open.stream().anyMatch(each -> !each.prefixListIds().isEmpty())
        ? List.of()
        : List.of(
            "no rule of the servers' security groups %s lets addresses of the load balancer's subnets in on port %d, where it checks their health, and spec.aws.loadBalancer.securityGroupIds names no group to let in instead; no server would become healthy. Add such a rule"
                .formatted(names(serverGroups), checkPort));
  }

  private static List<String> names(List<SecurityGroup> groups) {
    return groups.stream().map(SecurityGroup::groupId).sorted().toList();
  }

  /** Health is never checked by UDP (CreateTargetGroup, HealthCheckProtocol). */
  private static Set<Door> doors(TargetGroupSpec targetGroup) {
    var doors = new LinkedHashSet<Door>();
    Protocol protocol = targetGroup.protocol();
    if (protocol != Protocol.UDP) {
      doors.add(new Door(targetGroup.port(), false, true));
    }
    if (protocol == Protocol.UDP || protocol == Protocol.TCP_UDP) {
      doors.add(new Door(targetGroup.port(), true, true));
    }
    if (protocol == Protocol.UDP || checkPort(targetGroup) != targetGroup.port()) {
      doors.add(new Door(checkPort(targetGroup), false, false));
    }
    return doors;
  }

  private static List<IpPermission> open(List<SecurityGroup> groups, Door door) {
    return groups.stream()
        .flatMap(group -> group.ipPermissions().stream())
        .filter(permission -> covers(permission, door))
        .toList();
  }

  private static int checkPort(TargetGroupSpec targetGroup) {
    TargetHealthCheck check = targetGroup.healthCheck();
    return check == null || check.port() == null || check.port().equals(TRAFFIC_PORT)
        ? targetGroup.port()
        : Integer.parseInt(check.port());
  }

  private static boolean covers(IpPermission permission, Door door) {
    if (permission.ipProtocol().equals(ALL_PROTOCOLS)) {
      return true;
    }
    return (door.udp() ? UDP : TCP).contains(permission.ipProtocol())
        && permission.fromPort() != null
        && permission.toPort() != null
        && permission.fromPort() <= door.port()
        && door.port() <= permission.toPort();
  }

  /**
   * By its group, by the addresses of all its subnets, or by a prefix list, which may hold them.
   */
  private static boolean admits(List<IpPermission> open, Balancer balancer) {
    boolean byGroup =
        open.stream()
            .anyMatch(
                permission ->
                    !permission.prefixListIds().isEmpty()
                        || permission.userIdGroupPairs().stream()
                            .anyMatch(pair -> balancer.groupIds().contains(pair.groupId())));
    List<Ipv4Range> admitted = admitted(open);
    return byGroup
        || (!balancer.subnets().isEmpty()
            && nodes(balancer.subnets())
                .allMatch(nodes -> admitted.stream().anyMatch(range -> range.covers(nodes))));
  }

  private static List<Ipv4Range> admitted(List<IpPermission> open) {
    return open.stream()
        .flatMap(permission -> permission.ipRanges().stream())
        .flatMap(range -> Ipv4Range.of(range.cidrIp()).stream())
        .toList();
  }

  private static Stream<Ipv4Range> nodes(List<Subnet> subnets) {
    return subnets.stream().flatMap(subnet -> Ipv4Range.of(subnet.cidrBlock()).stream());
  }

  private static Stream<String> ranges(IpPermission permission) {
    return Stream.concat(
        permission.ipRanges().stream().map(range -> range.cidrIp()),
        permission.ipv6Ranges().stream().map(range -> range.cidrIpv6()));
  }
}
