package dev.hastack.sandbox.aws.cloudwatch;

import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Metrics;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

/** CloudWatch in one region of one account. */
public final class CloudWatchRegion {
  private final CloudWatchService service;

  public CloudWatchRegion(Foundation foundation, Metrics metrics) {
    this.service = new CloudWatchService(foundation, metrics);
  }

  /** What answers the service's operations. */
  public CloudWatchClient service() {
    return service;
  }
}
