package dev.hastack.sandbox.aws.world;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * Seeded chance. Each subject draws from a stream of its own, so that one more draw by one part of
 * the world does not change what befalls the others.
 *
 * @param seed reproduces the story; print it when something fails
 */
public record Chance(long seed) {

  /** The stream of one subject, for example {@code boot i-0123}. */
  public SplittableRandom of(String subject) {
    // SplittableRandom scrambles its seed, so neighbouring ones give unrelated streams.
    return new SplittableRandom(seed * 0x9E3779B97F4A7C15L ^ hash(subject));
  }

  /** A length of time between two, evenly. */
  public static Duration between(SplittableRandom random, Duration least, Duration most) {
    return least.plusMillis(random.nextLong(most.minus(least).toMillis() + 1));
  }

  /** FNV-1a over the characters; the language's own string hash has 32 bits only. */
  private static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int index = 0; index < text.length(); index++) {
      hash = (hash ^ text.charAt(index)) * 0x100000001b3L;
    }
    return hash;
  }
}
