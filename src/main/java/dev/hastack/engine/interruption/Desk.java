package dev.hastack.engine.interruption;

import dev.hastack.core.signal.FleetView;
import dev.hastack.core.signal.Interruption;
import dev.hastack.core.signal.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The cases of one stack. Confined to the lock of {@link InterruptionDesk}. */
final class Desk {
  /**
   * A view that is younger is good enough while signals pour in: what we do ourselves is in it, and
   * a load balancer looks at a target no more often than every five seconds (Elastic Load Balancing
   * API reference, HealthCheckIntervalSeconds).
   */
  static final Duration FRESH = Duration.ofSeconds(3);

  /** While a server has to leave whoever remains, for which it matters more who does. */
  static final Duration FRESH_AT_LATEST = Duration.ofSeconds(1);

  /** After a first failure, and after many. */
  static final Duration FIRST_PAUSE = Duration.ofMillis(250);

  static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /**
   * A storm's warnings of one stack come within a second or two. Where calls are scarce one call is
   * to take all of its servers out: no signal for so long, or so long after the first.
   */
  static final Duration QUIET = Duration.ofMillis(500);

  static final Duration HOLD = Duration.ofSeconds(2);

  /**
   * From one call that takes servers out to the next: those of a stack that are taken back one
   * right after the other share it. A call for each of 1,000 a second kept two cores so busy that
   * each waited longer than this.
   */
  static final Duration SPACING = Duration.ofMillis(150);

  final String stack;
  private final Map<String, Case> cases = new LinkedHashMap<>();
  private final Set<String> groups = new TreeSet<>();
  private final Set<String> inService = new HashSet<>();

  /** The longest of its target groups; before that is known, as long as it may matter. */
  private Duration delay = Interruption.NOTICE;

  private @Nullable FleetView view;
  private Instant viewedAt = Instant.MIN;

  /** When a view came that nothing has been done about yet. */
  private @Nullable Instant unusedSince;

  private Instant due = Instant.MAX;

  /** The first signal that nothing has been done about yet, and the last. */
  private @Nullable Instant saidSince;

  private Instant said = Instant.MIN;
  private Instant tookOut = Instant.MIN;
  private boolean attended;
  private int failuresInARow;
  private @Nullable Rank rank;

  /** How urgent it was found to be, and until when that holds unless something is said or done. */
  private record Rank(Instant urgency, Instant until) {}

  Desk(String stack) {
    this.stack = stack;
  }

  /** A view without one of its groups is none. */
  void isIn(String group) {
    if (groups.add(group)) {
      view = null;
    }
  }

  Set<String> groups() {
    return Set.copyOf(groups);
  }

  /** The case of a server, opened by its first signal. */
  Case open(Signal.OfServer signal) {
    rank = null;
    return cases.computeIfAbsent(signal.server(), server -> new Case(signal));
  }

  Collection<Case> cases() {
    return cases.values();
  }

  /**
   * The first moment at which requests of somebody could not be finished any more; of a server that
   * is out only its end, before which it wants to be replaced. What is over comes after whatever
   * can be saved yet, the newest of it first.
   */
  Instant urgency(Instant now) {
    Rank known = rank;
    if (known == null || !now.isBefore(known.until())) {
      known = rank(now);
      rank = known;
    }
    return known.urgency();
  }

  private Rank rank(Instant now) {
    Instant urgency = Instant.MAX;
    Instant until = Instant.MAX;
    for (Case each : cases.values()) {
      if (!each.isSettled()) {
        Instant own = urgency(each.interruption(), now);
        urgency = own.isBefore(urgency) ? own : urgency;
        Instant end = each.interruption().end();
        until = end.isBefore(until) ? end : until;
      }
    }
    return new Rank(urgency, until);
  }

  private Instant urgency(Interruption each, Instant now) {
    if (!each.end().isAfter(now)) {
      return now.plus(overdue(each, now));
    }
    if (each.deregistered().isPresent()) {
      return each.end();
    }
    return each.cause() == Interruption.Cause.GOING ? each.noticed() : each.latest(delay);
  }

  /** Longer than anything that is not over can still wait. */
  private static Duration overdue(Interruption ended, Instant now) {
    return Interruption.NOTICE.plus(Duration.between(ended.end(), now));
  }

  /** A signal came that wants something done. */
  void said(Instant now) {
    saidSince = saidSince == null ? now : saidSince;
    said = now;
    dueBy(now);
  }

  /** Whether it has something to be done, or tries again. */
  boolean isWaiting() {
    return saidSince != null || failuresInARow > 0;
  }

