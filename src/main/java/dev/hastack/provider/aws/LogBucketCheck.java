package dev.hastack.provider.aws;

import static dev.hastack.provider.aws.rights.Grant.TRAFFIC_LOG_BUCKETS;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.provider.aws.rights.AwsRight;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Whether access logs can be written to a bucket, as far as its policy can be read; whether they
 * really can AWS says when they are switched on. The policy is its owner's: what it lacks is said,
 * not written.
 *
 * @param accountId of the stack
 */
record LogBucketCheck(S3Client s3, String accountId) {
  static final List<AwsRight> RIGHTS =
      List.of(
          TRAFFIC_LOG_BUCKETS.toCall(
              "s3:GetBucketPolicy",
              "A bucket that lets no load balancer write its logs is said before one is told to."));

  private static final String FIELD = "spec.aws.loadBalancer.accessLogs.bucket is ";

  /** S3 API reference, Error responses: how S3 says that a bucket is of another region. */
  private static final Set<String> ELSEWHERE =
      Set.of("PermanentRedirect", "AuthorizationHeaderMalformed");

  /**
   * Looks at it.
   *
   * @throws AwsCallException with {@code INVALID} or {@code NOT_FOUND} when they cannot; with
   *     anything else when that could not be learnt
   */
  void run(String bucket, LogDelivery delivery) {
    List<LogDelivery.Grant> lacking = policy(bucket).lacking(delivery, accountId);
    if (!lacking.isEmpty()) {
      throw SpecChecks.invalid(
          "BucketPolicyLacksStatement",
          FIELD
              + bucket
              + ", whose policy does not let Elastic Load Balancing write logs there; add "
              + delivery.statements(lacking));
    }
  }

  private BucketPolicy policy(String bucket) {
    try {
      String text = s3.getBucketPolicy(request -> request.bucket(bucket)).policy();
      return BucketPolicy.parse(text)
          .orElseThrow(() -> unreadable("it is no JSON that can be understood"));
    } catch (AwsCallException refused) {
      String code = refused.failure().code();
      if (code.equals("NoSuchBucketPolicy")) {
        return BucketPolicy.NONE;
      }
      if (code.equals("NoSuchBucket")) {
        throw SpecChecks.notFound(
            "BucketNotFound", FIELD + bucket + ", which does not exist; correct it or make it");
      }
      if (ELSEWHERE.contains(code)) {
        throw SpecChecks.invalid(
            "BucketOfOtherRegion",
            FIELD
                + bucket
                + ", which is in another region, where a load balancer does not write its logs;"
                + " name a bucket of the stack's region");
      }
      throw unreadable(refused.failure().sentence());
    }
  }

  private static AwsCallException unreadable(String why) {
    return new AwsCallException(
        new Failure(FailureKind.UNKNOWN, "s3:GetBucketPolicy", "BucketPolicyUnread", why));
  }
}
