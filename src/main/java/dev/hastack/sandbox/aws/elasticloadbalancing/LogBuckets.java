package dev.hastack.sandbox.aws.elasticloadbalancing;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Buckets;
import dev.hastack.sandbox.aws.world.CurrentCall;
import java.util.Map;
import java.util.Set;

/**
 * Whether load balancers may write their logs to the S3 buckets that they are to write to:
 * Application and Network Load Balancer user guides, Enable access logs.
 */
record LogBuckets(Buckets buckets, CurrentCall call) {
  private static final Set<String> KINDS = Set.of("access_logs", "connection_logs");
  private static final String OF_APPLICATION = "logdelivery.elasticloadbalancing.amazonaws.com";
  private static final String OF_NETWORK = "delivery.logs.amazonaws.com";

  /** What is written when logs are switched on. */
  private static final String TEST_FILE = "ELBAccessLogTestFile";

  /**
   * @param attributes of a load balancer
   * @throws ApiError if it could not write a log that it is to write
   */
  void mustTake(Map<String, String> attributes, boolean network) {
    KINDS.forEach(kind -> mustTake(kind, attributes, network));
  }

  private void mustTake(String kind, Map<String, String> attributes, boolean network) {
    if (!attributes.getOrDefault(kind + ".s3.enabled", "").equals("true")) {
      return;
    }
    String bucket = attributes.getOrDefault(kind + ".s3.bucket", "");
    if (bucket.isEmpty()) {
      throw new ApiError("InvalidConfigurationRequest", "An S3 bucket name must be specified");
    }
    String prefix = attributes.getOrDefault(kind + ".s3.prefix", "");
    String arn = "arn:aws:s3:::" + bucket;
    String file =
        "%s/%sAWSLogs/%s/%s"
            .formatted(arn, prefix.isEmpty() ? "" : prefix + "/", call.accountId(), TEST_FILE);
    boolean allowed =
        network
            ? buckets.allows(bucket, OF_NETWORK, "s3:GetBucketAcl", arn)
                && buckets.allows(bucket, OF_NETWORK, "s3:PutObject", file)
            : buckets.allows(bucket, OF_APPLICATION, "s3:PutObject", file);
    if (!allowed) {
      throw new ApiError(
          "InvalidConfigurationRequest",
          "Access Denied for bucket: %s. Please check S3bucket permission".formatted(bucket));
    }
  }
}
