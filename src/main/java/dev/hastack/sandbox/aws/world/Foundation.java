package dev.hastack.sandbox.aws.world;

/**
 * What each service of one region of one account is built on.
 *
 * @param accountId twelve digits
 * @param region for example {@code us-east-1}
 */
public record Foundation(
    SimulatedTime time, Chance chance, CurrentCall call, String accountId, String region) {

  /** An ARN of this region, as {@code arn:aws:SERVICE:REGION:ACCOUNT:RESOURCE}. */
  public String arn(String service, String resource) {
    return "arn:aws:%s:%s:%s:%s".formatted(service, region, accountId, resource);
  }
}
