package dev.hastack.sandbox.aws.ec2;

import dev.hastack.sandbox.aws.world.ApiError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.PrefixListId;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/**
 * The rules of a security group: EC2 API reference, IpPermission. Each peer of a permission is a
 * rule of its own; a describe gathers the rules of the same protocol and ports.
 */
final class Permissions {
  private static final Map<String, String> NAMES =
      Map.of("6", "tcp", "17", "udp", "1", "icmp", "58", "icmpv6");
  private static final String ALL = "-1";
  private static final int LAST_PORT = 65_535;

  private Permissions() {}

  /**
   * The rules of a request, each with one peer.
   *
   * @throws ApiError if there cannot be such rules
   */
  static List<IpPermission> rules(List<IpPermission> asked) {
    if (asked.isEmpty()) {
      throw new ApiError(
          "MissingParameter",
          "Either 'ipPermissions' or 'securityGroupRuleIds' should be provided.");
    }
    return asked.stream().map(Permissions::checked).flatMap(Permissions::apart).toList();
  }

  private static IpPermission checked(IpPermission permission) {
    if (permission.ipProtocol() == null) {
      throw new ApiError("MissingParameter", "The request must contain the parameter ipProtocol");
    }
    String given = permission.ipProtocol().toLowerCase(Locale.ROOT);
    String protocol = NAMES.getOrDefault(given, given);
    permission.ipRanges().forEach(range -> mustBeBlock(range.cidrIp()));
    if (protocol.equals(ALL)) {
      return permission.toBuilder().ipProtocol(ALL).fromPort(null).toPort(null).build();
    }
    boolean ports = protocol.equals("tcp") || protocol.equals("udp");
    if (ports && !isRange(permission.fromPort(), permission.toPort())) {
      throw new ApiError(
          "InvalidParameterValue",
          "Invalid value '%s-%s' for the port range"
              .formatted(permission.fromPort(), permission.toPort()));
    }
    return permission.toBuilder().ipProtocol(protocol).build();
  }

  private static boolean isRange(@Nullable Integer from, @Nullable Integer to) {
    return from != null && to != null && from >= 0 && from <= to && to <= LAST_PORT;
  }

  private static void mustBeBlock(@Nullable String cidr) {
    if (cidr == null || Cidr.parse(cidr).isEmpty()) {
      throw new ApiError("InvalidParameterValue", "CIDR block %s is malformed".formatted(cidr));
    }
  }

  /** One for each peer. */
  static Stream<IpPermission> apart(IpPermission permission) {
    var rules = new ArrayList<IpPermission>();
    permission.ipRanges().forEach(peer -> rules.add(only(permission, each -> each.ipRanges(peer))));
    permission
        .ipv6Ranges()
        .forEach(peer -> rules.add(only(permission, each -> each.ipv6Ranges(peer))));
    permission
        .prefixListIds()
        .forEach(peer -> rules.add(only(permission, each -> each.prefixListIds(peer))));
    permission
        .userIdGroupPairs()
        .forEach(peer -> rules.add(only(permission, each -> each.userIdGroupPairs(peer))));
    return rules.stream();
  }

  private static IpPermission only(
      IpPermission permission, UnaryOperator<IpPermission.Builder> peer) {
    return peer.apply(
            IpPermission.builder()
                .ipProtocol(permission.ipProtocol())
                .fromPort(permission.fromPort())
                .toPort(permission.toPort()))
        .build();
  }

  /** A rule without its description, which does not tell rules apart. */
  static IpPermission bare(IpPermission rule) {
    return rule.toBuilder()
        .ipRanges(
            rule.ipRanges().stream()
                .map(each -> each.toBuilder().description(null))
                .map(IpRange.Builder::build)
                .toList())
        .ipv6Ranges(
            rule.ipv6Ranges().stream()
                .map(each -> each.toBuilder().description(null))
                .map(Ipv6Range.Builder::build)
                .toList())
        .prefixListIds(
            rule.prefixListIds().stream()
                .map(each -> each.toBuilder().description(null))
                .map(PrefixListId.Builder::build)
                .toList())
        .userIdGroupPairs(
            rule.userIdGroupPairs().stream()
                .map(each -> each.toBuilder().description(null))
                .map(UserIdGroupPair.Builder::build)
                .toList())
        .build();
  }

  /** As a describe shows rules: those of the same protocol and ports together. */
  static List<IpPermission> together(List<IpPermission> rules) {
    var gathered = new LinkedHashMap<IpPermission, List<IpPermission>>();
    for (IpPermission rule : rules) {
      gathered.computeIfAbsent(only(rule, each -> each), any -> new ArrayList<>()).add(rule);
    }
    return gathered.entrySet().stream()
        .map(each -> together(each.getKey(), each.getValue()))
        .toList();
  }

  private static IpPermission together(IpPermission ports, List<IpPermission> rules) {
    return ports.toBuilder()
        .ipRanges(rules.stream().flatMap(each -> each.ipRanges().stream()).toList())
        .ipv6Ranges(rules.stream().flatMap(each -> each.ipv6Ranges().stream()).toList())
        .prefixListIds(rules.stream().flatMap(each -> each.prefixListIds().stream()).toList())
        .userIdGroupPairs(rules.stream().flatMap(each -> each.userIdGroupPairs().stream()).toList())
        .build();
  }

  /** The ids of the groups that permissions name. */
  static Stream<String> groupIds(List<IpPermission> permissions) {
    return permissions.stream()
        .flatMap(each -> each.userIdGroupPairs().stream())
        .map(UserIdGroupPair::groupId);
  }
}
