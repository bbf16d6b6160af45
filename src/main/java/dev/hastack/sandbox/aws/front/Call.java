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

  private static final Pattern BATCH = Pattern.compile("Batch$");

  /** Whether it is meant to change something. */
  public boolean isWrite() {
    return isWrite(operation);
  }

  static boolean isWrite(String operation) {
    return !READ.matcher(operation).matches();
  }

  /** As {@code service:Operation}, which is mostly how IAM spells it too. */
  public String action() {
    return service + ":" + operation;
  }

  /**
   * As IAM spells it: CloudWatch signs by another name, and a batch is what it is a batch of ("The
   * service authorization reference").
   */
  String right() {
    String prefix = service.equals("monitoring") ? "cloudwatch" : service;
    return prefix + ":" + BATCH.matcher(operation).replaceFirst("");
  }

  Call by(Principal principal) {
    return new Call(
        number, time, principal.accountId(), region, principal.arn(), service, operation);
  }
}
