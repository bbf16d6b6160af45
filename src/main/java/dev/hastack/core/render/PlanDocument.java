package dev.hastack.core.render;

import dev.hastack.core.plan.AttributeChange;
import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.Plan;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A plan as a tree of maps, lists, strings and numbers, ready for any JSON writer. */
public final class PlanDocument {
  /** Grows when a member changes its meaning; new members do not count. */
  public static final int FORMAT_VERSION = 1;

  private PlanDocument() {}

  public static Map<String, Object> of(Plan plan) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("formatVersion", FORMAT_VERSION);
    tree.put("stack", plan.stack().qualifiedName());
    tree.put("digest", plan.digest());
    tree.put("summary", PlanSentence.of(plan));
    tree.put("counts", counts(plan));
    tree.put("changes", plan.effective().stream().map(PlanDocument::of).toList());
    tree.put(
        "held",
        plan.held().stream()
            .map(
                held -> {
                  var entry = new LinkedHashMap<>(of(held.change()));
                  entry.put("holdReason", held.reason().name());
                  entry.put("message", held.why());
                  return entry;
                })
            .toList());
    var obstacles = new TreeMap<String, Object>();
    plan.obstacles()
        .forEach((id, obstacle) -> obstacles.put(id.toString(), PlanText.words(obstacle)));
    tree.put("obstacles", obstacles);
    tree.put("warnings", plan.warnings());
    return tree;
  }

  private static Map<String, Object> counts(Plan plan) {
    var counts = new TreeMap<String, Object>();
    plan.counts().forEach((action, count) -> counts.put(action.toLowerCase(Locale.ROOT), count));
    return counts;
  }

  private static Map<String, Object> of(Change change) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("resource", change.id().toString());
    tree.put("action", change.action());
    tree.put("reason", change.reason().name());
    tree.put("impact", change.impact().name());
    tree.put("attributes", change.attributeChanges().stream().map(PlanDocument::of).toList());
    return tree;
  }

  private static Map<String, Object> of(AttributeChange attribute) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("name", attribute.name());
    tree.put("sensitive", attribute.sensitive());
    if (!attribute.sensitive()) {
      attribute.from().ifPresent(value -> tree.put("from", value.toTree()));
      attribute.to().ifPresent(value -> tree.put("to", value.toTree()));
    }
    tree.put("unset", attribute.unsets());
    tree.put("impact", attribute.impact().name());
    tree.put("reason", attribute.reason().name());
    return tree;
  }
}
