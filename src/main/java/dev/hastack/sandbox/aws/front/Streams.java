package dev.hastack.sandbox.aws.front;

import dev.hastack.sandbox.aws.world.Chance;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Chance that goes on: the next draw of a subject follows its last one. */
final class Streams {
  private final Chance chance;
  private final Map<String, SplittableRandom> bySubject = new HashMap<>();

  Streams(Chance chance) {
    this.chance = chance;
  }

  SplittableRandom of(String subject) {
    return bySubject.computeIfAbsent(subject, chance::of);
  }
}
