package dev.hastack.sandbox.aws.elasticloadbalancing;

import dev.hastack.sandbox.aws.world.ApiError;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The S3 buckets whose policy lets load balancers write their logs: "Enable access logs for your
 * Application Load Balancer". S3 itself is not modelled.
 */
final class Buckets {
  private static final Set<String> KINDS = Set.of("access_logs", "connection_logs");

  private final Set<String> prepared = new TreeSet<>();

  void prepare(String name) {
    prepared.add(name);
  }

  /**
   * @param attributes of a load balancer
   * @throws ApiError if it could not write a log that it is to write
   */
  void mustTake(Map<String, String> attributes) {
    KINDS.forEach(kind -> mustTake(kind, attributes));
  }

  private void mustTake(String kind, Map<String, String> attributes) {
    if (!attributes.getOrDefault(kind + ".s3.enabled", "").equals("true")) {
      return;
    }
    String bucket = attributes.getOrDefault(kind + ".s3.bucket", "");
    if (bucket.isEmpty()) {
      throw new ApiError("InvalidConfigurationRequest", "An S3 bucket name must be specified");
    }
    if (!prepared.contains(bucket)) {
      throw new ApiError(
          "InvalidConfigurationRequest",
          "Access Denied for bucket: %s. Please check S3bucket permission".formatted(bucket));
    }
  }
}
