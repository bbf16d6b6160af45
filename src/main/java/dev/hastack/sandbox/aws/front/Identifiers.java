package dev.hastack.sandbox.aws.front;

import dev.hastack.sandbox.aws.world.Chance;
import java.util.SplittableRandom;

/**
 * Unique ids in IAM's form ("IAM identifiers", IAM user guide): sixteen of these after a prefix.
 */
final class Identifiers {
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int LENGTH = 16;

  private Identifiers() {}

  /** Always the same for the same subject. */
  static String of(String subject) {
    return text(new Chance(0).of(subject), LENGTH);
  }

  static String text(SplittableRandom random, int length) {
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }
}
