package dev.hastack.core.status;

import dev.hastack.api.v1alpha1.HAStackStatus;
import dev.hastack.api.v1alpha1.HAStackStatus.Drifted;
import dev.hastack.core.plan.AttributeChange;
import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.ChangeReason;
import dev.hastack.core.plan.HoldReason;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.render.ValueText;
import dev.hastack.core.stack.ResourceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What differs from what was last applied, whether it is corrected or only reported. */
public final class DriftList {
  /** Stands for the resource itself where an attribute's name would be. */
  static final String WHOLE = "*";

  private DriftList() {}

  /** Changes that are drift, or the parts of changes that are. */
  static List<Change> changes(Plan plan) {
    return Stream.concat(
            plan.effective().stream(),
            plan.held().stream()
                .filter(
                    held ->
                        held.reason() == HoldReason.ReportOnly
                            || held.reason() == HoldReason.NotConverging)
                .map(Plan.Held::change))
        .filter(change -> isDrift(change))
        .toList();
  }

  /** Whether any of it is there because somebody else changed something. */
  public static boolean isDrift(Change change) {
    return change instanceof Change.Create create
        ? create.onceCreated()
        : !attributes(change).isEmpty();
  }

  /** The attributes of a change that somebody else changed. */
  public static List<AttributeChange> attributes(Change change) {
    return change.attributeChanges().stream()
        .filter(attribute -> attribute.reason() == ChangeReason.Drifted)
        .toList();
  }

  static List<Drifted> of(PassFacts facts) {
    var drift = new ArrayList<Drifted>();
    for (Change change : changes(facts.plan())) {
      if (change instanceof Change.Create) {
        drift.add(entry(facts, change.id(), WHOLE, "present", "absent"));
      } else {
        attributes(change)
            .forEach(
                attribute ->
                    drift.add(
                        entry(
                            facts,
                            change.id(),
                            attribute.name(),
                            ValueText.to(attribute),
                            ValueText.from(attribute))));
      }
    }
    return drift.stream().limit(HAStackStatus.MAX_DRIFT).toList();
  }

  private static Drifted entry(
      PassFacts facts, ResourceId id, String attribute, String wanted, String found) {
    String since = before(facts, id, attribute).map(Drifted::since).orElse(facts.now().toString());
    return new Drifted(
        id.toString(),
        attribute,
        Bounded.text(wanted, HAStackStatus.MAX_VALUE_CHARACTERS),
        Bounded.text(found, HAStackStatus.MAX_VALUE_CHARACTERS),
        since);
  }

  /** The same entry in the status before this pass. */
  static Optional<Drifted> before(PassFacts facts, ResourceId id, String attribute) {
    return facts
        .before()
        .flatMap(status -> Optional.ofNullable(status.drift()))
        .orElse(List.of())
        .stream()
        .filter(
            entry -> entry.resource().equals(id.toString()) && entry.attribute().equals(attribute))
        .findFirst();
  }
}
