package dev.hastack.engine.interruption;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.signal.FleetView;
import dev.hastack.core.signal.Interruption;
import dev.hastack.core.signal.Reaction;
import dev.hastack.core.signal.SignalPolicy;
import dev.hastack.provider.Fleets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One look at one stack, or one act on what was seen: of a stack of which nothing fresh is known it
 * is read, and whatever was said until that is done is then decided on. Only {@link #attend} waits
 * for the network, and it touches nothing that is shared.
 */
final class Attendance {
  private static final Duration SPEC_PAUSE = Duration.ofSeconds(1);
  private static final Duration URGENT_PAUSE = Duration.ofSeconds(1);

  /** How often it is looked whether a replacement is in service, which only statistics want. */
  private static final Duration REPLACEMENT_PAUSE = Duration.ofSeconds(15);

  private final Fleets fleets;
  private final Function<String, StackWord> words;
  private final InterruptionListener listener;
  private final CallBudget budget;

  Attendance(
      Fleets fleets,
      Function<String, StackWord> words,
      InterruptionListener listener,
      CallBudget budget) {
    this.fleets = fleets;
    this.words = words;
    this.listener = listener;
    this.budget = budget;
  }

  /**
   * What is known when a look begins.
   *
   * @param at when that was
   */
  record Visit(
      Instant at,
      String stack,
      Set<String> groups,
      List<Interruption> interruptions,
      Map<String, Integer> versions,
      Optional<FleetView> fresh) {}

  /** What came of it. */
  sealed interface Report {
    /** The spec says that servers are left alone. */
    record Ignored() implements Report {}

    /** Nothing is known, so nothing was done. */
    record Blind(Optional<Failure> why) implements Report {}

    /** The stack was seen. */
    record Looked(Visit visit, FleetView view) implements Report {}

    /**
     * What was seen was acted on.
     *
     * @param done the reactions that succeeded
     * @param failed what did not, and why
     */
    record Attended(
        Visit visit,
        SignalPolicy.Decision decision,
        List<Reaction> done,
        Map<Reaction, Failure> failed)
        implements Report {}
  }

  Visit visit(Desk desk, Instant now) {
    var versions = new HashMap<String, Integer>();
    desk.cases().forEach(each -> versions.put(each.interruption().server(), each.version()));
    Optional<FleetView> fresh = desk.viewToActOn(now);
    fresh.ifPresent(seen -> desk.acts());
    return new Visit(
        now,
        desk.stack,
        desk.groups(),
        desk.cases().stream().map(Case::interruption).toList(),
        versions,
        fresh);
  }

  Report attend(Visit visit, Instant now) {
    return switch (words.apply(visit.stack())) {
      case StackWord.Unknown ignored -> new Report.Blind(Optional.empty());
      case StackWord.Ignores ignored -> new Report.Ignored();
      case StackWord.Drains drains -> {
        if (visit.fresh().isPresent()) {
          yield act(visit, visit.fresh().get(), drains, now);
        }
        yield switch (fleets.view(visit.stack(), visit.groups())) {
          case Fleets.Read.Unread<FleetView> unread -> new Report.Blind(Optional.of(unread.why()));
          case Fleets.Read.Seen<FleetView> seen -> new Report.Looked(visit, seen.value());
        };
      }
    };
  }

  private Report act(Visit visit, FleetView view, StackWord.Drains drains, Instant now) {
    SignalPolicy.Decision decision =
        new SignalPolicy(drains.minHealthyPercentage()).decide(view, visit.interruptions(), now);
    var done = new ArrayList<Reaction>();
    var failed = new HashMap<Reaction, Failure>();
    var throttled = new HashMap<Class<? extends Reaction>, Failure>();
    for (Reaction reaction : byUrgency(decision.reactions())) {
      Failure refused = throttled.get(reaction.getClass());
      if (refused != null) {
        // Others wait for this thread to take their servers out.
        failed.put(reaction, refused);
        continue;
      }
      switch (fleets.react(reaction)) {
        case Outcome.Failed failure -> {
          failed.put(reaction, failure.failure());
          if (failure.failure().kind() == FailureKind.THROTTLED) {
            throttled.put(reaction.getClass(), failure.failure());
          }
        }
        case Outcome.Done ignored -> done.add(reaction);
        case Outcome.Waiting ignored -> done.add(reaction);
      }
    }
    return new Report.Attended(visit, decision, done, failed);
  }

  /** A load balancer that refuses one call after another answers the most urgent first. */
  private static List<Reaction> byUrgency(List<Reaction> reactions) {
    return reactions.stream()
        .sorted(
            Comparator.comparing(
                reaction ->
                    reaction instanceof Reaction.Deregister deregister
                        ? deregister.urgency()
                        : Instant.MAX))
        .toList();
  }

  /**
   * Writes down what came of a look.
   *
   * @return receipts of messages that have had their effect
   */
  Set<String> close(Desk desk, Report report, Instant now) {
    return switch (report) {
      case Report.Ignored ignored -> {
        var receipts = new HashSet<String>();
        for (Case each : desk.cases()) {
          listener.dropped(InterruptionListener.Dropped.IGNORED);
          receipts.addAll(each.receipts());
        }
        desk.cases().clear();
        yield receipts;
      }
      case Report.Blind blind -> {
        if (blind.why().isEmpty()) {
          // It does not wait for its load balancer.
          desk.acts();
        }
        blind.why().ifPresent(listener::failed);
        desk.dueBy(now.plus(blind.why().isPresent() ? desk.pauseAfterFailure() : SPEC_PAUSE));
        yield Set.of();
      }
      case Report.Looked looked -> {
        desk.view(looked.view(), looked.visit().at(), now);
        if (!showsAll(looked, desk)) {
          desk.forgetView();
        }
        replaced(desk, looked.view(), now);
        // Not by the clock, which the next message may set back.
        desk.dueBy(Instant.MIN);
        yield Set.of();
      }
      case Report.Attended attended -> close(desk, attended, now);
    };
  }

  /** A server that was told of while the stack was read may have come after that. */
  private static boolean showsAll(Report.Looked looked, Desk desk) {
    return desk.cases().stream()
        .map(each -> each.interruption().server())
        .allMatch(
            server ->
                looked.visit().versions().containsKey(server)
                    || looked.view().servers().containsKey(server));
  }

  private Set<String> close(Desk desk, Report.Attended report, Instant now) {
    if (report.failed().entrySet().stream().anyMatch(Attendance::mayHaveLeft)) {
      desk.forgetView();
    }
    report.done().forEach(reaction -> done(desk, reaction, now));
    if (report.done().stream().anyMatch(Reaction.Deregister.class::isInstance)) {
      budget.letIn(now);
      desk.tookOut(now);
    }
    if (report.failed().entrySet().stream().anyMatch(Attendance::isRefused)) {
      budget.refused();
    }
    report.failed().values().stream().distinct().forEach(listener::failed);
    if (report.failed().isEmpty()) {
      desk.succeeded();
    } else {
      desk.dueBy(now.plus(pause(desk, report.failed().keySet())));
    }
    report.decision().lookAgain().ifPresent(desk::dueBy);
    if (desk.cases().stream().anyMatch(Case::awaitsReplacement)) {
      desk.dueBy(now.plus(REPLACEMENT_PAUSE));
    }
    return settle(desk, report);
  }

  /** Whether the load balancer has had more calls than it takes. */
  private static boolean isRefused(Map.Entry<Reaction, Failure> failed) {
    return failed.getKey() instanceof Reaction.Deregister
        && failed.getValue().kind() == FailureKind.THROTTLED;
  }

  /** Whether servers may be out all the same, as where only the answer was lost. */
  private static boolean mayHaveLeft(Map.Entry<Reaction, Failure> failed) {
    return failed.getKey() instanceof Reaction.Deregister && !isRefused(failed);
  }

  /** What lets requests end is tried again soon, whatever else fails of the stack. */
  private static Duration pause(Desk desk, Set<Reaction> failed) {
    Duration pause = desk.pauseAfterFailure();
    boolean urgent = failed.stream().anyMatch(Reaction.Deregister.class::isInstance);
    return urgent && pause.compareTo(URGENT_PAUSE) > 0 ? URGENT_PAUSE : pause;
  }

  private void done(Desk desk, Reaction reaction, Instant now) {
    switch (reaction) {
      case Reaction.Deregister left -> {
        desk.draining(left.targetGroup(), left.servers());
        for (Case each : casesOf(desk, left.servers())) {
          boolean first = each.interruption().deregistered().isEmpty();
          each.became(each.interruption().deregisteredAt(now));
          if (first) {
            listener.deregistered(desk.stack, Interrupted.of(each));
          }
        }
      }
      case Reaction.Replace replace ->
          casesOf(desk, Set.of(replace.server()))
              .forEach(each -> each.became(each.interruption().replacedAt(now)));
      case Reaction.CompleteHook complete -> {
        desk.terminating(complete.server());
        casesOf(desk, Set.of(complete.server()))
            .forEach(each -> each.became(each.interruption().withoutHook()));
      }
    }
  }

  private static List<Case> casesOf(Desk desk, Set<String> servers) {
    return desk.cases().stream()
        .filter(each -> servers.contains(each.interruption().server()))
        .toList();
  }

  /** What was seen in service for the first time stands in for those that went the longest ago. */
  private void replaced(Desk desk, FleetView view, Instant now) {
    Set<String> ending =
        desk.cases().stream()
            .map(each -> each.interruption().server())
            .collect(Collectors.toUnmodifiableSet());
    Set<String> serving =
        view.servers().entrySet().stream()
            .filter(each -> each.getValue().state() == FleetView.State.IN_SERVICE)
            .map(Map.Entry::getKey)
            .filter(server -> !ending.contains(server))
            .filter(server -> isHealthy(view, server))
            .collect(Collectors.toUnmodifiableSet());
    Iterator<Case> awaiting =
        desk.cases().stream()
            .filter(Case::awaitsReplacement)
            .sorted(Comparator.comparing(each -> each.interruption().noticed()))
            .iterator();
    for (int count = desk.newlyInService(serving).size();
        count > 0 && awaiting.hasNext();
        count--) {
      Case each = awaiting.next();
      each.replacedBy(now);
      listener.replaced(desk.stack, Interrupted.of(each));
    }
  }

  private static boolean isHealthy(FleetView view, String server) {
    return view.targetGroups().stream()
        .allMatch(
            targetGroup ->
                Optional.ofNullable(targetGroup.targets().get(server))
                    .map(target -> target.health() == FleetView.Health.HEALTHY)
                    .orElse(false));
  }

  /** A case on which a signal came meanwhile is looked at again. */
  private static Set<String> settle(Desk desk, Report.Attended report) {
    Set<String> unsettled =
        report.failed().keySet().stream()
            .flatMap(reaction -> servers(reaction).stream())
            .collect(Collectors.toCollection(HashSet::new));
    unsettled.addAll(report.decision().heldBack());
    var receipts = new HashSet<String>();
    for (Case each : desk.cases()) {
      String server = each.interruption().server();
      Integer version = report.visit().versions().get(server);
      if (version != null && version == each.version() && !unsettled.contains(server)) {
        each.settle();
        receipts.addAll(each.receipts());
        each.receipts().clear();
      }
    }
    return receipts;
  }

  private static Set<String> servers(Reaction reaction) {
    return switch (reaction) {
      case Reaction.Deregister deregister -> deregister.servers();
      case Reaction.Replace replace -> Set.of(replace.server());
      case Reaction.CompleteHook complete -> Set.of(complete.server());
    };
  }
}
