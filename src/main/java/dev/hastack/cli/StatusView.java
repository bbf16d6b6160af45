package dev.hastack.cli;

import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.api.v1alpha1.HAStackStatus;
import dev.hastack.core.status.ConditionType;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What the operator last said of a stack, for a person at a terminal. */
record StatusView(HAStack stack, HAStackStatus status) {

  /**
   * The status of an object that was read.
   *
   * @throws IllegalArgumentException if it has none yet
   */
  static StatusView of(ChosenStack chosen, HAStack stack) {
    return Optional.ofNullable(stack.getStatus())
        .map(status -> new StatusView(stack, status))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The operator has not looked at %s yet; see whether it runs and serves the namespace"
                        .formatted(chosen.qualifiedName())));
  }

  Optional<Condition> condition(ConditionType type) {
    return Objects.requireNonNullElse(status.conditions(), List.<Condition>of()).stream()
        .filter(condition -> condition.type().equals(type.name()))
        .findFirst();
  }

  boolean is(ConditionType type, Condition.Status wanted) {
    return condition(type).filter(condition -> condition.status() == wanted).isPresent();
  }

  /** What the condition says in words. */
  String message(ConditionType type) {
    return condition(type).map(Condition::message).orElse("it is not said");
  }

  /** The digest of the plan that waits for approval, if one does. */
  Optional<String> waitingDigest() {
    return is(ConditionType.AwaitingApproval, Condition.Status.True)
        ? Optional.ofNullable(status.plan()).map(HAStackStatus.PlanStatus::digest)
        : Optional.empty();
  }

  /** Whether the spec was edited since the operator last looked. */
  boolean isOutdated() {
    return !Objects.equals(stack.getMetadata().getGeneration(), status.observedGeneration());
  }

  boolean isPaused() {
    return ChosenStack.isPaused(stack);
  }

  /**
   * The plan as status has it: its sentence, each change that is held, its warnings, its digest.
   */
  String planText() {
    var text = new StringBuilder();
    text.append("HAStack %s/%s%n".formatted(namespace(), stack.getMetadata().getName()));
    if (isOutdated()) {
      text.append(
          "%nThe spec was edited since (generation %d); this is the plan of generation %d.%n"
              .formatted(stack.getMetadata().getGeneration(), status.observedGeneration()));
    }
    if (isPaused()) {
      text.append("%nPaused: nothing of it is done.%n".formatted());
    }
    Optional<HAStackStatus.PlanStatus> plan = Optional.ofNullable(status.plan());
    plan.ifPresentOrElse(
        each -> append(each, text),
        () ->
            text.append("%nNo plan could be made: %s%n".formatted(message(ConditionType.Synced))));
    return printable(text.toString());
  }

  /** Words of a spec are the tenant's, and must not drive the terminal of whoever approves. */
  static String printable(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}&&[^\n\t]]", "?");
  }

  private static void append(HAStackStatus.PlanStatus plan, StringBuilder text) {
    text.append("%n%s%n".formatted(plan.summary()));
    List<HAStackStatus.Held> held = Objects.requireNonNullElse(plan.held(), List.of());
    if (!held.isEmpty()) {
      text.append("%nNot done yet:%n".formatted());
      held.forEach(
          each ->
              text.append(
                  "  %s %s (%s)%n    %s%n"
                      .formatted(each.action(), each.resource(), each.reason(), each.message())));
    }
    if (held.size() == HAStackStatus.MAX_HELD) {
      text.append("  Status has room for no more than these %d.%n".formatted(held.size()));
    }
    List<String> warnings = Objects.requireNonNullElse(plan.warnings(), List.of());
    if (!warnings.isEmpty()) {
      text.append("%nWarnings:%n".formatted());
      warnings.forEach(warning -> text.append("  ! %s%n".formatted(warning)));
    }
    text.append("%nDigest %s.%n".formatted(plan.digest()));
  }

  private String namespace() {
    return stack.getMetadata().getNamespace();
  }
}
