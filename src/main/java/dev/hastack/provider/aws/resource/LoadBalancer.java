package dev.hastack.provider.aws.resource;

import dev.hastack.core.stack.Attribute;
import dev.hastack.core.stack.Impact;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Schema;
import dev.hastack.core.stack.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An application or network load balancer. Its attributes stand under AWS's own keys and are text,
 * as AWS has them. Defaults are from the Elastic Load Balancing API reference, CreateLoadBalancer
 * and LoadBalancerAttribute.
 */
public record LoadBalancer(AttributeValues attributes) implements AwsResource {
  public static final String KIND = "LoadBalancer";

  /** The one that a stack has. */
  public static final ResourceId APP = new ResourceId(KIND, "app");

  public static final String TYPE = "Type";
  public static final String SCHEME = "Scheme";
  public static final String IP_ADDRESS_TYPE = "IpAddressType";

  /** A set of subnet ids. */
  public static final String SUBNETS = "Subnets";

  /** A set of group ids. */
  public static final String SECURITY_GROUPS = "SecurityGroups";

  /** By AWS's key. */
  public static final String ATTRIBUTES = "LoadBalancerAttributes";

  public static final String TAGS = "Tags";

  public static final String OUTPUT_ARN = "LoadBalancerArn";

  /** In {@code live}. */
  public static final String LIVE_DNS_NAME = "DNSName";

  /** In {@code live}: the Route 53 zone that an alias record names. */
  public static final String LIVE_HOSTED_ZONE_ID = "CanonicalHostedZoneId";

  public static final String DELETION_PROTECTION = "deletion_protection.enabled";
  public static final String IDLE_TIMEOUT = "idle_timeout.timeout_seconds";

  /** What the keys of access logs begin with. */
  public static final String ACCESS_LOGS = "access_logs.";

  /** The same, each as the attribute of its own that it is. */
  public static final String ATTRIBUTES_OF_LOGS = ATTRIBUTES + ".access_logs";

  public static final String ACCESS_LOGS_ENABLED = "access_logs.s3.enabled";
  public static final String ACCESS_LOGS_BUCKET = "access_logs.s3.bucket";
  public static final String ACCESS_LOGS_PREFIX = "access_logs.s3.prefix";

  public static final String NETWORK = "network";

  private static final String CROSS_ZONE = "load_balancing.cross_zone.enabled";

  /** Where what we set goes when it is no longer wanted; of any other key AWS keeps the value. */
  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry(DELETION_PROTECTION, "false"),
          Map.entry(IDLE_TIMEOUT, "60"),
          Map.entry(ACCESS_LOGS_ENABLED, "false"),
          Map.entry(ACCESS_LOGS_PREFIX, ""),
          Map.entry("connection_logs.s3.enabled", "false"),
          Map.entry("health_check_logs.s3.enabled", "false"),
          Map.entry("client_keep_alive.seconds", "3600"),
          Map.entry("zonal_shift.config.enabled", "false"),
          Map.entry("routing.http.desync_mitigation_mode", "defensive"),
          Map.entry("routing.http.drop_invalid_header_fields.enabled", "false"),
          Map.entry("routing.http.preserve_host_header.enabled", "false"),
          Map.entry("routing.http.x_amzn_tls_version_and_cipher_suite.enabled", "false"),
          Map.entry("routing.http.xff_client_port.enabled", "false"),
          Map.entry("routing.http.xff_header_processing.mode", "append"),
          Map.entry("routing.http2.enabled", "true"),
          Map.entry("waf.fail_open.enabled", "false"),
          Map.entry("dns_record.client_routing_policy", "any_availability_zone"));

  public static final Schema<LoadBalancer> SCHEMA =
      new Schema<>(
          KIND,
          LoadBalancer.class,
          List.of(
              immutable(TYPE),
              immutable(SCHEME),
              AwsResource.<LoadBalancer>declare(IP_ADDRESS_TYPE).unsetTo(Value.text("ipv4")),
              AwsResource.declare(SUBNETS),
              AwsResource.declare(SECURITY_GROUPS),
              AwsResource.<LoadBalancer>declare(ATTRIBUTES).byKey(),
              AwsResource.<LoadBalancer>declare(TAGS).impact(Impact.IGNORED).byKey()),
          Schema.ReplaceOrder.CREATE_FIRST,
          false,
          Set.of());

  @Override
  public Schema<LoadBalancer> schema() {
    return SCHEMA;
  }

  /** The values that AWS cannot change, for the name. */
  public List<String> immutables() {
    return List.of(attributes.text(TYPE).orElse(""), attributes.text(SCHEME).orElse(""));
  }

  /** What AWS has for a key that nobody set, on a load balancer of that type. */
  public static Optional<String> defaultOf(String key, String type) {
    return key.equals(CROSS_ZONE)
        ? Optional.of(type.equals(NETWORK) ? "false" : "true")
        : Optional.ofNullable(DEFAULTS.get(key));
  }

  private static Attribute<LoadBalancer> immutable(String name) {
    return AwsResource.<LoadBalancer>declare(name).impact(Impact.REPLACE).renewing(OUTPUT_ARN);
  }
}
