package dev.hastack.core.status;

import static java.util.stream.Collectors.joining;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.HoldReason;
import dev.hastack.core.plan.Obstacle;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.render.PlanSentence;
import dev.hastack.core.render.PlanText;
import dev.hastack.core.stack.ObservedStack;
import dev.hastack.core.status.Verdict.Reason;
import dev.hastack.core.tenancy.Allowance;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** One small function a condition. */
final class Verdicts {
  /** What Ready says from the first pass of a deletion to the last. */
  static final String BEING_DELETED = "the stack is being deleted";

  private static final String LOOKED_AGAIN =
      "nothing of the stack is seen any more; it is looked again, as AWS may show late what was"
          + " made just before the deletion";

  private static final int MOST_FINDINGS = 8;

  private Verdicts() {}

  static Map<ConditionType, Verdict> of(PassFacts facts) {
    var verdicts = new EnumMap<ConditionType, Verdict>(ConditionType.class);
    Verdict stalled = stalled(facts);
    Verdict fleet = TierVerdicts.fleet(facts);
    var traffic = new TrafficView(facts);
    Optional<Verdict> reached = traffic.verdict();
    Optional<Verdict> needed = traffic.isPartOfStack() ? reached : Optional.empty();
    Optional<Verdict> database = new DatabaseView(facts).verdict();
    List<Verdict> tiers = Stream.concat(needed.stream(), database.stream()).toList();
    verdicts.put(ConditionType.Ready, ready(facts, stalled, fleet, tiers));
    verdicts.put(ConditionType.Reconciling, reconciling(facts, stalled, fleet, tiers));
    verdicts.put(ConditionType.Stalled, stalled);
    verdicts.put(ConditionType.Synced, synced(facts));
    verdicts.put(ConditionType.Drifted, drifted(facts));
    verdicts.put(ConditionType.FleetReady, fleet);
    ApprovalView.verdict(facts)
        .ifPresent(verdict -> verdicts.put(ConditionType.AwaitingApproval, verdict));
    FallbackView.verdict(facts)
        .ifPresent(verdict -> verdicts.put(ConditionType.CapacityAtRisk, verdict));
    InterruptionsView.verdict(facts)
        .ifPresent(verdict -> verdicts.put(ConditionType.SignalsDegraded, verdict));
    reached.ifPresent(verdict -> verdicts.put(ConditionType.TrafficReady, verdict));
    database.ifPresent(verdict -> verdicts.put(ConditionType.DatabaseReady, verdict));
    return verdicts;
  }

  private static Verdict ready(
      PassFacts facts, Verdict stalled, Verdict fleet, List<Verdict> tiers) {
    if (facts.deleting()) {
      return Verdict.no(
          Reason.Deleting,
          facts.paused()
              ? "the stack is to be deleted; that waits while the annotation hastack.dev/paused is"
                  + " there"
              : BEING_DELETED);
    }
    if (stalled.isTrue()) {
      return Verdict.no(stalled.reason(), stalled.message());
    }
    if (!facts.unread().isEmpty()) {
      return Verdict.unknown(Reason.Unread, sentences(facts.unread()));
    }
    if (!fleet.isTrue()) {
      return fleet;
    }
    Optional<Verdict> unready = tiers.stream().filter(tier -> !tier.isTrue()).findFirst();
    if (unready.isPresent()) {
      return unready.get();
    }
    Stream<String> missing =
        Stream.concat(
                facts.plan().effective().stream()
                    .filter(change -> !(facts.outcomes().get(change.id()) instanceof Outcome.Done)),
                facts.plan().held().stream().map(Plan.Held::change))
            .filter(Change.Create.class::isInstance)
            .map(change -> change.id() + " is missing");
    return Stream.concat(missing, obstacles(facts, Obstacle.BeingDeleted.class::isInstance))
        .findFirst()
        .map(what -> Verdict.no(Reason.NotReady, what))
        .orElseGet(() -> Verdict.yes(Reason.Ready, fleet.message()));
  }

