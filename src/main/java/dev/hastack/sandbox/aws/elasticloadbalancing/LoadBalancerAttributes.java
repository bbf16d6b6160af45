package dev.hastack.sandbox.aws.elasticloadbalancing;

import dev.hastack.sandbox.aws.world.CurrentCall;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancerAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyLoadBalancerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyLoadBalancerAttributesResponse;

/** The attributes of load balancers: ELBv2 API reference, LoadBalancerAttribute. */
final class LoadBalancerAttributes {
  static final String DELETION_PROTECTION = "deletion_protection.enabled";
  static final String IDLE_TIMEOUT = "idle_timeout.timeout_seconds";
  static final String CROSS_ZONE = "load_balancing.cross_zone.enabled";

  private static final List<AttributeRule> OF_ALL =
      List.of(
          AttributeRule.flag(DELETION_PROTECTION, false),
          AttributeRule.flag("access_logs.s3.enabled", false),
          AttributeRule.text("access_logs.s3.bucket", ""),
          AttributeRule.text("access_logs.s3.prefix", ""),
          AttributeRule.flag("ipv6.deny_all_igw_traffic", false),
          AttributeRule.flag("zonal_shift.config.enabled", false));

  private static final List<AttributeRule> OF_APPLICATION =
      List.of(
          AttributeRule.between(IDLE_TIMEOUT, 60, 1, 4000),
          AttributeRule.between("client_keep_alive.seconds", 3600, 60, 604_800),
          AttributeRule.oneOf(CROSS_ZONE, "true", "true"),
          AttributeRule.flag("connection_logs.s3.enabled", false),
          AttributeRule.text("connection_logs.s3.bucket", ""),
          AttributeRule.text("connection_logs.s3.prefix", ""),
          AttributeRule.oneOf(
              "routing.http.desync_mitigation_mode",
              "defensive",
              "monitor",
              "defensive",
              "strictest"),
          AttributeRule.flag("routing.http.drop_invalid_header_fields.enabled", false),
          AttributeRule.flag("routing.http.preserve_host_header.enabled", false),
          AttributeRule.flag("routing.http.x_amzn_tls_version_and_cipher_suite.enabled", false),
          AttributeRule.flag("routing.http.xff_client_port.enabled", false),
          AttributeRule.oneOf(
              "routing.http.xff_header_processing.mode", "append", "append", "preserve", "remove"),
          AttributeRule.flag("routing.http2.enabled", true),
          AttributeRule.flag("waf.fail_open.enabled", false));

  private static final List<AttributeRule> OF_NETWORK =
      List.of(
          AttributeRule.flag(CROSS_ZONE, false),
          AttributeRule.oneOf(
              "dns_record.client_routing_policy",
              "any_availability_zone",
              "any_availability_zone",
              "availability_zone_affinity",
              "partial_availability_zone_affinity"),
          AttributeRule.between("secondary_ips.auto_assigned.per_subnet", 0, 0, 7));

  private final Tables tables;
  private final Registrations registrations;
  private final LogBuckets buckets;
  private final CurrentCall call;

  LoadBalancerAttributes(
      Tables tables, Registrations registrations, LogBuckets buckets, CurrentCall call) {
    this.buckets = buckets;
    this.tables = tables;
    this.registrations = registrations;
    this.call = call;
  }

  static SortedMap<String, String> defaults(boolean network) {
    return AttributeRule.defaults(rules(network));
  }

  DescribeLoadBalancerAttributesResponse describe(DescribeLoadBalancerAttributesRequest request) {
    call.concerns(request.loadBalancerArn());
    LoadBalancerRow row =
        tables
            .loadBalancers()
            .get(request.loadBalancerArn(), call.readsAsOf())
            .orElseThrow(Tables::noLoadBalancer);
    return DescribeLoadBalancerAttributesResponse.builder()
        .attributes(shown(row.attributes()))
        .build();
  }

  ModifyLoadBalancerAttributesResponse modify(ModifyLoadBalancerAttributesRequest request) {
    call.concerns(request.loadBalancerArn());
    LoadBalancerRow row = tables.loadBalancer(request.loadBalancerArn());
    var wanted = new TreeMap<String, String>();
    request.attributes().forEach(each -> wanted.put(each.key(), each.value()));
    SortedMap<String, String> attributes =
        AttributeRule.changed(
            new AttributeRule.Owner(
                "Load balancer",
                "load balancers with type '%s'".formatted(row.settings().typeAsString()),
                rules(row.network()),
                rules(!row.network())),
            row.attributes(),
            wanted);
    buckets.mustTake(attributes, row.network());
    tables.loadBalancers().put(row.arn(), new LoadBalancerRow(row.settings(), attributes));
    registrations.usageChanged();
    return ModifyLoadBalancerAttributesResponse.builder().attributes(shown(attributes)).build();
  }

  private static List<AttributeRule> rules(boolean network) {
    return Stream.concat(OF_ALL.stream(), (network ? OF_NETWORK : OF_APPLICATION).stream())
        .toList();
  }

  private static List<LoadBalancerAttribute> shown(Map<String, String> attributes) {
    return attributes.entrySet().stream()
        .map(each -> LoadBalancerAttribute.builder().key(each.getKey()).value(each.getValue()))
        .map(LoadBalancerAttribute.Builder::build)
        .toList();
  }
}
