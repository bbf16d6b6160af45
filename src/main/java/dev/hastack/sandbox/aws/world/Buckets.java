package dev.hastack.sandbox.aws.world;

/** The S3 buckets of one region of one account, as those deal with them that write there. */
public interface Buckets {

  /**
   * Whether a bucket exists and its policy allows something.
   *
   * @param service the service principal that wants to, for example {@code
   *     delivery.logs.amazonaws.com}
   * @param action as IAM spells it
   * @param resourceArn of the bucket or of an object in it
   */
  boolean allows(String bucket, String service, String action, String resourceArn);
}
