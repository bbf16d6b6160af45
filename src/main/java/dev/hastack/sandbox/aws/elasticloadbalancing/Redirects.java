package dev.hastack.sandbox.aws.elasticloadbalancing;

import dev.hastack.sandbox.aws.world.ApiError;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RedirectActionConfig;

/** Redirects, as AWS takes and echoes them: ELBv2 API reference, RedirectActionConfig. */
final class Redirects {
  private static final String SAME_PROTOCOL = "#{protocol}";
  private static final String SAME_HOST = "#{host}";
  private static final String SAME_PORT = "#{port}";
  private static final String SAME_PATH = "/#{path}";

  /** Where requests come in that are sent elsewhere. */
  record Entry(String protocol, int port) {}

  private Redirects() {}

  /**
   * The redirect as a describe shows it.
   *
   * @throws ApiError if there cannot be such a redirect of what comes in there
   */
  static RedirectActionConfig checked(Entry entry, @Nullable RedirectActionConfig config) {
    if (config == null || !Set.of("HTTP_301", "HTTP_302").contains(config.statusCodeAsString())) {
      throw new ApiError(
          "ValidationError", "A redirect needs a status code of HTTP_301 or HTTP_302");
    }
    RedirectActionConfig full =
        RedirectActionConfig.builder()
            .protocol(or(config.protocol(), SAME_PROTOCOL))
            .port(or(config.port(), SAME_PORT))
            .host(or(config.host(), SAME_HOST))
            .path(or(config.path(), SAME_PATH))
            .query(or(config.query(), "#{query}"))
            .statusCode(config.statusCodeAsString())
            .build();
    mustBeValid(full);
    mustNotGoBack(entry, full);
    return full;
  }

  private static void mustBeValid(RedirectActionConfig full) {
    boolean port = full.port().equals(SAME_PORT) || AttributeRule.within(full.port(), 1, 65_535);
    if (!Set.of("HTTP", "HTTPS", SAME_PROTOCOL).contains(full.protocol()) || !port) {
      throw new ApiError(
          "ValidationError",
          "A redirect cannot go to protocol '%s' and port '%s'"
              .formatted(full.protocol(), full.port()));
    }
    if (!full.path().startsWith("/")) {
      throw new ApiError(
          "ValidationError", "The path '%s' must start with '/'".formatted(full.path()));
    }
  }

  /**
   * "You can't redirect HTTPS to HTTP"; "you must modify at least one of the following components
   * to avoid a redirect loop: protocol, port, hostname, or path".
   */
  private static void mustNotGoBack(Entry entry, RedirectActionConfig full) {
    String protocol = full.protocol().equals(SAME_PROTOCOL) ? entry.protocol() : full.protocol();
    if (entry.protocol().equals("HTTPS") && protocol.equals("HTTP")) {
      throw new ApiError(
          "InvalidLoadBalancerAction", "A redirect from HTTPS to HTTP is not supported");
    }
    boolean samePort =
        full.port().equals(SAME_PORT) || full.port().equals(Integer.toString(entry.port()));
    boolean samePlace = full.host().equals(SAME_HOST) && full.path().equals(SAME_PATH);
    if (protocol.equals(entry.protocol()) && samePort && samePlace) {
      throw new ApiError(
          "InvalidLoadBalancerAction",
          "The redirect configuration is not valid because it creates a loop.");
    }
  }

  private static String or(@Nullable String value, String byDefault) {
    return value == null ? byDefault : value;
  }
}
