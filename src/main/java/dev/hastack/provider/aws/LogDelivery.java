package dev.hastack.provider.aws;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What the policy of a bucket must allow so that a load balancer's access logs arrive there
 * (Application Load Balancer user guide and Network Load Balancer user guide, Enable access logs).
 *
 * @param network whether it is a network load balancer: another service delivers its logs
 * @param bucketArn of the bucket
 * @param objects of the logs, in the bucket: what their names begin with
 */
public record LogDelivery(boolean network, String bucketArn, String objects) {
  /** Of application load balancers, in every region. */
  private static final String LOG_DELIVERY = "logdelivery.elasticloadbalancing.amazonaws.com";

  private static final String DELIVERY = "delivery.logs.amazonaws.com";

  /** What the user guide of application load balancers named before. */
  private static final List<String> FORMER = List.of("logdelivery.elb.amazonaws.com", DELIVERY);

  /** An action that somebody must be allowed on a resource. */
  public record Grant(String action, String resourceArn) {}

  /**
   * Of the logs of a load balancer.
   *
   * @param prefix of the objects' names; empty for none
   */
  public static LogDelivery of(
      boolean network, String partition, String accountId, String bucket, String prefix) {
    return new LogDelivery(
        network,
        "arn:%s:s3:::%s".formatted(partition, bucket),
        (prefix.isEmpty() ? "" : prefix + "/") + "AWSLogs/" + accountId + "/");
  }

  /** What must be allowed. */
  public List<Grant> grants() {
    var write = new Grant("s3:PutObject", bucketArn + "/" + objects + "*");
    return network ? List.of(new Grant("s3:GetBucketAcl", bucketArn), write) : List.of(write);
  }

  /** Whether it is this service that delivers. */
  boolean isBy(String service) {
    return service.equals(service()) || (!network && FORMER.contains(service));
  }

  private String service() {
    return network ? DELIVERY : LOG_DELIVERY;
  }

  /** These as statements of a policy, as people add them. */
  public String statements(List<Grant> grants) {
    return grants.stream()
        .map(
            grant ->
                "{\"Effect\": \"Allow\", \"Principal\": {\"Service\": \"%s\"}, \"Action\": \"%s\", \"Resource\": \"%s\"}"
                    .formatted(service(), grant.action(), grant.resourceArn()))
        .collect(Collectors.joining(" and "));
  }
}