  /**
   * When it wants to be attended to.
   *
   * @param crowded whether calls to load balancers are scarce
   */
  Instant due(boolean crowded, Instant now) {
    Instant since = saidSince;
    if (since == null || view == null || !isGoodEnough(now)) {
      return due;
    }
    Instant held = crowded ? untilQuiet(since, now) : apart(now);
    return held.isAfter(due) ? held : due;
  }

  private Instant untilQuiet(Instant since, Instant now) {
    return Stream.of(said.plus(QUIET), since.plus(HOLD), urgency(now).minus(HOLD))
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  /** Unless the clock was set back since, or a deadline is near. */
  private Instant apart(Instant now) {
    Instant apart = tookOut.isAfter(now) ? now : tookOut.plus(SPACING);
    Instant latest = urgency(now);
    return latest.isBefore(apart) ? latest : apart;
  }

  void dueBy(Instant then) {
    due = then.isBefore(due) ? then : due;
  }

  boolean isAttended() {
    return attended;
  }

  void attend() {
    attended = true;
    due = Instant.MAX;
  }

  void leave() {
    attended = false;
    rank = null;
  }

  /** A view that is good enough to act on; it is fresh once, however long it took to come. */
  Optional<FleetView> viewToActOn(Instant now) {
    Optional<FleetView> good = Optional.ofNullable(view).filter(seen -> isGoodEnough(now));
    unusedSince = null;
    return good;
  }

  private boolean isGoodEnough(Instant now) {
    Duration fresh = urgency(now).isAfter(now) ? FRESH : FRESH_AT_LATEST;
    return hasNewView(now) || now.isBefore(viewedAt.plus(fresh));
  }

  /** Whether it was seen and nothing has been done about it yet. */
  boolean hasNewView(Instant now) {
    Instant unused = unusedSince;
    return view != null && unused != null && now.isBefore(unused.plus(FRESH));
  }

  /** Something is done about all that was said. */
  void acts() {
    saidSince = null;
  }

  /**
   * It was seen.
   *
   * @param at when the look began
   * @param now when it ended
   */
  void view(FleetView seen, Instant at, Instant now) {
    view = seen;
    viewedAt = at;
    unusedSince = now;
    delay = seen.deregistrationDelay();
    cases.values().forEach(each -> each.seen(seen, at));
  }

  /** It may not be so any more. */
  void forgetView() {
    view = null;
  }

  /** Servers were taken out. */
  void tookOut(Instant now) {
    tookOut = now;
  }

  /** A server whose hook is completed does not wait any more. */
  void terminating(String server) {
    FleetView seen = view;
    if (seen == null) {
      return;
    }
    var servers = new HashMap<>(seen.servers());
    servers.computeIfPresent(
        server,
        (id, each) ->
            new FleetView.Server(
                each.group(), each.zone(), each.type(), FleetView.State.TERMINATING));
    view = new FleetView(seen.stack(), seen.groups(), servers, seen.targetGroups());
  }

  /** What we did is in the view without asking for it. */
  void draining(String targetGroup, Collection<String> servers) {
    FleetView seen = view;
    if (seen == null) {
      return;
    }
    List<FleetView.TargetGroup> targetGroups =
        seen.targetGroups().stream()
            .map(each -> each.id().equals(targetGroup) ? draining(each, servers) : each)
            .toList();
    view = new FleetView(seen.stack(), seen.groups(), seen.servers(), targetGroups);
  }

  private static FleetView.TargetGroup draining(
      FleetView.TargetGroup targetGroup, Collection<String> servers) {
    var targets = new HashMap<>(targetGroup.targets());
    servers.forEach(
        server ->
            targets.computeIfPresent(
                server,
                (id, target) -> new FleetView.Target(target.zone(), FleetView.Health.DRAINING)));
    return new FleetView.TargetGroup(
        targetGroup.id(), targetGroup.deregistrationDelay(), targetGroup.crossZone(), targets);
  }

  /**
   * Those in service now that were not before; none on the first look, when nobody knows.
   *
   * @param healthy servers that serve
   */
  Set<String> newlyInService(Set<String> healthy) {
    var fresh = new HashSet<>(healthy);
    fresh.removeAll(inService);
    boolean first = inService.isEmpty();
    inService.addAll(healthy);
    return first ? Set.of() : fresh;
  }

  /** How long to wait after another failure. */
  Duration pauseAfterFailure() {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failuresInARow, 6));
    failuresInARow++;
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }

  void succeeded() {
    failuresInARow = 0;
  }
}
