package dev.hastack.core.render;

import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A plan, or some changes, as one sentence: the same in Events, conditions and logs. */
public final class PlanSentence {
  private static final int MAX_ATTRIBUTES_SHOWN = 6;

  private PlanSentence() {}

  public static String of(Plan plan) {
    if (!plan.isEmpty()) {
      return of(plan.effective());
    }
    return plan.held().isEmpty()
        ? "No changes."
        : "No changes; " + plan.held().size() + " held back.";
  }

  /** For example {@code Update AutoScalingGroup/app (MaxSize 10 -> 12).} */
  public static String of(List<Change> changes) {
    return changes.stream().map(PlanSentence::words).collect(Collectors.joining("; ")) + ".";
  }

  private static String words(Change change) {
    String what = change.action() + " " + change.id();
    return change instanceof Change.Create || change.attributeChanges().isEmpty()
        ? what
        : what + " (" + attributes(change) + ")";
  }

  private static String attributes(Change change) {
    var words = new ArrayList<String>();
    change.attributeChanges().stream()
        .limit(MAX_ATTRIBUTES_SHOWN)
        .forEach(
            attribute ->
                words.add(
                    attribute.name()
                        + " "
                        + ValueText.from(attribute)
                        + " -> "
                        + ValueText.to(attribute)));
    int more = change.attributeChanges().size() - MAX_ATTRIBUTES_SHOWN;
    return String.join(", ", words) + (more > 0 ? ", and " + more + " more" : "");
  }
}
