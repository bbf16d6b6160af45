package dev.hastack.operator.signal;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * For how long each message in hand stays ours, so that only those are kept for which it is time.
 * Most have had their effect long before. Used by one thread, by a clock that never goes back.
 */
final class Keeping {
  /** How often to look. */
  static final Duration PERIOD = Duration.ofSeconds(5);

  /** Kept when less than this is left: time for two tries more. */
  static final Duration RESERVE = PERIOD.multipliedBy(3);

  private final Duration visibility;
  private final Map<String, Instant> until = new HashMap<>();
  private Instant looked = Instant.MAX;

  /**
   * @param visibility for how long a message is ours, from its receipt and each time it is kept
   */
  Keeping(Duration visibility) {
    this.visibility = visibility;
  }

  /** The messages to keep now, those with the least time left first. */
  List<String> due(Set<String> inHand, Instant now) {
    until.keySet().retainAll(inHand);
    // What was not there at the last look may have come right after it, however long that took.
    Instant last = looked.isBefore(now.minus(PERIOD)) ? looked : now.minus(PERIOD);
    inHand.forEach(receipt -> until.putIfAbsent(receipt, last.plus(visibility)));
    looked = now;
    Instant soon = now.plus(RESERVE);
    return until.entrySet().stream()
        .filter(each -> !each.getValue().isAfter(soon))
        .sorted(Map.Entry.<String, Instant>comparingByValue(Comparator.naturalOrder()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** They were kept by a call that began then. */
  void kept(Collection<String> receipts, Instant then) {
    receipts.forEach(receipt -> until.put(receipt, then.plus(visibility)));
  }
}
