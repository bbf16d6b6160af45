package dev.hastack.engine;

import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.core.outcome.Continuation;
import dev.hastack.core.outcome.ContinuationPolicy;
import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.Movement;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.plan.AppliedTarget;
import dev.hastack.core.plan.LastApplied;
import dev.hastack.core.plan.LastApplied.Provenance;
import dev.hastack.core.plan.MissingPrerequisite;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.plan.PlanPolicies;
import dev.hastack.core.plan.Planner;
import dev.hastack.core.stack.DesiredStack;
import dev.hastack.core.stack.Observation;
import dev.hastack.core.stack.ObservedStack;
import dev.hastack.core.stack.Ownership;
import dev.hastack.core.stack.Place;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import dev.hastack.core.status.Interruptions;
import dev.hastack.core.status.PassFacts;
import dev.hastack.core.status.StatusProjector;
import dev.hastack.provider.CloudProvider;
import dev.hastack.provider.Discovery;
import dev.hastack.provider.Facts;
import dev.hastack.provider.Located;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * One pass over one stack: facts, desired, observed, plan, outcomes, status. Keeps nothing between
 * passes but when it first saw a deletion, so a pass after a crash is like any other.
 *
 * @param <F> what the provider must know to design a stack
 */
public final class StackEngine<F extends Facts> {
  /** A deletion needs none. */
  private static final Facts NO_FACTS =
      new Facts() {
        @Override
        public String digest() {
          return "";
        }

        @Override
        public String referenced() {
          return "";
        }

        @Override
        public List<String> warnings() {
          return List.of();
        }

        @Override
        public List<MissingPrerequisite> missing() {
          return List.of();
        }
      };

  private final CloudProvider<F> provider;
  private final ContinuationPolicy continuations;
  private final Deletions deletions = new Deletions();

  private final BiFunction<StackId, Optional<Place>, Interruptions> interruptions;

  /** One that nobody tells of servers that are taken away. */
  public StackEngine(CloudProvider<F> provider, ContinuationPolicy continuations) {
    this(provider, continuations, (id, place) -> Interruptions.NONE);
  }

  /**
   * @param interruptions of a stack's servers, as its status tells them
   */
  public StackEngine(
      CloudProvider<F> provider,
      ContinuationPolicy continuations,
      BiFunction<StackId, Optional<Place>, Interruptions> interruptions) {
    this.provider = provider;
    this.continuations = continuations;
    this.interruptions = interruptions;
  }

  /**
   * Looks at the stack, does what can be done now, and says what came of it.
   *
   * @param stack as the API server has it; its deletion timestamp and annotations count
   * @param revisions where this stack's last applied state is kept
   */
  public PassResult pass(StackId id, HAStack stack, Revisions revisions, Instant now) {
    LastApplied last;
    try {
      last = revisions.load();
    } catch (Revisions.UnreadableException unreadable) {
      return refused(id, stack, unreadable, now);
    }
    Design design = design(id, stack, last, now);
    Map<ResourceId, Outcome> outcomes =
        StackPolicies.isPaused(stack) ? Map.of() : execute(id, stack, design, revisions, now);
    Release release =
        Release.of(
            stack,
            deletions.since(stack, now),
            design.last(),
            design.obstacle(),
            design.observed(),
            now);
    if (release == Release.NOW) {
      deletions.ended(stack);
    }
    return result(stack, design, outcomes, release, now);
  }

  /** Without knowing what was last wanted nothing is read, written or let go. */
  private PassResult refused(
      StackId id, HAStack stack, Revisions.UnreadableException unreadable, Instant now) {
    LastApplied nothing = LastApplied.nothing();
    Failure why = unreadable.failure();
    Design design =
        undesigned(
            id, nothing, Whereabouts.recorded(stack, nothing), why, unread(stack, nothing, why));
    return result(stack, design, Map.of(), Release.NO, now);
  }

  private PassResult result(
      HAStack stack,
      Design design,
      Map<ResourceId, Outcome> outcomes,
      Release release,
      Instant now) {
    var facts =
        new PassFacts(
            stack,
            design.place(),
            design.obstacle(),
            design.missing(),
            design.desired(),
            design.observed(),
            design.plan(),
            outcomes,
            interruptions.apply(design.plan().stack(), design.place()),
            StackPolicies.isPaused(stack),
            release == Release.NOW,
            now);
    return new PassResult(
        design.plan(),
        outcomes,
        StatusProjector.status(facts),
        StatusProjector.notices(facts),
        continuation(design, outcomes, release),
        release == Release.NOW);
  }

  /** The first four lines of a pass: what it would do, nothing written. */
  public Preview preview(StackId id, HAStack stack, LastApplied last, Instant now) {
    Design design = design(id, stack, last, now);
    return new Preview(design.plan(), design.obstacle());
  }

  /**
   * What a pass would do.
   *
   * @param obstacle what kept the stack from being designed; the plan is then empty
   */
  public record Preview(Plan plan, Optional<Failure> obstacle) {}

  /** What is known before anything is written. */
  private record Design(
      LastApplied last,
      Optional<Place> place,
      Optional<Failure> obstacle,
      List<MissingPrerequisite> missing,
      DesiredStack desired,
      ObservedStack observed,
      Provenance provenance,
      Plan plan) {}

