package dev.hastack.provider.aws.gateway;

import dev.hastack.core.outcome.Failure;
import dev.hastack.provider.aws.AwsCallException;
import dev.hastack.provider.aws.LogDelivery;
import dev.hastack.provider.aws.resource.LoadBalancer;
import java.util.Map;

/**
 * The bucket that access logs go to. AWS tries to write there when logs are switched on, and
 * refuses to switch them on when it may not (Application Load Balancer user guide, Enable access
 * logs). The bucket's policy is its owner's: what it lacks is said, not written.
 */
final class AccessLogBucket {
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
    LogDelivery delivery =
        LogDelivery.of(
            loadBalancerArn.contains(":loadbalancer/net/"),
            arn[1],
            arn[4],
            bucket,
            attributes.getOrDefault(LoadBalancer.ACCESS_LOGS_PREFIX, ""));
    return new AwsCallException(
        new Failure(
            failure.kind(),
            failure.operation(),
            failure.code(),
            failure.message()
                + " (if this is about spec.aws.loadBalancer.accessLogs: the policy of the bucket"
                + " must hold "
                + delivery.statements(delivery.grants())
                + ")"));
  }
}
