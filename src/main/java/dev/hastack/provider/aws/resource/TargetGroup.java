package dev.hastack.provider.aws.resource;

import static dev.hastack.provider.aws.resource.AwsResource.declare;

import dev.hastack.core.stack.Attribute;
import dev.hastack.core.stack.Impact;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Schema;
import dev.hastack.core.stack.Value;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An Elastic Load Balancing target group. Its attributes stand under AWS's own keys and are text,
 * as AWS has them. Defaults are from the API reference, CreateTargetGroup and TargetGroupAttribute.
 */
public record TargetGroup(AttributeValues attributes) implements AwsResource {
  public static final String KIND = "TargetGroup";

  /** The one target group of a stack, which all its groups share. */
  public static final ResourceId APP = new ResourceId(KIND, "app");

  public static final String PORT = "Port";
  public static final String PROTOCOL = "Protocol";
  public static final String PROTOCOL_VERSION = "ProtocolVersion";
  public static final String TARGET_TYPE = "TargetType";
  public static final String VPC_ID = "VpcId";
  public static final String HEALTH_CHECK_PROTOCOL = "HealthCheckProtocol";
  public static final String HEALTH_CHECK_PORT = "HealthCheckPort";
  public static final String HEALTH_CHECK_PATH = "HealthCheckPath";
  public static final String HEALTH_CHECK_INTERVAL_SECONDS = "HealthCheckIntervalSeconds";
  public static final String HEALTH_CHECK_TIMEOUT_SECONDS = "HealthCheckTimeoutSeconds";
  public static final String HEALTHY_THRESHOLD_COUNT = "HealthyThresholdCount";
  public static final String UNHEALTHY_THRESHOLD_COUNT = "UnhealthyThresholdCount";
  public static final String MATCHER = "Matcher";
  public static final String DEREGISTRATION_DELAY = "deregistration_delay.timeout_seconds";
  public static final String SLOW_START = "slow_start.duration_seconds";
  public static final String ALGORITHM = "load_balancing.algorithm.type";
  public static final String STICKINESS_ENABLED = "stickiness.enabled";
  public static final String STICKINESS_TYPE = "stickiness.type";
  public static final String STICKINESS_DURATION = "stickiness.lb_cookie.duration_seconds";
  public static final String TAGS = "Tags";

  public static final String OUTPUT_ARN = "TargetGroupArn";

  /** In {@code live}: the ARNs of the load balancers that have a listener or rule that uses it. */
  public static final String LIVE_LOAD_BALANCERS = "LoadBalancerArns";

  /** In {@code live}, once a load balancer uses it: targets that are not on their way out. */
  public static final String LIVE_REGISTERED = "Registered";

  public static final String LIVE_HEALTHY = "Healthy";

  /** The ids of the healthy ones. */
  public static final String LIVE_HEALTHY_TARGETS = "HealthyTargets";

  public static final String LIVE_UNHEALTHY = "Unhealthy";
  public static final String LIVE_DRAINING = "Draining";

  /** By zone a structure of the first two. */
  public static final String LIVE_ZONES = "Zones";

  /** What ModifyTargetGroupAttributes sets; ModifyTargetGroup sets the health check. */
  public static final List<String> KEYS =
      List.of(
          DEREGISTRATION_DELAY,
          SLOW_START,
          ALGORITHM,
          STICKINESS_ENABLED,
          STICKINESS_TYPE,
          STICKINESS_DURATION);

  public static final Schema<TargetGroup> SCHEMA =
      new Schema<>(
          KIND,
          TargetGroup.class,
          List.of(
              immutable(PORT),
              immutable(PROTOCOL),
              immutable(PROTOCOL_VERSION),
              immutable(TARGET_TYPE),
              immutable(VPC_ID),
              AwsResource.<TargetGroup>declare(HEALTH_CHECK_PROTOCOL)
                  .unsetTo(group -> Optional.of(Value.text(group.defaultCheckProtocol()))),
              inPlace(HEALTH_CHECK_PORT, Value.text("traffic-port")),
              AwsResource.<TargetGroup>declare(HEALTH_CHECK_PATH).unsetTo(TargetGroup::defaultPath),
              inPlace(HEALTH_CHECK_INTERVAL_SECONDS, Value.whole(30)),
              declare(HEALTH_CHECK_TIMEOUT_SECONDS),
              inPlace(HEALTHY_THRESHOLD_COUNT, Value.whole(5)),
              inPlace(UNHEALTHY_THRESHOLD_COUNT, Value.whole(2)),
              AwsResource.<TargetGroup>declare(MATCHER).unsetTo(TargetGroup::defaultMatcher),
              inPlace(DEREGISTRATION_DELAY, Value.text("300")),
              inPlace(SLOW_START, Value.text("0")),
              inPlace(ALGORITHM, Value.text("round_robin")),
              inPlace(STICKINESS_ENABLED, Value.text("false")),
              declare(STICKINESS_TYPE),
              inPlace(STICKINESS_DURATION, Value.text("86400")),
              AwsResource.<TargetGroup>declare(TAGS).impact(Impact.IGNORED).byKey()),
          Schema.ReplaceOrder.CREATE_FIRST,
          false,
          Set.of());

  @Override
  public Schema<TargetGroup> schema() {
    return SCHEMA;
  }

  /**
   * The values that AWS cannot change, for the name: the same from what is wanted and from what AWS
   * answers.
   */
  public List<String> immutables() {
    String protocol = attributes.text(PROTOCOL).orElse("");
    String version = attributes.text(PROTOCOL_VERSION).orElse(isHttp() ? "HTTP1" : "");
    return List.of(
        attributes.text(PORT).orElse(""),
        protocol,
        version,
        attributes.text(TARGET_TYPE).orElse(""),
        attributes.text(VPC_ID).orElse(""));
  }

  /** Only checks by HTTP and HTTPS have a path; AWS refuses one beside any other protocol. */
  private Optional<Value> defaultPath() {
    return isCheckedByHttp()
        ? Optional.of(Value.text(isGrpc() ? "/AWS.ALB/healthcheck" : "/"))
        : Optional.empty();
  }

  /** Like the path. For GRPC a status of GRPC, else one of HTTP, more of them behind an NLB. */
  private Optional<Value> defaultMatcher() {
    String http = isHttp() ? "200" : "200-399";
    return isCheckedByHttp() ? Optional.of(Value.text(isGrpc() ? "12" : http)) : Optional.empty();
  }

  private String defaultCheckProtocol() {
    return isHttp() ? "HTTP" : "TCP";
  }

  private boolean isCheckedByHttp() {
    return attributes.text(HEALTH_CHECK_PROTOCOL).orElse(defaultCheckProtocol()).startsWith("HTTP");
  }

  private boolean isHttp() {
    return attributes.text(PROTOCOL).orElse("").startsWith("HTTP");
  }

  private boolean isGrpc() {
    return attributes.text(PROTOCOL_VERSION).equals(Optional.of("GRPC"));
  }

  private static Attribute<TargetGroup> immutable(String name) {
    return AwsResource.<TargetGroup>declare(name).impact(Impact.REPLACE).renewing(OUTPUT_ARN);
  }

  private static Attribute<TargetGroup> inPlace(String name, Value awsDefault) {
    return AwsResource.<TargetGroup>declare(name).unsetTo(awsDefault);
  }
}
