package dev.hastack.sandbox.aws.ec2;

import dev.hastack.sandbox.aws.world.Chance;
import dev.hastack.sandbox.aws.world.Foundation;
import java.util.Map;
import java.util.TreeMap;

/**
 * Ids as EC2 gives them: a prefix and 17 hex digits. They look random and are not: the same story
 * makes the same ids, whatever its seed.
 */
final class Ids {
  private static final Chance DIGITS = new Chance(0);

  private final String owner;
  private final Map<String, Integer> made = new TreeMap<>();

  Ids(Foundation foundation) {
    this.owner = foundation.accountId() + " " + foundation.region();
  }

  /** An id that was not given before. */
  String next(String prefix) {
    return of(owner, prefix, Integer.toString(made.merge(prefix, 1, Integer::sum)));
  }

  /** As Spot requests have it: eight characters. */
  String nextSpotRequest() {
    return "sir-" + next("sir").substring("sir-0".length(), "sir-0".length() + 8);
  }

  /** The id of what Amazon owns: the same in every account. */
  static String ofAmazon(String prefix, String region, String name) {
    return of("amazon " + region, prefix, name);
  }

  private static String of(String owner, String prefix, String name) {
    long digits = DIGITS.of(owner + " " + prefix + " " + name).nextLong();
    return "%s-0%016x".formatted(prefix, digits);
  }
}
