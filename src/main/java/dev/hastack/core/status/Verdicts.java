package dev.hastack.core.status;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.HoldReason;
import dev.hastack.core.plan.Obstacle;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.render.PlanSentence;
import dev.hastack.core.render.PlanText;
import dev.hastack.core.status.Verdict.Reason;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One small function a condition. */
final class Verdicts {
  private Verdicts() {}

  static Map<ConditionType, Verdict> of(PassFacts facts) {
    var verdicts = new EnumMap<ConditionType, Verdict>(ConditionType.class);
    Verdict stalled = stalled(facts);
    Verdict fleet = TierVerdicts.fleet(facts);
    Verdict reconciling = reconciling(facts, stalled, fleet);
    verdicts.put(ConditionType.Ready, ready(facts, stalled, fleet));
    verdicts.put(ConditionType.Reconciling, reconciling);
    verdicts.put(ConditionType.Stalled, stalled);
    verdicts.put(ConditionType.Synced, synced(facts));
    verdicts.put(ConditionType.Drifted, drifted(facts));
    verdicts.put(ConditionType.FleetReady, fleet);
    TierVerdicts.traffic(facts)
        .ifPresent(traffic -> verdicts.put(ConditionType.TrafficReady, traffic));
    return verdicts;
  }

  private static Verdict ready(PassFacts facts, Verdict stalled, Verdict fleet) {
    if (facts.deleting()) {
      return Verdict.no(Reason.Deleting, "the stack is being deleted");
    }
    if (stalled.isTrue()) {
      return Verdict.no(stalled.reason(), stalled.message());
    }
    Optional<String> unread = unread(facts);
    if (unread.isPresent()) {
      return Verdict.unknown(Reason.Unread, unread.get());
    }
    if (!fleet.isTrue()) {
      return Verdict.no(fleet.reason(), fleet.message());
    }
    Optional<String> missing =
        Stream.concat(
                facts.plan().effective().stream()
                    .filter(change -> !(facts.outcomes().get(change.id()) instanceof Outcome.Done)),
                facts.plan().held().stream().map(Plan.Held::change))
            .filter(Change.Create.class::isInstance)
            .map(change -> change.id() + " is missing")
            .findFirst();
    return missing
        .map(what -> Verdict.no(Reason.NotReady, what))
        .orElseGet(() -> Verdict.yes(Reason.Ready, fleet.message()));
  }

  private static Verdict reconciling(PassFacts facts, Verdict stalled, Verdict fleet) {
    if (stalled.isTrue()) {
      return Verdict.no(stalled.reason(), stalled.message());
    }
    if (facts.paused()) {
      return Verdict.no(Reason.Paused, "the annotation hastack.dev/paused holds every change");
    }
    List<String> waiting = facts.waiting();
    if (!waiting.isEmpty()) {
      return Verdict.yes(Reason.Waiting, String.join("; ", waiting));
    }
    Stream<Failure> failures = Stream.concat(facts.obstacle().stream(), facts.failures().stream());
    Optional<Failure> failure = failures.findFirst();
    if (failure.isPresent()) {
      return Verdict.yes(reason(failure.get().kind()), failure.get().sentence());
    }
    if (facts.deleting()) {
      return Verdict.yes(Reason.Deleting, PlanSentence.of(facts.plan()));
    }
    boolean applied =
        facts.plan().effective().stream()
            .anyMatch(change -> !onlyDrift(change) || change instanceof Change.Create);
    if (applied) {
      return Verdict.yes(Reason.Applying, PlanSentence.of(facts.plan()));
    }
    return switch (fleet.reason()) {
      case Scaling, LaunchFailing, NotCreated -> Verdict.yes(fleet.reason(), fleet.message());
      default -> Verdict.no(Reason.Settled, "nothing is under way");
    };
  }

  private static boolean onlyDrift(Change change) {
    return DriftList.attributes(change).size() == change.attributeChanges().size();
  }

