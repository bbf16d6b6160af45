package dev.hastack.sandbox.aws.elasticloadbalancing;

import dev.hastack.sandbox.aws.world.ApiError;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Matcher;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/**
 * What the health check of a target group may be and is by default: ELBv2 API reference,
 * CreateTargetGroup and Matcher.
 */
final class HealthCheckSettings {
  static final String TRAFFIC_PORT = "traffic-port";
  private static final Set<String> OVER_HTTP = Set.of("HTTP", "HTTPS");
  private static final Pattern CODES =
      Pattern.compile("\\d{1,3}(-\\d{1,3})?(,\\d{1,3}(-\\d{1,3})?)*");
  private static final Pattern NUMBERS = Pattern.compile("\\D+");
  private static final int LONGEST_PATH = 1024;

  private HealthCheckSettings() {}

  /**
   * A group with the health check that is asked for.
   *
   * @param group with its protocol; with a health check already, if there is one
   * @throws ApiError if it cannot be
   */
  static TargetGroup settled(TargetGroup group, HealthCheckWish wish) {
    boolean network = !group.protocolAsString().startsWith("HTTP");
    String protocol =
        first(wish.protocol(), group.healthCheckProtocolAsString(), network ? "TCP" : "HTTP");
    boolean http = OVER_HTTP.contains(protocol);
    validateProtocol(wish, network, protocol);
    TargetGroup settled =
        counted(group, wish, defaultTimeoutSeconds(network, protocol)).toBuilder()
            .healthCheckProtocol(protocol)
            .healthCheckEnabled(true)
            .healthCheckPort(port(first(wish.port(), group.healthCheckPort(), TRAFFIC_PORT)))
            .healthCheckPath(http ? path(group, wish) : null)
            .matcher(http ? matcher(group, wish, network) : null)
            .build();
    // Network groups have had both at 10 s since they began.
    int leastInterval = settled.healthCheckTimeoutSeconds() + (network ? 0 : 1);
    if (settled.healthCheckIntervalSeconds() < leastInterval) {
      throw new ApiError(
          "ValidationError", "Health check interval must be greater than the timeout");
    }
    return settled;
  }

  /** With its times and thresholds. */
  private static TargetGroup counted(
      TargetGroup group, HealthCheckWish wish, int defaultTimeoutSeconds) {
    int interval = first(wish.intervalSeconds(), group.healthCheckIntervalSeconds(), 30);
    int timeout =
        first(wish.timeoutSeconds(), group.healthCheckTimeoutSeconds(), defaultTimeoutSeconds);
    int healthy = first(wish.healthyThreshold(), group.healthyThresholdCount(), 5);
    int unhealthy = first(wish.unhealthyThreshold(), group.unhealthyThresholdCount(), 2);
    return group.toBuilder()
        .healthCheckIntervalSeconds(within("Health check interval", interval, 5, 300))
        .healthCheckTimeoutSeconds(within("Health check timeout", timeout, 2, 120))
        .healthyThresholdCount(within("Healthy threshold", healthy, 2, 10))
        .unhealthyThresholdCount(within("Unhealthy threshold", unhealthy, 2, 10))
        .build();
  }

  private static int defaultTimeoutSeconds(boolean network, String protocol) {
    if (!network) {
      return 5;
    }
    return protocol.equals("HTTP") ? 6 : 10;
  }

  private static void validateProtocol(HealthCheckWish wish, boolean network, String protocol) {
    if (!OVER_HTTP.contains(protocol) && !(network && protocol.equals("TCP"))) {
      throw new ApiError(
          "InvalidConfigurationRequest",
          "Health check protocol '%s' is not supported by this target group".formatted(protocol));
    }
    if (!OVER_HTTP.contains(protocol) && (wish.path() != null || wish.matcher() != null)) {
      throw new ApiError(
          "InvalidConfigurationRequest",
          "A health check path or matcher is only supported by HTTP and HTTPS health checks");
    }
    if (Boolean.FALSE.equals(wish.enabled())) {
      throw new ApiError(
          "ValidationError",
          "Health check enabled must be true for target groups with target type 'instance' or"
              + " 'ip'");
    }
  }

  private static String port(String port) {
    if (!port.equals(TRAFFIC_PORT) && !AttributeRule.within(port, 1, 65_535)) {
      throw new ApiError(
          "ValidationError",
          "Health check port '%s' must be '%s' or in the range 1 to 65535"
              .formatted(port, TRAFFIC_PORT));
    }
    return port;
  }

  private static String path(TargetGroup group, HealthCheckWish wish) {
    String path =
        first(wish.path(), group.healthCheckPath(), grpc(group) ? "/AWS.ALB/healthcheck" : "/");
    if (!path.startsWith("/") || path.length() > LONGEST_PATH) {
      throw new ApiError(
          "ValidationError",
          "Health check path '%s' must begin with a '/' character, and can be at most %d characters long"
              .formatted(path, LONGEST_PATH));
    }
    return path;
  }

  private static Matcher matcher(TargetGroup group, HealthCheckWish wish, boolean network) {
    Matcher standard =
        grpc(group)
            ? Matcher.builder().grpcCode("12").build()
            : Matcher.builder().httpCode(network ? "200-399" : "200").build();
    Matcher matcher = first(wish.matcher(), group.matcher(), standard);
    if (grpc(group)) {
      validateCodes("gRPC", matcher.grpcCode(), 0, 99);
    } else {
      validateCodes("HTTP", matcher.httpCode(), 200, network ? 599 : 499);
    }
    return matcher;
  }

  private static void validateCodes(String kind, @Nullable String codes, int least, int most) {
    boolean valid =
        codes != null
            && CODES.matcher(codes).matches()
            && List.of(NUMBERS.split(codes)).stream()
                .allMatch(code -> AttributeRule.within(code, least, most));
    if (!valid) {
      throw new ApiError(
          "ValidationError",
          "Health check matcher %s code '%s' must be within %d-%d"
              .formatted(kind, Objects.requireNonNullElse(codes, ""), least, most));
    }
  }

  private static boolean grpc(TargetGroup group) {
    return "GRPC".equals(group.protocolVersion());
  }

  private static int within(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new ApiError(
          "ValidationError",
          "%s '%d' must be between %d and %d".formatted(what, value, least, most));
    }
    return value;
  }

  private static <T> T first(@Nullable T asked, @Nullable T present, T byDefault) {
    if (asked != null) {
      return asked;
    }
    return present != null ? present : byDefault;
  }
}
