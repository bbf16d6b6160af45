package dev.hastack.core.status;

import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.api.v1alpha1.HAStackStatus;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.render.PlanSentence;
import dev.hastack.core.stack.Observation;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.ObservedStack;
import dev.hastack.core.stack.Ownership;
import dev.hastack.core.stack.ResourceId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Everything a pass knows becomes the status and what is told. */
public final class StatusProjector {
  /** The failure code of a stack whose credentials are for another account or region. */
  public static final String ACCOUNT_MISMATCH = "AccountMismatch";

  /** The resource behind {@code status.database}. */
  public static final ResourceId DATABASE_CLUSTER = DatabaseView.CLUSTER;

  private StatusProjector() {}

  /** The whole new status; equal to the old one when a person would learn nothing new. */
  public static HAStackStatus status(PassFacts facts) {
    Optional<HAStackStatus.Fleet> fleet = fleet(facts);
    return new HAStackStatus(
        facts.stack().getMetadata().getGeneration(),
        conditions(facts),
        account(facts),
        planStatus(facts),
        DriftList.of(facts),
        resources(facts),
        fleet.orElse(null),
        new TrafficView(facts).status(),
        InterruptionsView.status(facts),
        new DatabaseView(facts).status(),
        lastChange(facts),
        fleet.map(HAStackStatus.Fleet::inService).orElse(0),
        "hastack.dev/stack=" + facts.stack().getMetadata().getName());
  }

  /** What is worth telling once, given what was known before this pass. */
  public static List<Notice> notices(PassFacts facts) {
    return Notices.of(facts);
  }

  private static List<Condition> conditions(PassFacts facts) {
    var conditions = new ArrayList<Condition>();
    Verdicts.of(facts).forEach((type, verdict) -> conditions.add(condition(facts, type, verdict)));
    return conditions;
  }

  private static Condition condition(PassFacts facts, ConditionType type, Verdict verdict) {
    return verdict.condition(
        type,
        facts.conditionBefore(type),
        facts.stack().getMetadata().getGeneration(),
        facts.now());
  }

  private static HAStackStatus.@Nullable Account account(PassFacts facts) {
    return facts
        .place()
        .map(place -> new HAStackStatus.Account(place.accountId(), place.region()))
        .orElse(null);
  }

  private static HAStackStatus.@Nullable PlanStatus planStatus(PassFacts facts) {
    if (facts.obstacle().isPresent()) {
      return null;
    }
    Plan plan = facts.plan();
    return new HAStackStatus.PlanStatus(
        Bounded.text(PlanSentence.of(plan), HAStackStatus.MAX_SENTENCE_CHARACTERS),
        plan.digest(),
        plan.held().stream()
            .limit(HAStackStatus.MAX_HELD)
            .map(
                held ->
                    new HAStackStatus.Held(
                        Bounded.text(
                            held.change().id().toString(), HAStackStatus.MAX_NAME_CHARACTERS),
                        held.change().action(),
                        held.reason().name(),
                        Bounded.text(
                            held.why() + ": " + PlanSentence.of(List.of(held.change())),
                            HAStackStatus.MAX_SENTENCE_CHARACTERS)))
            .toList(),
        plan.warnings().isEmpty()
            ? null
            : plan.warnings().stream()
                .limit(HAStackStatus.MAX_WARNINGS)
                .map(warning -> Bounded.text(warning, HAStackStatus.MAX_VALUE_CHARACTERS))
                .toList());
  }

  private static List<HAStackStatus.Resource> resources(PassFacts facts) {
    return facts.observed().resources().stream()
        .sorted(Comparator.comparing(ObservedStack.Entry::id))
        .flatMap(entry -> resource(facts, entry))
        .limit(HAStackStatus.MAX_RESOURCES)
        .toList();
  }

  /** One thing read; as it was before where it could not be. */
  private static Stream<HAStackStatus.Resource> resource(
      PassFacts facts, ObservedStack.Entry entry) {
    String id = Bounded.text(entry.id().toString(), HAStackStatus.MAX_NAME_CHARACTERS);
    return switch (entry.observation()) {
      case Present present when present.ownership() == Ownership.NOT_OURS -> Stream.empty();
      case Present present ->
          Stream.of(
              new HAStackStatus.Resource(
                  id,
                  Bounded.text(present.physicalName(), HAStackStatus.MAX_NAME_CHARACTERS),
                  arn(present).orElse(null),
                  present.health().name()));
      case Observation.Absent absent -> Stream.empty();
      case Observation.Unread unread ->
          facts
              .before()
              .flatMap(status -> Optional.ofNullable(status.resources()))
              .orElse(List.of())
              .stream()
              .filter(old -> old.id().equals(id));
    };
  }

  /** The ARN, of what has one; an id is not an ARN. */
  private static Optional<String> arn(Present present) {
    return Optional.of(present.physicalId())
        .filter(id -> id.startsWith("arn:"))
        .map(id -> Bounded.text(id, HAStackStatus.MAX_ARN_CHARACTERS));
  }

  private static Optional<HAStackStatus.Fleet> fleet(PassFacts facts) {
    Optional<HAStackStatus.Fleet> kept =
        facts.before().flatMap(status -> Optional.ofNullable(status.fleet()));
    if (TierVerdicts.unreadGroup(facts).isPresent()) {
      return kept;
    }
    Collection<Present> groups = TierVerdicts.groups(facts).values();
    return groups.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new HAStackStatus.Fleet(
                count(groups, "Desired"),
                count(groups, "InService"),
                count(groups, "Spot"),
                count(groups, "OnDemand"),
                share(count(groups, "Spot"), count(groups, "InService")),
                count(groups, "Outdated")));
  }

  private static @Nullable String share(@Nullable Integer part, @Nullable Integer whole) {
    return part == null || whole == null || whole == 0
        ? null
        : Math.round(100.0 * part / whole) + "%";
  }

  private static @Nullable Integer count(Collection<Present> groups, String name) {
    return TierVerdicts.sum(groups, name).map(Math::toIntExact).orElse(null);
  }

  private static HAStackStatus.@Nullable LastChange lastChange(PassFacts facts) {
    List<Change> done =
        facts.plan().effective().stream()
            .filter(change -> facts.outcomes().get(change.id()) instanceof Outcome.Done)
            .toList();
    return done.isEmpty()
        ? facts.before().map(HAStackStatus::lastChange).orElse(null)
        : new HAStackStatus.LastChange(
            facts.now().toString(),
            Bounded.text(PlanSentence.of(done), HAStackStatus.MAX_SENTENCE_CHARACTERS));
  }
}
