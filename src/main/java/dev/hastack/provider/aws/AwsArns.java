package dev.hastack.provider.aws;

import dev.hastack.core.stack.Place;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * The ARNs that follow from a name, for what others must name before it is there (service
 * authorization reference, Amazon SQS and Amazon EventBridge: resource types).
 *
 * @param partition for example {@code aws-cn}
 */
public record AwsArns(String partition, Place place) {

  /** Those of an account and region. */
  public static AwsArns of(Place place) {
    return new AwsArns(PartitionMetadata.of(Region.of(place.region())).id(), place);
  }

  /**
   * Of a listener's ARN that of its load balancer: {@code listener/app/NAME/ID/ID} to {@code
   * loadbalancer/app/NAME/ID} (Elastic Load Balancing user guide, ARNs).
   */
  public static String loadBalancerOf(String listenerArn) {
    return listenerArn
        .substring(0, Math.max(listenerArn.lastIndexOf('/'), 0))
        .replace(":listener/", ":loadbalancer/");
  }

  /** A queue's. */
  public String queue(String name) {
    return arn("sqs", name);
  }

  /** That of a rule on the default event bus. */
  public String eventRule(String name) {
    return arn("events", "rule/" + name);
  }

  private String arn(String service, String resource) {
    return String.join(":", "arn", partition, service, place.region(), place.accountId(), resource);
  }
}
