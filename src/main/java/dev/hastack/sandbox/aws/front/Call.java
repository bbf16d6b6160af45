package dev.hastack.sandbox.aws.front;

import java.time.Instant;
import java.util.regex.Pattern;

/**
 * Which call it is.
 *
 * @param number in the order in which calls came in, from 0
 * @param time when it came in
 * @param accountId that answers; empty when the access key belongs to nobody
 * @param principalArn who calls; {@code unknown} when the access key belongs to nobody
 * @param service its signing name, which is its prefix in IAM too
 * @param operation as AWS has it, for example {@code DescribeInstances}
 */
public record Call(
    long number,
    Instant time,
    String accountId,
    String region,
    String principalArn,
    String service,
    String operation) {
  private static final Pattern READ = Pattern.compile("(Describe|Get|List|AssumeRole).*");

  /** Whether it is meant to change something. */
  public boolean isWrite() {
    return isWrite(operation);
  }

  static boolean isWrite(String operation) {
    return !READ.matcher(operation).matches();
  }

  /** As IAM spells it: {@code service:Operation}. */
  public String action() {
    return service + ":" + operation;
  }

  Call by(Principal principal) {
    return new Call(
        number, time, principal.accountId(), region, principal.arn(), service, operation);
  }
}
