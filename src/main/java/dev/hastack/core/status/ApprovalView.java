package dev.hastack.core.status;

import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.api.v1alpha1.HAStackStatus;
import dev.hastack.api.v1alpha1.Markers;
import dev.hastack.core.plan.Approval;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.render.PlanSentence;
import dev.hastack.core.status.Notice.Reason;
import dev.hastack.core.status.Notice.Severity;
import java.util.Optional;
import java.util.stream.Stream;

/** What a person learns of a plan that has to be approved. */
final class ApprovalView {
  private ApprovalView() {}

  /** Empty for a stack that asks nobody. */
  static Optional<Verdict> verdict(PassFacts facts) {
    return switch (facts.plan().approval()) {
      case Approval.NotAsked notAsked -> Optional.empty();
      case Approval.NothingWaits nothing ->
          Optional.of(Verdict.no(Verdict.Reason.NothingWaits, "nothing waits for approval"));
      case Approval.Given given ->
          Optional.of(
              Verdict.no(Verdict.Reason.Approved, "plan %s is approved".formatted(given.digest())));
      case Approval.Waiting waiting ->
          Optional.of(Verdict.yes(Verdict.Reason.AwaitingApproval, message(facts, waiting)));
    };
  }

  /** What waits, and how it is let through: the command first, for the plan may be long. */
  private static String message(PassFacts facts, Approval.Waiting waiting) {
    var stack = facts.stack().getMetadata();
    String outdated =
        waiting
            .outdated()
            .map("%s was approved, and that is not the plan any more; "::formatted)
            .orElse("");
    return outdated
        + "plan %s waits; to approve it: kubectl annotate hastack %s -n %s %s=%s --overwrite; it would: %s"
            .formatted(
                waiting.digest(),
                stack.getName(),
                stack.getNamespace(),
                Markers.APPROVED_PLAN,
                waiting.digest(),
                PlanSentence.of(facts.plan().awaitingApproval()));
  }

  /** What is new of it. */
  static Stream<Notice> notices(PassFacts facts) {
    Plan plan = facts.plan();
    return switch (plan.approval()) {
      case Approval.NotAsked notAsked -> Stream.empty();
      case Approval.NothingWaits nothing -> Stream.empty();
      case Approval.Given given ->
          facts.paused()
              ? Stream.empty()
              : Stream.of(
                  new Notice(
                      Severity.Normal,
                      Reason.PlanApproved,
                      "Approve",
                      "Plan %s is approved: %s"
                          .formatted(given.digest(), PlanSentence.of(given.changes()))));
      // Half of what could not be read is no plan to show a person.
      case Approval.Waiting waiting ->
          facts.unread().isEmpty() && !isKnown(facts, waiting)
              ? Stream.of(
                  new Notice(
                      Severity.Warning, Reason.AwaitingApproval, "Hold", message(facts, waiting)))
              : Stream.empty();
    };
  }

  private static boolean isKnown(PassFacts facts, Approval.Waiting waiting) {
    boolean waited =
        facts
            .conditionBefore(ConditionType.AwaitingApproval)
            .filter(condition -> condition.status() == Condition.Status.True)
            .isPresent();
    return waited
        && facts
            .before()
            .flatMap(status -> Optional.ofNullable(status.plan()))
            .map(HAStackStatus.PlanStatus::digest)
            .filter(waiting.digest()::equals)
            .isPresent();
  }
}