  private static Verdict stalled(PassFacts facts) {
    Optional<Failure> failure =
        Stream.of(facts.obstacle().stream(), facts.failures().stream(), unreadFailures(facts))
            .flatMap(each -> each)
            .filter(each -> isStalling(facts, each))
            .findFirst();
    if (failure.isPresent()) {
      Reason reason =
          failure.get().code().equals(StatusProjector.ACCOUNT_MISMATCH)
              ? Reason.AccountMismatch
              : reason(failure.get().kind());
      return Verdict.yes(reason, failure.get().sentence());
    }
    Optional<String> foreign =
        facts.plan().obstacles().entrySet().stream()
            .filter(entry -> entry.getValue() instanceof Obstacle.NotOwned)
            .map(entry -> entry.getKey() + ": " + PlanText.words(entry.getValue()))
            .findFirst();
    if (foreign.isPresent()) {
      return Verdict.yes(Reason.NotOwned, foreign.get());
    }
    return facts.plan().held().stream()
        .filter(held -> held.reason() == HoldReason.DeletionProtected)
        .findFirst()
        .map(held -> Verdict.yes(Reason.DeletionProtected, held.why()))
        .orElseGet(() -> Verdict.no(Reason.NothingStalled, "nothing needs a person"));
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

  private static Verdict synced(PassFacts facts) {
    if (facts.obstacle().isPresent()) {
      return Verdict.no(Reason.Failed, facts.obstacle().get().sentence());
    }
    Optional<String> unread = unread(facts);
    if (unread.isPresent()) {
      return Verdict.unknown(Reason.Unread, unread.get());
    }
    if (facts.paused()) {
      return facts.plan().isEmpty()
          ? Verdict.yes(Reason.Paused, "paused; nothing would be changed")
          : Verdict.no(Reason.Paused, "paused; would: " + PlanSentence.of(facts.plan()));
    }
    if (!facts.failures().isEmpty()) {
      return Verdict.no(Reason.Failed, sentences(facts.failures()));
    }
    if (!facts.plan().isEmpty()) {
      return Verdict.no(Reason.Applying, PlanSentence.of(facts.plan()));
    }
    if (!facts.plan().held().isEmpty()) {
      return Verdict.no(
          Reason.Held,
          facts.plan().held().stream()
              .map(held -> held.change().id() + ": " + held.reason() + ", " + held.why())
              .collect(Collectors.joining("; ")));
    }
    String copies =
        facts.observed().foreignCopies().stream()
            .map(copy -> copy.physicalName())
            .sorted()
            .collect(Collectors.joining(", "));
    return Verdict.yes(
        Reason.InSync,
        copies.isEmpty()
            ? "the cloud matches the stack"
            : "the cloud matches the stack; left alone, though they carry its tags: " + copies);
  }

  private static Verdict drifted(PassFacts facts) {
    List<Change> drift = DriftList.changes(facts.plan());
    if (drift.isEmpty()) {
      Optional<String> unread = unread(facts);
      return facts.obstacle().isPresent() || unread.isPresent()
          ? Verdict.unknown(Reason.Unread, unread.orElse("the stack could not be compared"))
          : Verdict.no(Reason.NoDrift, "nobody changed anything");
    }
    String sentence = PlanSentence.of(drift);
    boolean repeating =
        facts.plan().held().stream().anyMatch(held -> held.reason() == HoldReason.NotConverging);
    if (repeating) {
      return Verdict.yes(Reason.NotConverging, sentence);
    }
    boolean reported =
        facts.plan().held().stream().anyMatch(held -> held.reason() == HoldReason.ReportOnly);
    if (reported || facts.paused()) {
      return Verdict.yes(Reason.Reported, sentence);
    }
    boolean corrected =
        drift.stream()
            .allMatch(change -> facts.outcomes().get(change.id()) instanceof Outcome.Done);
    return Verdict.yes(corrected ? Reason.Corrected : Reason.Correcting, sentence);
  }

  private static Optional<String> unread(PassFacts facts) {
    return unreadFailures(facts).findFirst().map(Failure::sentence);
  }

  private static Stream<Failure> unreadFailures(PassFacts facts) {
    return facts.plan().obstacles().values().stream()
        .filter(Obstacle.Unread.class::isInstance)
        .map(Obstacle.Unread.class::cast)
        .map(Obstacle.Unread::why);
  }

  private static String sentences(Collection<Failure> failures) {
    return failures.stream().map(Failure::sentence).collect(Collectors.joining("; "));
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
