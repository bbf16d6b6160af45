package dev.hastack.sandbox.aws.elasticloadbalancing;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.CurrentCall;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;

/**
 * The attributes of target groups: ELBv2 API reference, TargetGroupAttribute; "Target group
 * attributes" in the user guides for Application and for Network Load Balancers.
 */
final class TargetGroupAttributes {
  static final String DEREGISTRATION_DELAY = "deregistration_delay.timeout_seconds";
  static final String CUTS_CONNECTIONS = "deregistration_delay.connection_termination.enabled";
  static final String ALGORITHM = "load_balancing.algorithm.type";
  static final String CROSS_ZONE = "load_balancing.cross_zone.enabled";
  static final String LIKE_LOAD_BALANCER = "use_load_balancer_configuration";
  private static final String SLOW_START = "slow_start.duration_seconds";
  private static final String ANOMALY = "load_balancing.algorithm.anomaly_mitigation";
  private static final String STICKINESS_TYPE = "stickiness.type";
  private static final String COOKIE_NAME = "stickiness.app_cookie.cookie_name";
  private static final String ROUND_ROBIN = "round_robin";
  private static final String WEIGHTED_RANDOM = "weighted_random";
  private static final int LONGEST_DELAY_SECONDS = 3600;
  private static final int WEEK_SECONDS = 604_800;
  private static final int SHORTEST_SLOW_START_SECONDS = 30;
  private static final int LONGEST_SLOW_START_SECONDS = 900;
  private static final int MOST_TARGETS = 1000;

  private static final List<AttributeRule> OF_ALL =
      List.of(
          AttributeRule.between(DEREGISTRATION_DELAY, 300, 0, LONGEST_DELAY_SECONDS),
          AttributeRule.flag("stickiness.enabled", false),
          AttributeRule.oneOf(CROSS_ZONE, LIKE_LOAD_BALANCER, "true", "false", LIKE_LOAD_BALANCER),
          count("target_group_health.dns_failover.minimum_healthy_targets.count"),
          percentage("target_group_health.dns_failover.minimum_healthy_targets.percentage"),
          AttributeRule.between(
              "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count",
              1,
              1,
              MOST_TARGETS),
          percentage(
              "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage"));

  private static final List<AttributeRule> OF_APPLICATION =
      List.of(
          AttributeRule.oneOf(STICKINESS_TYPE, "lb_cookie", "lb_cookie", "app_cookie"),
          AttributeRule.between("stickiness.lb_cookie.duration_seconds", 86_400, 1, WEEK_SECONDS),
          AttributeRule.between("stickiness.app_cookie.duration_seconds", 86_400, 1, WEEK_SECONDS),
          AttributeRule.text(COOKIE_NAME, ""),
          new AttributeRule(
              SLOW_START,
              "0",
              "0 or between 30 and 900 inclusive",
              value ->
                  value.equals("0")
                      || AttributeRule.within(
                          value, SHORTEST_SLOW_START_SECONDS, LONGEST_SLOW_START_SECONDS)),
          AttributeRule.oneOf(
              ALGORITHM, ROUND_ROBIN, ROUND_ROBIN, "least_outstanding_requests", WEIGHTED_RANDOM),
          AttributeRule.oneOf(ANOMALY, "off", "on", "off"));

  private final Tables tables;
  private final Registrations registrations;
  private final CurrentCall call;

  TargetGroupAttributes(Tables tables, Registrations registrations, CurrentCall call) {
    this.tables = tables;
    this.registrations = registrations;
    this.call = call;
  }

  DescribeTargetGroupAttributesResponse describe(DescribeTargetGroupAttributesRequest request) {
    call.concerns(request.targetGroupArn());
    TargetGroupRow group =
        tables
            .targetGroups()
            .get(request.targetGroupArn(), call.readsAsOf())
            .orElseThrow(Tables::noTargetGroup);
    return DescribeTargetGroupAttributesResponse.builder()
        .attributes(shown(group.attributes()))
        .build();
  }

