package dev.hastack.core.status;

import dev.hastack.api.v1alpha1.HAStackStatus;
import dev.hastack.api.v1alpha1.HAStackStatus.Drifted;
import dev.hastack.core.plan.AttributeChange;
import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.ChangeReason;
import dev.hastack.core.plan.HoldReason;
import dev.hastack.core.plan.Obstacle;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.render.ValueText;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What differs from what was last applied, whether it is corrected or only reported. */
public final class DriftList {
  /** Stands for the resource itself where an attribute's name would be. */
  static final String WHOLE = "*";

  private DriftList() {}

  /** What of the plan is drift, whether corrected or held. */
  static List<Change> changes(Plan plan) {
    return Stream.concat(corrections(plan).stream(), held(plan).stream()).toList();
  }

  /** What of the plan corrects drift; of a change that does more, only that part. */
  static List<Change> corrections(Plan plan) {
    return plan.effective().stream().filter(DriftList::isDrift).map(DriftList::part).toList();
  }

  private static List<Change> held(Plan plan) {
    return plan.held().stream()
        .map(Plan.Held::change)
        .filter(DriftList::isDrift)
        .map(DriftList::part)
        .toList();
  }

  private static Change part(Change change) {
    return change instanceof Change.Create ? change : change.narrowedTo(attributes(change));
  }

  /** What of a change is not drift; empty when all of it is. */
  static Optional<Change> rest(Change change) {
    if (!isDrift(change)) {
      return Optional.of(change);
    }
    List<AttributeChange> others = new ArrayList<>(change.attributeChanges());
    others.removeAll(attributes(change));
    return change instanceof Change.Create || others.isEmpty()
        ? Optional.empty()
        : Optional.of(change.narrowedTo(others));
  }

  /** Whether any of it is there because somebody else changed something. */
  public static boolean isDrift(Change change) {
    return change instanceof Change.Create create
        ? create.onceCreated()
        : !attributes(change).isEmpty();
  }

  /**
   * The attributes of a change that somebody else changed; not those that only follow another
   * resource, which somebody else changed.
   */
  public static List<AttributeChange> attributes(Change change) {
    return change.attributeChanges().stream()
        .filter(attribute -> attribute.reason() == ChangeReason.Drifted)
        .filter(attribute -> attribute.to().stream().flatMap(Value::pendings).findAny().isEmpty())
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
    unknown(facts).stream()
        .filter(old -> drift.stream().noneMatch(entry -> isSame(entry, old)))
        .forEach(drift::add);
    return drift.stream().limit(HAStackStatus.MAX_DRIFT).toList();
  }

  private static boolean isSame(Drifted one, Drifted other) {
    return one.resource().equals(other.resource()) && one.attribute().equals(other.attribute());
  }

  /** What drifted when it could last be read, of resources that cannot be read now. */
  private static List<Drifted> unknown(PassFacts facts) {
    return before(facts).stream()
        .filter(
            entry ->
                facts.obstacle().isPresent()
                    || facts.plan().obstacles().entrySet().stream()
                        .anyMatch(
                            obstacle ->
                                obstacle.getKey().toString().equals(entry.resource())
                                    && obstacle.getValue() instanceof Obstacle.Unread)
                    || facts.plan().held().stream()
                        .anyMatch(
                            held ->
                                held.reason() == HoldReason.Unread
                                    && held.change().id().toString().equals(entry.resource())))
        .toList();
  }

  private static Drifted entry(
      PassFacts facts, ResourceId id, String attribute, String wanted, String found) {
    String since = before(facts, id, attribute).map(Drifted::since).orElse(facts.now().toString());
    return new Drifted(
        Bounded.text(id.toString(), HAStackStatus.MAX_NAME_CHARACTERS),
        Bounded.text(attribute, HAStackStatus.MAX_NAME_CHARACTERS),
        Bounded.text(wanted, HAStackStatus.MAX_VALUE_CHARACTERS),
        Bounded.text(found, HAStackStatus.MAX_VALUE_CHARACTERS),
        since);
  }

  /** The same entry in the status before this pass. */
  static Optional<Drifted> before(PassFacts facts, ResourceId id, String attribute) {
    return before(facts).stream()
        .filter(
            entry -> entry.resource().equals(id.toString()) && entry.attribute().equals(attribute))
        .findFirst();
  }

  private static List<Drifted> before(PassFacts facts) {
    return facts.before().flatMap(status -> Optional.ofNullable(status.drift())).orElse(List.of());
  }
}
