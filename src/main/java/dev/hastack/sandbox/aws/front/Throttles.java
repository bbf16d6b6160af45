package dev.hastack.sandbox.aws.front;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkPojo;

/** The token buckets of all accounts and regions. */
final class Throttles {
  private final Map<String, TokenBucket> buckets = new HashMap<>();

  /**
   * Whether a call is let through; one that is not costs no token.
   *
   * @param factor the share of AWS's rates that is granted now
   */
  boolean admit(Call call, SdkPojo request, double factor) {
    Members members = new Members(request);
    Rate rate = ThrottleRates.requests(call, members);
    String key =
        "%s %s %s %s".formatted(call.accountId(), call.region(), call.action(), rate.burst());
    if (!take(key, call, rate.scaled(factor), 1)) {
      return false;
    }
    Optional<Rate> resources = ThrottleRates.resources(call);
    return resources.isEmpty()
        || take(key + " items", call, resources.get().scaled(factor), members.size("InstanceIds"));
  }

  private boolean take(String key, Call call, Rate rate, double wanted) {
    return buckets
        .computeIfAbsent(key, first -> new TokenBucket(call.time(), rate))
        .take(call.time(), rate, wanted);
  }
}