  private static Verdict reconciling(
      PassFacts facts, Verdict stalled, Verdict fleet, List<Verdict> tiers) {
    if (facts.paused()) {
      return Verdict.no(Reason.Paused, "the annotation hastack.dev/paused holds every change");
    }
    if (stalled.isTrue()) {
      return Verdict.no(stalled.reason(), stalled.message());
    }
    List<Failure> failures = failures(facts);
    if (!failures.isEmpty()) {
      return Verdict.yes(reason(failures.getFirst().kind()), sentences(failures));
    }
    List<String> waiting =
        Stream.concat(
                facts.waiting().stream(), obstacles(facts, Obstacle.BeingDeleted.class::isInstance))
            .toList();
    if (!waiting.isEmpty()) {
      return Verdict.yes(Reason.Waiting, String.join("; ", waiting));
    }
    if (facts.deleting()) {
      boolean isLooking = facts.observed().isEmpty() && !facts.released();
      return Verdict.yes(Reason.Deleting, isLooking ? LOOKED_AGAIN : PlanSentence.of(facts.plan()));
    }
    boolean applied =
        facts.plan().effective().stream()
            .anyMatch(
                change -> change instanceof Change.Create || DriftList.rest(change).isPresent());
    if (applied) {
      return Verdict.yes(Reason.Applying, PlanSentence.of(facts.plan()));
    }
    Optional<Verdict> approval = ApprovalView.verdict(facts).filter(Verdict::isTrue);
    if (approval.isPresent()) {
      // Not done: what kubectl, Flux and Argo CD wait for comes only once somebody approved it.
      return approval.get();
    }
    if (Set.of(Reason.Scaling, Reason.LaunchFailing, Reason.NotCreated).contains(fleet.reason())) {
      return Verdict.yes(fleet.reason(), fleet.message());
    }
    return laterStep(facts)
        .or(
            () ->
                tiers.stream()
                    .filter(verdict -> TrafficView.underWay().contains(verdict.reason()))
                    .findFirst()
                    .map(verdict -> Verdict.yes(verdict.reason(), verdict.message())))
        .orElseGet(() -> Verdict.no(Reason.Settled, "nothing is under way"));
  }

  private static Optional<Verdict> laterStep(PassFacts facts) {
    return facts.plan().held().stream()
        .filter(
            held -> held.reason() == HoldReason.Migrating || held.reason() == HoldReason.LaterStep)
        .findFirst()
        .map(
            held ->
                Verdict.yes(
                    held.reason() == HoldReason.Migrating ? Reason.Migrating : Reason.Waiting,
                    held.change().id() + " " + held.why()));
  }

  private static Verdict stalled(PassFacts facts) {
    var troubles = new ArrayList<Verdict>();
    Stream.concat(failures(facts).stream(), facts.unread().stream())
        .distinct()
        .filter(failure -> isStalling(facts, failure))
        .forEach(failure -> troubles.add(Verdict.yes(reason(failure), failure.sentence())));
    notOwned(facts).forEach(what -> troubles.add(Verdict.yes(Reason.NotOwned, what)));
    facts.plan().held().stream()
        .filter(held -> held.reason() == HoldReason.DatabaseLost)
        .forEach(
            held ->
                troubles.add(
                    Verdict.yes(Reason.DatabaseLost, held.change().id() + ": " + held.why())));
    deletionProtected(facts)
        .forEach(why -> troubles.add(Verdict.yes(Reason.DeletionProtected, why)));
    return troubles.isEmpty()
        ? Verdict.nothingStalled()
        : Verdict.yes(
            troubles.getFirst().reason(),
            troubles.stream().map(Verdict::message).collect(joining("; ")));
  }

  /** The word for what is wrong with a stack or an account as a whole. */
  static Reason reason(Failure failure) {
    return switch (failure.code()) {
      case StatusProjector.ACCOUNT_MISMATCH -> Reason.AccountMismatch;
      case Allowance.NOT_ALLOWED -> Reason.NotAllowed;
      default -> reason(failure.kind());
    };
  }

  private static boolean isStalling(PassFacts facts, Failure failure) {
    return switch (failure.kind()) {
      case UNAUTHORIZED, INVALID, QUOTA -> true;
      // A thing the spec names and nobody has; for anything else, a race that the next pass
      // settles.
      case NOT_FOUND -> facts.obstacle().filter(failure::equals).isPresent();
      case THROTTLED, TRANSIENT, CONFLICT, CAPACITY, UNKNOWN -> false;
    };
  }

  /** What has our names and is not ours. */
  static List<String> notOwned(PassFacts facts) {
    return obstacles(facts, Obstacle.NotOwned.class::isInstance).toList();
  }

  /** What keeps the stack from being deleted. */
  static List<String> deletionProtected(PassFacts facts) {
    return facts.plan().held().stream()
        .filter(held -> held.reason() == HoldReason.DeletionProtected)
        .map(Plan.Held::why)
        .distinct()
        .toList();
  }

  private static Verdict synced(PassFacts facts) {
    Verdict verdict = comparison(facts);
    String copies =
        facts.observed().foreignCopies().stream()
            .map(copy -> copy.physicalName())
            .distinct()
            .sorted()
            .collect(joining(", "));
    String left = copies.isEmpty() ? "" : "; left alone, though they carry its tags: " + copies;
    String findings = findings(facts).map(finding -> "; " + finding.sentence()).collect(joining());
    return new Verdict(verdict.status(), verdict.reason(), verdict.message() + left + findings);
  }