  ModifyTargetGroupAttributesResponse modify(ModifyTargetGroupAttributesRequest request) {
    call.concerns(request.targetGroupArn());
    TargetGroupRow group = tables.targetGroup(request.targetGroupArn());
    if (request.attributes().isEmpty()) {
      throw new ApiError("ValidationError", "At least one attribute must be specified");
    }
    var wanted = new TreeMap<String, String>();
    request.attributes().forEach(each -> wanted.put(each.key(), each.value()));
    SortedMap<String, String> attributes =
        AttributeRule.changed(
            new AttributeRule.Owner(
                "Target group",
                "target groups with protocol '%s'".formatted(group.settings().protocolAsString()),
                rules(group.settings()),
                group.network() ? OF_APPLICATION : ofNetwork(group.settings())),
            group.attributes(),
            wanted);
    validate(attributes);
    tables.targetGroups().put(group.arn(), new TargetGroupRow(group.settings(), attributes));
    registrations.usageChanged();
    return ModifyTargetGroupAttributesResponse.builder().attributes(shown(attributes)).build();
  }

  static SortedMap<String, String> defaults(TargetGroup group) {
    return AttributeRule.defaults(rules(group));
  }

  private static List<AttributeRule> rules(TargetGroup group) {
    return Stream.concat(
            OF_ALL.stream(),
            group.protocolAsString().startsWith("HTTP")
                ? OF_APPLICATION.stream()
                : ofNetwork(group).stream())
        .toList();
  }

  /**
   * Client addresses are kept for instances, and for all of UDP; not for TCP and TLS by address.
   */
  private static List<AttributeRule> ofNetwork(TargetGroup group) {
    boolean udp = group.protocolAsString().endsWith("UDP");
    boolean byInstance = group.targetTypeAsString().equals("instance");
    return List.of(
        AttributeRule.oneOf(STICKINESS_TYPE, "source_ip", "source_ip"),
        AttributeRule.flag("proxy_protocol_v2.enabled", false),
        AttributeRule.flag("preserve_client_ip.enabled", byInstance || udp),
        AttributeRule.flag(CUTS_CONNECTIONS, udp),
        AttributeRule.flag("target_health_state.unhealthy.connection_termination.enabled", true),
        AttributeRule.between(
            "target_health_state.unhealthy.draining_interval_seconds", 0, 0, 360_000));
  }

  /** What attributes ask of each other: "Slow start mode", "Automatic Target Weights". */
  private static void validate(Map<String, String> attributes) {
    String algorithm = attributes.getOrDefault(ALGORITHM, ROUND_ROBIN);
    if (!attributes.getOrDefault(SLOW_START, "0").equals("0") && !algorithm.equals(ROUND_ROBIN)) {
      throw new ApiError(
          "InvalidConfigurationRequest",
          "Slow start is only supported with the round_robin routing algorithm");
    }
    if (attributes.getOrDefault(ANOMALY, "off").equals("on")
        && !algorithm.equals(WEIGHTED_RANDOM)) {
      throw new ApiError(
          "InvalidConfigurationRequest",
          "Anomaly mitigation is only supported with the weighted_random routing algorithm");
    }
    if (attributes.getOrDefault(STICKINESS_TYPE, "").equals("app_cookie")
        && attributes.getOrDefault(COOKIE_NAME, "").isEmpty()) {
      throw new ApiError(
          "InvalidConfigurationRequest",
          "A cookie name must be specified for application-based stickiness");
    }
  }

  private static AttributeRule count(String key) {
    return AttributeRule.wordOrBetween(key, "1", "off", 1, MOST_TARGETS);
  }

  private static AttributeRule percentage(String key) {
    return AttributeRule.wordOrBetween(key, "off", "off", 1, 100);
  }

  private static List<TargetGroupAttribute> shown(Map<String, String> attributes) {
    return attributes.entrySet().stream()
        .map(each -> TargetGroupAttribute.builder().key(each.getKey()).value(each.getValue()))
        .map(TargetGroupAttribute.Builder::build)
        .toList();
  }
}
