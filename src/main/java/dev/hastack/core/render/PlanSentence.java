package dev.hastack.core.render;

import static java.util.stream.Collectors.joining;

import dev.hastack.core.plan.AttributeChange;
import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A plan, or some changes, as one sentence: the same in Events, conditions and logs. */
public final class PlanSentence {
  private static final int MAX_ATTRIBUTES_SHOWN = 6;

  private PlanSentence() {}

  /** What is done, and that something is not, if so. */
  public static String of(Plan plan) {
    var parts = new ArrayList<String>();
    List<Change> waiting = plan.awaitingApproval();
    parts.add(plan.isEmpty() ? "No changes" : words(plan.effective()));
    if (!waiting.isEmpty()) {
      parts.add("waiting for approval: " + words(waiting));
    }
    int heldBack = plan.held().size() - waiting.size();
    if (heldBack > 0) {
      parts.add(heldBack + " held back");
    }
    if (!plan.obstacles().isEmpty()) {
      parts.add(
          "nothing planned for "
              + plan.obstacles().keySet().stream().map(Object::toString).collect(joining(", ")));
    }
    return String.join("; ", parts) + ".";
  }

  /** For example {@code Update AutoScalingGroup/app (MaxSize 10 -> 12).} */
  public static String of(List<Change> changes) {
    return words(changes) + ".";
  }

  private static String words(List<Change> changes) {
    return changes.stream().map(PlanSentence::words).collect(joining("; "));
  }

  private static String words(Change change) {
    String what = change.action() + " " + change.id();
    return change instanceof Change.Create || change.attributeChanges().isEmpty()
        ? what
        : what + " (" + attributes(change) + ")";
  }

  private static String attributes(Change change) {
    List<AttributeChange> told = told(change);
    int more = told.size() - MAX_ATTRIBUTES_SHOWN;
    return Stream.concat(
            told.stream()
                .limit(MAX_ATTRIBUTES_SHOWN)
                .map(attribute -> attribute.name() + " " + ValueText.change(attribute)),
            more > 0 ? Stream.of("and " + more + " more") : Stream.empty())
        .collect(joining(", "));
  }

  /** Without what is only remembered, unless it is nothing else. */
  private static List<AttributeChange> told(Change change) {
    List<AttributeChange> told =
        change.attributeChanges().stream().filter(each -> !each.isMemory()).toList();
    return told.isEmpty() ? change.attributeChanges() : told;
  }
}
