package dev.hastack.sandbox.aws.s3;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Buckets;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Table;
import java.time.Instant;

/** The buckets, each by its name. Errors are from the S3 API reference, Error responses. */
final class Store implements Buckets {
  private static final int MOVED = 301;
  private static final int NOT_FOUND = 404;

  private final String region;
  private final Table<Bucket> rows;

  Store(Foundation foundation) {
    this.region = foundation.region();
    this.rows = new Table<>(foundation.time());
  }

  void put(Bucket bucket) {
    rows.put(bucket.name(), bucket);
  }

  /**
   * @throws ApiError if it had none then, or was not here
   */
  String policy(String name, Instant asOf) {
    Bucket bucket =
        rows.get(name, asOf)
            .orElseThrow(
                () ->
                    new ApiError(NOT_FOUND, "NoSuchBucket", "The specified bucket does not exist"));
    if (!bucket.region().equals(region)) {
      throw new ApiError(
          MOVED,
          "PermanentRedirect",
          "The bucket you are attempting to access must be addressed using the specified endpoint."
              + " Please send all future requests to this endpoint.");
    }
    return bucket
        .policy()
        .orElseThrow(
            () ->
                new ApiError(NOT_FOUND, "NoSuchBucketPolicy", "The bucket policy does not exist"));
  }

  @Override
  public boolean allows(String bucket, String service, String action, String resourceArn) {
    return rows.get(bucket)
        .filter(each -> each.region().equals(region))
        .filter(each -> each.allows(service, action, resourceArn))
        .isPresent();
  }
}
