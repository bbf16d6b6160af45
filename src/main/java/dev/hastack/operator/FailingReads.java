package dev.hastack.operator;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * What a measurement could not read. Whatever kept it from that, the next period is another try;
 * one line of the log says that it began.
 *
 * @param <K> what is asked
 */
final class FailingReads<K> {
  private static final Logger LOG = Logger.getLogger(FailingReads.class);

  private final String what;
  private final Set<K> failing = ConcurrentHashMap.newKeySet();

  /**
   * @param what is read, for the log
   */
  FailingReads(String what) {
    this.what = what;
  }

  /** The answer, if there is one. */
  <T> Optional<T> read(K asked, String region, Supplier<T> read) {
    try {
      T answer = read.get();
      failing.remove(asked);
      return Optional.of(answer);
    } catch (RuntimeException e) {
      if (failing.add(asked)) {
        LOG.warnf("Could not read %s region=%s: %s", what, region, e);
      }
      return Optional.empty();
    }
  }
}
