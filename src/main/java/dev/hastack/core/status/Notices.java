package dev.hastack.core.status;

import dev.hastack.api.v1alpha1.HAStackStatus;
import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.render.PlanSentence;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.Ownership;
import dev.hastack.core.status.Notice.Reason;
import dev.hastack.core.status.Notice.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is new since the status before this pass, told once. */
final class Notices {
  private final PassFacts facts;
  private final List<Notice> notices = new ArrayList<>();

  private Notices(PassFacts facts) {
    this.facts = facts;
  }

  static List<Notice> of(PassFacts facts) {
    var notices = new Notices(facts);
    notices.deletionBegins();
    ApprovalView.notices(facts).forEach(notices.notices::add);
    notices.drift();
    notices.applied();
    notices.fallback();
    notices.held();
    notices.warnings();
    notices.troubles();
    notices.foreignCopies();
    notices.findings();
    notices.paused();
    notices.deletionEnds();
    return List.copyOf(notices.notices);
  }

  private void drift() {
    for (Change change : DriftList.changes(facts.plan())) {
      boolean known =
          change instanceof Change.Create
              ? DriftList.before(facts, change.id(), DriftList.WHOLE).isPresent()
              : DriftList.attributes(change).stream()
                  .allMatch(
                      attribute ->
                          DriftList.before(facts, change.id(), attribute.name()).isPresent());
      if (!known) {
        warn(
            Reason.DriftDetected,
            "Compare",
            (change instanceof Change.Create
                    ? "Somebody else removed what this stack manages; to put it right: "
                    : "Somebody else changed what this stack manages; to put it right: ")
                + PlanSentence.of(List.of(change))
                + otherDnsName(change));
      }
    }
    DriftList.corrections(facts.plan()).stream()
        .filter(this::isDone)
        .forEach(
            change ->
                tell(
                    Reason.DriftCorrected,
                    "Correct",
                    "Corrected: " + PlanSentence.of(List.of(change)) + otherDnsName(change)));
  }

  /** A load balancer made anew is one that clients do not find by themselves. */
  private String otherDnsName(Change change) {
    return change instanceof Change.Create && change.id().equals(TrafficView.LOAD_BALANCER)
        ? " A new load balancer has another DNS name%s: let DNS records follow status.traffic.dnsName."
            .formatted(
                facts
                    .before()
                    .flatMap(status -> Optional.ofNullable(status.traffic()))
                    .flatMap(traffic -> Optional.ofNullable(traffic.dnsName()))
                    .map(old -> " than " + old)
                    .orElse(""))
        : "";
  }

  private void applied() {
    List<Change> done =
        facts.plan().effective().stream()
            .filter(this::isDone)
            .flatMap(change -> DriftList.rest(change).stream())
            .flatMap(change -> FallbackView.rest(change).stream())
            .toList();
    List<Change> adopted = done.stream().filter(Change.Adopt.class::isInstance).toList();
    List<Change> forgotten = done.stream().filter(Change.Forget.class::isInstance).toList();
    List<Change> others =
        done.stream()
            .filter(change -> !(change instanceof Change.Adopt || change instanceof Change.Forget))
            .toList();
    if (!adopted.isEmpty()) {
      tell(Reason.TakenUp, "Adopt", PlanSentence.of(adopted));
    }
    if (!forgotten.isEmpty()) {
      tell(Reason.Retained, "Forget", PlanSentence.of(forgotten));
    }
    if (!others.isEmpty()) {
      tell(Reason.Applied, "Apply", PlanSentence.of(others));
    }
  }

  private void fallback() {
    for (Change step : FallbackView.steps(facts.plan())) {
      if (!isDone(step)) {
        continue;
      }
      String sentence = PlanSentence.of(List.of(step));
      if (FallbackView.begins(step)) {
        warn(
            Reason.FallbackBegan,
            "Fallback",
            "Spot cannot be had; On-Demand stands in: " + sentence);
      } else if (FallbackView.ends(step)) {
        tell(Reason.FallbackEnded, "Fallback", "On-Demand stands in no more: " + sentence);
      } else {
        tell(Reason.FallbackStepped, "Fallback", sentence);
      }
    }
  }

  private boolean isDone(Change change) {
    return facts.outcomes().get(change.id()) instanceof Outcome.Done;
  }

  private void held() {
    for (Plan.Held held : facts.plan().held()) {
      switch (held.reason()) {
        case NeedsTrafficMigration,
            NeedsRollout,
            NotConverging,
            OperatorUpgraded,
            StatefulReplacement,
            DatabaseLost,
            MajorVersionUpgrade,
            Downgrade,
            ProtectionStays -> {
          if (!wasHeld(held)) {
            warn(
                Reason.ChangeHeld,
                "Hold",
                held.reason() + ": " + held.why() + ": " + PlanSentence.of(List.of(held.change())));
          }
        }
        // Told elsewhere: as a plan that waits, as drift, as a trouble, as a warning, or as what
        // another change waits for.
        case AwaitingApproval,
            Migrating,
            Fallback,
            MissingPrerequisite,
            LaterStep,
            ReportOnly,
            Unread,
            NotOwned,
            BeingDeleted,
            DependencyHeld,
            DeletionProtected -> {}
      }
    }
  }

