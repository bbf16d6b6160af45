package dev.hastack.core.status;

import dev.hastack.api.v1alpha1.InterruptionsStatus;
import dev.hastack.api.v1alpha1.SpotSpec;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The interruptions a person should know of: those of now, and those that an earlier status told
 * and whoever knew of them has forgotten since, as after a restart.
 */
final class InterruptionsView {
  private InterruptionsView() {}

  /** That AWS is not heard, where servers are to be drained when it takes them back. */
  static Optional<Verdict> verdict(PassFacts facts) {
    return facts
        .interruptions()
        .degraded()
        .filter(unused -> drains(facts))
        .map(
            why ->
                Verdict.yes(
                    Verdict.Reason.Unread,
                    "servers that AWS takes back are noticed late: " + why.sentence()));
  }

  private static boolean drains(PassFacts facts) {
    return !facts.deleting() && SpotSpec.draining(facts.stack()).isPresent();
  }

  static @Nullable InterruptionsStatus status(PassFacts facts) {
    Map<String, InterruptionsStatus.Interruption> byServer = new TreeMap<>();
    facts
        .before()
        .flatMap(status -> Optional.ofNullable(status.interruptions()))
        .flatMap(status -> Optional.ofNullable(status.latest()))
        .orElse(List.of())
        .forEach(each -> byServer.put(each.instance(), each));
    facts
        .interruptions()
        .latest()
        .forEach(each -> byServer.put(each.instance(), interruption(each)));
    if (byServer.isEmpty() && facts.interruptions().handling() == 0) {
      return null;
    }
    return new InterruptionsStatus(
        facts.interruptions().handling(),
        byServer.values().stream()
            .sorted(
                Comparator.comparing(InterruptionsStatus.Interruption::noticed)
                    .reversed()
                    .thenComparing(InterruptionsStatus.Interruption::instance))
            .limit(InterruptionsStatus.MAX_LATEST)
            .toList());
  }

  private static InterruptionsStatus.Interruption interruption(Interruptions.Interruption each) {
    return new InterruptionsStatus.Interruption(
        word(each.instance()),
        each.type().map(InterruptionsView::word).orElse(null),
        each.zone().map(InterruptionsView::word).orElse(null),
        word(each.kind()),
        each.noticed().truncatedTo(ChronoUnit.SECONDS).toString(),
        seconds(each.deregisteredAfter()),
        seconds(each.replacedAfter()));
  }

  private static String word(String text) {
    return Bounded.text(text, InterruptionsStatus.MAX_WORD_CHARACTERS);
  }

  /** AWS's clock may be ahead of ours. */
  private static @Nullable Integer seconds(Optional<Duration> duration) {
    return duration.map(after -> (int) Math.max(0, after.toSeconds())).orElse(null);
  }
}
