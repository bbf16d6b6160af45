package dev.hastack.sandbox.aws.s3;

import dev.hastack.sandbox.aws.world.Buckets;
import dev.hastack.sandbox.aws.world.Foundation;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;

/** The Simple Storage Service in one region of one account. */
public final class S3Region {
  private final Foundation foundation;
  private final Store store;
  private final S3Service service;

  public S3Region(Foundation foundation) {
    this.foundation = foundation;
    this.store = new Store(foundation);
    this.service = new S3Service(store, foundation.call());
  }

  /** What answers the service's operations. */
  public S3Client service() {
    return service;
  }

  /** The buckets, as those deal with them that write there. */
  public Buckets buckets() {
    return store;
  }

  /** Makes a bucket that nobody but its owner may use, or takes the policy away from one. */
  public void provideBucket(String name) {
    put(new Bucket(name, foundation.region(), Optional.empty()));
  }

  /** Makes a bucket of another region: names of buckets are the same everywhere. */
  public void provideBucketElsewhere(String name, String region) {
    put(new Bucket(name, region, Optional.empty()));
  }

  /** Makes a bucket with a policy, or gives one another. */
  public void provideBucket(String name, String policy) {
    put(new Bucket(name, foundation.region(), Optional.of(policy)));
  }

  /**
   * Makes a bucket that both kinds of load balancers of this account may write their logs to
   * (Application and Network Load Balancer user guides, Enable access logs).
   */
  public void provideLogBucket(String name) {
    String bucket = "arn:aws:s3:::" + name;
    provideBucket(
        name,
        """
        {"Version": "2012-10-17", "Statement": [
          {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "%s/*",
           "Principal": {"Service": ["logdelivery.elasticloadbalancing.amazonaws.com", "delivery.logs.amazonaws.com"]}},
          {"Effect": "Allow", "Action": "s3:GetBucketAcl", "Resource": "%s",
           "Principal": {"Service": "delivery.logs.amazonaws.com"}}]}
        """
            .formatted(bucket, bucket));
  }

  private void put(Bucket bucket) {
    foundation
        .time()
        .exclusively(
            () -> {
              store.put(bucket);
              return bucket;
            });
  }
}