  private void warnings() {
    List<String> before =
        facts
            .before()
            .flatMap(status -> Optional.ofNullable(status.plan()))
            .flatMap(plan -> Optional.ofNullable(plan.warnings()))
            .orElse(List.of());
    facts.plan().warnings().stream()
        .map(warning -> Bounded.text(warning, HAStackStatus.MAX_VALUE_CHARACTERS))
        .limit(HAStackStatus.MAX_WARNINGS)
        .filter(warning -> !before.contains(warning))
        .forEach(warning -> warn(Reason.PlanWarning, "Compare", warning));
  }

  private boolean wasHeld(Plan.Held held) {
    return facts
        .before()
        .flatMap(status -> Optional.ofNullable(status.plan()))
        .flatMap(plan -> Optional.ofNullable(plan.held()))
        .orElse(List.of())
        .stream()
        .anyMatch(
            old ->
                old.resource().equals(held.change().id().toString())
                    && old.reason().equals(held.reason().name()));
  }

  private void troubles() {
    Stream.concat(facts.obstacle().stream(), facts.failures().stream())
        .distinct()
        .filter(failure -> isNews(failure.sentence()))
        .forEach(
            failure -> {
              if (failure.code().equals(StatusProjector.ACCOUNT_MISMATCH)) {
                warn(Reason.AccountMismatch, "Read", failure.sentence());
              } else {
                warn(Reason.Failed, "Apply", failure.sentence());
              }
            });
    facts.unread().stream()
        .map(Failure::sentence)
        .filter(this::isNews)
        .forEach(sentence -> warn(Reason.Unread, "Read", sentence));
    Verdicts.notOwned(facts).stream()
        .filter(this::isNews)
        .forEach(sentence -> warn(Reason.NotOwned, "Compare", sentence));
    Verdicts.deletionProtected(facts).stream()
        .filter(this::isNews)
        .forEach(why -> warn(Reason.DeletionProtected, "Delete", why));
  }

  private boolean isNews(String sentence) {
    return Stream.of(
            ConditionType.Synced,
            ConditionType.Stalled,
            ConditionType.Reconciling,
            ConditionType.Ready)
        .map(facts::messageBefore)
        .noneMatch(before -> before.contains(sentence));
  }

  private void foreignCopies() {
    String before = facts.messageBefore(ConditionType.Synced);
    facts.observed().foreignCopies().stream()
        .filter(copy -> !before.contains(copy.physicalName()))
        .forEach(
            copy ->
                warn(
                    Reason.ForeignCopy,
                    "Read",
                    copy.physicalName()
                        + " carries the tags of "
                        + copy.id()
                        + " and is not it; it is left alone"));
  }

  private void findings() {
    String before = facts.messageBefore(ConditionType.Synced);
    Verdicts.findings(facts)
        .filter(finding -> !before.contains(finding.sentence()))
        .forEach(
            finding ->
                warn(
                    switch (finding.reason()) {
                      case ForeignListener -> Reason.ForeignListener;
                      case UnknownTarget -> Reason.UnknownTarget;
                    },
                    "Read",
                    finding.sentence()));
  }

  private void paused() {
    boolean known =
        facts
            .conditionBefore(ConditionType.Reconciling)
            .filter(condition -> condition.reason().equals(Verdict.Reason.Paused.name()))
            .isPresent();
    if (facts.paused() && !known) {
      tell(Reason.Paused, "Hold", "Paused by annotation; nothing is changed until it is removed");
    }
  }

  private void deletionBegins() {
    boolean begun = facts.messageBefore(ConditionType.Ready).equals(Verdicts.BEING_DELETED);
    if (facts.deleting() && !begun && !facts.paused() && !facts.plan().isEmpty()) {
      tell(Reason.Deleting, "Delete", PlanSentence.of(facts.plan()));
    }
  }

  private void deletionEnds() {
    if (facts.released()) {
      String others = notOurs();
      String nothing = "Nothing of the stack is left to look after";
      if (others.isEmpty()) {
        tell(Reason.Deleted, "Release", nothing);
      } else {
        warn(
            Reason.Deleted,
            "Release",
            nothing + "; left standing, for want of its hastack.dev tags: " + others);
      }
    }
  }

  /** What has a name of this stack and not its tags, by name. */
  private String notOurs() {
    return facts.observed().resources().stream()
        .flatMap(
            entry ->
                entry.observation() instanceof Present present
                        && present.ownership() == Ownership.NOT_OURS
                    ? Stream.of(entry.id() + " (" + present.physicalName() + ")")
                    : Stream.empty())
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private void tell(Reason reason, String action, String message) {
    notices.add(new Notice(Severity.Normal, reason, action, message));
  }

  private void warn(Reason reason, String action, String message) {
    notices.add(new Notice(Severity.Warning, reason, action, message));
  }
}
