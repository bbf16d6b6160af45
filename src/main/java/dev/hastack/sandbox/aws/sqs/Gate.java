package dev.hastack.sandbox.aws.sqs;

import dev.hastack.sandbox.aws.world.ApiError;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Holds callers against the policy of a queue. Everything comes as if over TLS: the loopback
 * address has none, and a policy that wants it must not shut out whoever calls there.
 */
final class Gate {
  private Gate() {}

  /**
   * What the queue's policy says.
   *
   * @param conditions by the key in small letters
   */
  static Policy.Verdict verdict(
      QueueRow row, String principal, String action, Map<String, String> conditions) {
    String policy = row.text(QueueAttributeName.POLICY);
    if (policy.isEmpty()) {
      return Policy.Verdict.UNMENTIONED;
    }
    var all = new TreeMap<>(conditions);
    all.put("aws:securetransport", "true");
    return Policy.parse(policy).on(new Policy.Request(principal, action, row.arn(), all));
  }

  /**
   * Lets a caller of the account in, whose own policies allow it, unless the queue's denies it.
   *
   * @throws ApiError if it does
   */
  static void mustNotDeny(QueueRow row, String principalArn, String action) {
    if (verdict(row, principalArn, action, Map.of()) == Policy.Verdict.DENIED) {
      throw new ApiError(
          403,
          "AccessDeniedException",
          ("User: %s is not authorized to perform: %s on resource: %s with an explicit deny in a"
                  + " resource-based policy")
              .formatted(principalArn, action.toLowerCase(java.util.Locale.ROOT), row.arn()));
    }
  }
}