  private Design design(StackId id, HAStack stack, LastApplied last, Instant now) {
    Optional<Place> recorded = Whereabouts.recorded(stack, last);
    Located located = provider.locate(stack);
    Optional<Failure> lost = Whereabouts.misplaced(located, recorded);
    if (lost.isPresent()) {
      return undesigned(id, last, recorded, lost.get(), unread(stack, last, lost.get()));
    }
    Optional<Place> place = located instanceof Located.At at ? Optional.of(at.place()) : recorded;
    if (StackPolicies.isDeleting(stack)) {
      return planned(id, stack, last, place, DesiredStack.empty(id), NO_FACTS, now);
    }
    return switch (provider.discover(id, stack)) {
      case Discovery.Undiscovered<F> undiscovered ->
          // Not recorded before there is a design: nothing can have been made of it yet.
          undesigned(
              id,
              last,
              recorded,
              undiscovered.why(),
              provider.observe(id, stack, DesiredStack.empty(id), last.physicalNames()));
      case Discovery.Discovered<F> discovered ->
          planned(
              id,
              stack,
              last,
              place,
              provider.design(id, stack, discovered.facts(), now),
              discovered.facts(),
              now);
    };
  }

  private Design planned(
      StackId id,
      HAStack stack,
      LastApplied last,
      Optional<Place> place,
      DesiredStack desired,
      Facts facts,
      Instant now) {
    ObservedStack observed = provider.observe(id, stack, desired, last.physicalNames());
    Optional<MissingPrerequisite> vital =
        facts.missing().stream().filter(MissingPrerequisite::vital).findFirst();
    if (vital.isPresent() && !stands(observed)) {
      // Before anything is made of it a stack is made whole or not at all.
      Optional<Place> recorded = Whereabouts.recorded(stack, last);
      return undesigned(id, last, recorded, vital.get().why(), observed);
    }
    var provenance =
        new Provenance(specGeneration(stack, facts), facts.digest(), provider.blueprintVersion());
    Plan gated =
        StackPolicies.gate(stack, last, provenance)
            .apply(Planner.plan(desired, observed, last, provenance));
    Plan plan =
        PlanPolicies.holdMissing(facts.missing())
            .then(
                StackPolicies.of(
                    stack,
                    last,
                    provider.remedyForLoss(stack),
                    whole -> provider.stage(stack, whole, observed, now)))
            .apply(gated)
            .withApproval(gated.approval())
            .withWarnings(
                Stream.concat(
                        facts.missing().stream().map(each -> each.why().sentence()).distinct(),
                        facts.warnings().stream())
                    .toList());
    return new Design(
        last, place, Optional.empty(), facts.missing(), desired, observed, provenance, plan);
  }

  /** What the spec refers to counts as written in it, and has no part in its generation. */
  private static String specGeneration(HAStack stack, Facts facts) {
    String generation = stack.getMetadata().getUid() + "/" + stack.getMetadata().getGeneration();
    return facts.referenced().isEmpty() ? generation : generation + "/" + facts.referenced();
  }

  private static boolean stands(ObservedStack observed) {
    return observed.ids().stream()
        .flatMap(id -> observed.present(id).stream())
        .anyMatch(present -> present.ownership() == Ownership.OURS);
  }

  private Design undesigned(
      StackId id, LastApplied last, Optional<Place> place, Failure why, ObservedStack observed) {
    return new Design(
        last,
        place,
        Optional.of(why),
        List.of(),
        DesiredStack.empty(id),
        observed,
        new Provenance("", "", provider.blueprintVersion()),
        new Plan(id, List.of(), List.of(), new TreeMap<>()));
  }

  /** Everything that the last pass knew of; what is not looked at is not gone. */
  private static ObservedStack unread(HAStack stack, LastApplied last, Failure why) {
    return new ObservedStack(
        Whereabouts.known(stack, last)
            .map(resource -> new ObservedStack.Entry(resource, new Observation.Unread(why)))
            .toList(),
        List.of());
  }

  private Map<ResourceId, Outcome> execute(
      StackId id, HAStack stack, Design design, Revisions revisions, Instant now) {
    boolean record = design.obstacle().isEmpty() && !StackPolicies.isDeleting(stack);
    LastApplied target =
        record
            ? AppliedTarget.before(
                    design.desired(), design.plan(), design.last(), design.provenance())
                .withPlace(design.place().orElseThrow())
            : design.last();
    save(target, design.last(), revisions);
    Map<ResourceId, Outcome> outcomes =
        PlanExecutor.execute(
            design.plan(), (change, outputs) -> provider.apply(id, stack, change, outputs, now));
    if (record) {
      save(AppliedTarget.after(target, design.plan(), outcomes), target, revisions);
    }
    return outcomes;
  }

  private static void save(LastApplied next, LastApplied before, Revisions revisions) {
    if (!next.equals(before)) {
      revisions.save(next);
    }
  }

  private Continuation continuation(
      Design design, Map<ResourceId, Outcome> outcomes, Release release) {
    Movement movement =
        release == Release.SOON
            ? Movement.WITHIN_SECONDS
            : Movements.of(design.plan(), design.observed(), outcomes);
    return continuations.next(
        design.obstacle(), outcomes.values(), movement, design.plan().unread());
  }
}
