package dev.hastack.provider.aws.gateway;

import dev.hastack.core.outcome.Failure;
import dev.hastack.provider.aws.AwsCallException;
import dev.hastack.provider.aws.resource.LoadBalancer;
import java.util.Map;

/**
 * The bucket that access logs go to. AWS tries to write there when logs are switched on, and
 * refuses to switch them on when it may not (Application Load Balancer user guide, Enable access
 * logs). The bucket's policy is its owner's: what it lacks is said, not written.
 */
final class AccessLogBucket {
  /** Of application load balancers, in every region. */
  private static final String LOG_DELIVERY = "logdelivery.elasticloadbalancing.amazonaws.com";

  private static final String DELIVERY = "delivery.logs.amazonaws.com";

  private AccessLogBucket() {}

  /** The refusal, with the statement that the bucket's policy lacks where that is what it means. */
  static AwsCallException explained(
      AwsCallException refused, String loadBalancerArn, Map<String, String> attributes) {
    Failure failure = refused.failure();
    String bucket = attributes.get(LoadBalancer.ACCESS_LOGS_BUCKET);
    if (bucket == null || !failure.code().equals("InvalidConfigurationRequest")) {
      return refused;
    }
    String[] arn = loadBalancerArn.split(":", -1);
    String prefix = attributes.getOrDefault(LoadBalancer.ACCESS_LOGS_PREFIX, "");
    return new AwsCallException(
        new Failure(
            failure.kind(),
            failure.operation(),
            failure.code(),
            failure.message()
                + " (if this is about spec.aws.loadBalancer.accessLogs: the policy of the bucket"
                + " must hold "
                + statements(
                    loadBalancerArn.contains(":loadbalancer/net/"),
                    "arn:%s:s3:::%s".formatted(arn[1], bucket),
                    (prefix.isEmpty() ? "" : prefix + "/") + "AWSLogs/" + arn[4] + "/*")
                + ")"));
  }

  /** Which service delivers the logs differs (Network Load Balancer user guide, the same page). */
  private static String statements(boolean network, String bucketArn, String objects) {
    return network
        ? statement(DELIVERY, "s3:GetBucketAcl", bucketArn)
            + " and "
            + statement(DELIVERY, "s3:PutObject", bucketArn + "/" + objects)
        : statement(LOG_DELIVERY, "s3:PutObject", bucketArn + "/" + objects);
  }

  private static String statement(String service, String action, String resource) {
    return "{\"Effect\": \"Allow\", \"Principal\": {\"Service\": \"%s\"}, \"Action\": \"%s\", \"Resource\": \"%s\"}"
        .formatted(service, action, resource);
  }
}
