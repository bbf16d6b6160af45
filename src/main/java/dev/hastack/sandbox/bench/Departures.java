package dev.hastack.sandbox.bench;

import dev.hastack.sandbox.aws.front.CallRecord;
import dev.hastack.sandbox.aws.front.RecordedCall;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What the account heard of servers that were to go, by its own clock.
 *
 * @param left when each was first named in a {@code DeregisterTargets} that had effect
 * @param calls how many of those there were
 * @param throttled how many were refused
 * @param replacedTwice those that a group was told more than once to end and replace
 */
record Departures(Map<String, Instant> left, int calls, int throttled, Set<String> replacedTwice) {
  private static final String DEREGISTER = "DeregisterTargets";
  private static final String REPLACE = "TerminateInstanceInAutoScalingGroup";

  /** Those that the record remembers, from a moment on. */
  static Departures since(CallRecord record, Instant then) {
    List<RecordedCall> calls =
        record.calls(
            call ->
                !call.call().time().isBefore(then)
                    && (is(DEREGISTER).test(call) || is(REPLACE).test(call)));
    List<RecordedCall> deregistrations = calls.stream().filter(is(DEREGISTER)).toList();
    List<RecordedCall> effective = deregistrations.stream().filter(RecordedCall::effect).toList();
    var left = new HashMap<String, Instant>();
    effective.forEach(
        call ->
            call.concerns().forEach(id -> left.merge(id, call.call().time(), Departures::earlier)));
    return new Departures(
        left, effective.size(), deregistrations.size() - effective.size(), replacedTwice(calls));
  }

  private static Predicate<RecordedCall> is(String operation) {
    return call -> call.call().operation().equals(operation);
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static Set<String> replacedTwice(List<RecordedCall> calls) {
    Map<String, Long> times =
        calls.stream()
            .filter(is(REPLACE))
            .filter(RecordedCall::effect)
            .flatMap(call -> call.concerns().stream())
            .filter(concern -> concern.startsWith("i-"))
            .collect(Collectors.groupingBy(id -> id, Collectors.counting()));
    times.values().removeIf(count -> count < 2);
    return Set.copyOf(times.keySet());
  }

  /** How many of some have left. */
  long of(Collection<String> servers) {
    return servers.stream().filter(left::containsKey).count();
  }

  /**
   * How long after a moment the longest pause ended in which none left.
   *
   * @return empty when none left after that moment
   */
  Optional<Duration> longestPauseEnds(Instant then) {
    Instant before = then;
    Instant end = then;
    Duration longest = Duration.ZERO;
    for (Instant when : left.values().stream().filter(then::isBefore).sorted().toList()) {
      Duration pause = Duration.between(before, when);
      if (pause.compareTo(longest) > 0) {
        longest = pause;
        end = when;
      }
      before = when;
    }
    return Optional.of(Duration.between(then, end)).filter(Duration::isPositive);
  }
}