  /** As many as a message has room for. */
  static Stream<ObservedStack.Finding> findings(PassFacts facts) {
    return facts.observed().findings().stream()
        .distinct()
        .sorted(Comparator.comparing(ObservedStack.Finding::sentence))
        .limit(MOST_FINDINGS);
  }

  private static Verdict comparison(PassFacts facts) {
    List<Failure> unread = facts.unread();
    List<Failure> failures = failures(facts);
    if (facts.obstacle().isPresent()) {
      return Verdict.no(Reason.Failed, sentences(failures));
    }
    if (!unread.isEmpty()) {
      return Verdict.unknown(
          Reason.Unread, sentences(Stream.concat(unread.stream(), failures.stream()).toList()));
    }
    if (facts.paused()) {
      return facts.plan().isEmpty()
          ? Verdict.yes(Reason.Paused, "paused; nothing would be changed")
          : Verdict.no(Reason.Paused, "paused; would: " + PlanSentence.of(facts.plan()));
    }
    if (!failures.isEmpty()) {
      return Verdict.no(Reason.Failed, sentences(failures));
    }
    if (!facts.plan().isEmpty()) {
      return Verdict.no(Reason.Applying, PlanSentence.of(facts.plan()));
    }
    Optional<Verdict> approval = ApprovalView.verdict(facts).filter(Verdict::isTrue);
    List<String> heldBack =
        Stream.concat(
                Stream.concat(
                    approval.map(Verdict::message).stream(), obstacles(facts, obstacle -> true)),
                facts.plan().held().stream()
                    .filter(held -> held.reason() != HoldReason.AwaitingApproval)
                    .map(held -> held.change().id() + ": " + held.reason() + ", " + held.why()))
            .distinct()
            .toList();
    return heldBack.isEmpty()
        ? Verdict.yes(Reason.InSync, "the cloud matches the stack")
        : Verdict.no(
            approval.map(Verdict::reason).orElse(Reason.Held), String.join("; ", heldBack));
  }

  private static Verdict drifted(PassFacts facts) {
    List<Change> drift = DriftList.changes(facts.plan());
    if (drift.isEmpty()) {
      return facts.obstacle().isPresent() || !facts.unread().isEmpty()
          ? Verdict.unknown(
              Reason.Unread,
              facts.unread().isEmpty()
                  ? "the stack could not be compared"
                  : sentences(facts.unread()))
          : Verdict.no(Reason.NoDrift, "nobody changed anything");
    }
    String sentence = PlanSentence.of(drift);
    if (isHeld(facts, HoldReason.NotConverging)) {
      return Verdict.yes(Reason.NotConverging, sentence);
    }
    if (isHeld(facts, HoldReason.ReportOnly) || facts.paused()) {
      return Verdict.yes(Reason.Reported, sentence);
    }
    boolean corrected =
        drift.stream()
            .allMatch(change -> facts.outcomes().get(change.id()) instanceof Outcome.Done);
    return Verdict.yes(corrected ? Reason.Corrected : Reason.Correcting, sentence);
  }

  private static boolean isHeld(PassFacts facts, HoldReason reason) {
    return facts.plan().held().stream().anyMatch(held -> held.reason() == reason);
  }

  private static Stream<String> obstacles(PassFacts facts, Predicate<Obstacle> which) {
    return facts.plan().obstacles().entrySet().stream()
        .filter(entry -> which.test(entry.getValue()))
        .map(entry -> entry.getKey() + ": " + PlanText.words(entry.getValue()));
  }

  /** What went wrong, be it with the whole stack or with one change. */
  private static List<Failure> failures(PassFacts facts) {
    return Stream.concat(facts.obstacle().stream(), facts.failures().stream()).distinct().toList();
  }

  private static String sentences(Collection<Failure> failures) {
    return failures.stream().map(Failure::sentence).distinct().collect(joining("; "));
  }

  private static Reason reason(FailureKind kind) {
    return switch (kind) {
      case THROTTLED -> Reason.Throttled;
      case TRANSIENT -> Reason.Transient;
      case CONFLICT -> Reason.Conflict;
      case CAPACITY -> Reason.InsufficientCapacity;
      case QUOTA -> Reason.QuotaExceeded;
      case UNAUTHORIZED -> Reason.Unauthorized;
      case INVALID -> Reason.Invalid;
      case NOT_FOUND -> Reason.NotFound;
      case UNKNOWN -> Reason.Unknown;
    };
  }
}
