package dev.hastack.operator;

import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.core.outcome.ContinuationPolicy;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.stack.Place;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import dev.hastack.engine.InternalPass;
import dev.hastack.engine.InternalStacks;
import dev.hastack.engine.Retirement;
import dev.hastack.engine.Revisions;
import dev.hastack.engine.Whereabouts;
import dev.hastack.operator.RetirementRun.Look;
import dev.hastack.operator.RetirementRun.Task;
import dev.hastack.provider.InternalStackProvider;
import dev.hastack.provider.aws.AwsNames;
import dev.hastack.provider.aws.AwsTags;
import dev.hastack.provider.aws.AwsTenants;
import dev.hastack.provider.aws.resource.LifecycleHook;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What there is to take away: the terminate hooks of each stack, and the operator's own stack in
 * each account and region.
 */
final class RetirementTasks {
  private final String cluster;
  private final Retirement retirement;
  private final Function<HAStack, Revisions> revisions;
  private final Function<Place, InternalStackProvider> internal;
  private final ContinuationPolicy continuations;
  private final KnownPlaces places;
  private final InstantSource clock;

  /**
   * @param revisions where each stack's last applied state is kept
   */
  RetirementTasks(
      String cluster,
      AwsTenants tenants,
      Function<HAStack, Revisions> revisions,
      ContinuationPolicy continuations,
      KnownPlaces places,
      InstantSource clock) {
    this.cluster = cluster;
    this.retirement = new Retirement(tenants, Set.of(LifecycleHook.KIND));
    this.revisions = revisions;
    this.internal = tenants::internal;
    this.continuations = continuations;
    this.places = places;
    this.clock = clock;
  }

  /**
   * @param stacks all that there are
   * @throws IllegalStateException when it cannot be read where events are received
   */
  List<Task> of(List<HAStack> stacks) {
    var tasks = new ArrayList<Task>();
    stacks.forEach(stack -> tasks.add(hooks(stack)));
    var where = new TreeSet<>(Comparator.comparing(Place::toString));
    stacks.stream().flatMap(stack -> Whereabouts.told(stack).stream()).forEach(where::add);
    where.addAll(places.recall().orElseThrow(RetirementTasks::forgotten));
    where.forEach(place -> tasks.add(plumbing(place)));
    return tasks;
  }

  private static IllegalStateException forgotten() {
    return new IllegalStateException(
        "controllerrevisions in the operator's namespace, which say in which accounts and regions"
            + " events are received, cannot be listed; grant list on them, or try again when the"
            + " API server answers.");
  }

  private Task hooks(HAStack stack) {
    var id =
        new StackId(cluster, stack.getMetadata().getNamespace(), stack.getMetadata().getName());
    return new Task(
        "terminate hooks of " + id.qualifiedName(),
        () -> {
          Retirement.Look look =
              retirement.pass(id, stack, revisions.apply(stack), clock.instant());
          return new Look(
              look.whole(), look.left().stream().map(hook -> byHand(id, stack, hook)).toList());
        });
  }

  private static String byHand(StackId id, HAStack stack, ResourceId hook) {
    return ("aws autoscaling delete-lifecycle-hook --region %s --auto-scaling-group-name %s"
            + " --lifecycle-hook-name %s")
        .formatted(
            Objects.requireNonNull(
                    stack.getSpec().aws(), "the schema admits no HAStack without spec.aws")
                .region(),
            AwsNames.autoScalingGroup(id, LifecycleHook.group(hook)),
            AwsNames.terminateHook(id.cluster()));
  }

  private Task plumbing(Place place) {
    return new Task(
        "queues and rules in " + place,
        () -> {
          InternalPass pass =
              new InternalStacks(internal.apply(place), continuations)
                  .pass(cluster, place, false, clock.instant());
          if (!pass.released()) {
            Outcome outcome =
                pass.whole() instanceof Outcome.Done
                    ? new Outcome.Waiting("them to be gone")
                    : pass.whole();
            return new Look(outcome, List.of(byHand(place)));
          }
          return places.forget(place)
              ? new Look(Outcome.done(), List.of())
              : new Look(new Outcome.Waiting("its place to be forgotten"), List.of());
        });
  }

  /** There are nine of them, so it is told how they are found. */
  private String byHand(Place place) {
    return ("aws resourcegroupstaggingapi get-resources --region %s --tag-filters Key=%s,Values=%s"
            + " Key=%s,Values=%s")
        .formatted(
            place.region(),
            AwsTags.CLUSTER,
            cluster,
            AwsTags.STACK,
            InternalStacks.id(cluster, place).qualifiedName());
  }
}
