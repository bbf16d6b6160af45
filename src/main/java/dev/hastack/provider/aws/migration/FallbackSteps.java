package dev.hastack.provider.aws.migration;

import dev.hastack.api.v1alpha1.AwsSpec;
import dev.hastack.api.v1alpha1.FleetSpec;
import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.api.v1alpha1.PurchaseSpec;
import dev.hastack.api.v1alpha1.SpotSpec;
import dev.hastack.core.plan.AttributeChange;
import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.ChangeReason;
import dev.hastack.core.plan.HoldReason;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.signal.Memory;
import dev.hastack.core.signal.OnDemandFallback;
import dev.hastack.core.signal.OnDemandFallback.Decision;
import dev.hastack.core.signal.OnDemandFallback.Failing;
import dev.hastack.core.signal.OnDemandFallback.Group;
import dev.hastack.core.signal.OnDemandFallback.Settings;
import dev.hastack.core.signal.OnDemandFallback.Trouble;
import dev.hastack.core.stack.DesiredResource;
import dev.hastack.core.stack.Impact;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.AwsTags;
import dev.hastack.provider.aws.resource.AttributeValues;
import dev.hastack.provider.aws.resource.AutoScalingGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lets On-Demand stand in for Spot that cannot be had ({@code spec.aws.spot.onDemandFallback}),
 * each group by itself. A tag on the group remembers the step and since when, so that it goes on
 * whatever else is lost; what the stack itself wants is held until then. A group whose share the
 * stack leaves to AWS has none to go back to, and is left alone.
 */
public final class FallbackSteps {
  private static final String MEMORY = AutoScalingGroup.TAGS + "." + AwsTags.ON_DEMAND_FALLBACK;
  private static final String SHARE = AutoScalingGroup.ON_DEMAND_PERCENTAGE;

  /** A deletion waits for a fallback no longer than this. */
  private static final Duration LONGEST_RELEASE = Duration.ofHours(1);

  private final Settings settings;
  private final Instant now;

  private FallbackSteps(Settings settings, Instant now) {
    this.settings = settings;
    this.now = now;
  }

  /** What of a plan can be done in this pass; the rest is held. */
  public static Plan stage(HAStack stack, Plan plan, Instant now) {
    var fallback = new FallbackSteps(settings(stack), now);
    var changes = new ArrayList<Change>();
    var held = new ArrayList<>(plan.held());
    for (Change change : plan.changes()) {
      boolean stands = change instanceof Change.Update || change instanceof Change.NoOp;
      Step step =
          stands && LayoutMigration.isGroup(change) ? fallback.step(change) : Step.of(change);
      changes.add(step.change());
      held.addAll(step.held());
    }
    return new Plan(plan.stack(), changes, held, plan.obstacles());
  }

  /**
   * What of the plan that lets go of a stack can be done in this pass: a group that outlives its
   * object keeps no share that nobody would take back. One that takes too long is let go as it is.
   *
   * @param now by the clock that the object was deleted by
   * @param cloudTime what the steps count by
   */
  public static Plan release(HAStack stack, Plan plan, Instant now, Instant cloudTime) {
    Instant asked = Instant.parse(stack.getMetadata().getDeletionTimestamp());
    if (!now.isBefore(asked.plus(LONGEST_RELEASE))) {
      return plan;
    }
    var fallback = new FallbackSteps(Settings.NONE, cloudTime);
    var changes = new ArrayList<Change>();
    var held = new ArrayList<>(plan.held());
    for (Change change : plan.changes()) {
      Step step = restoration(stack, change).map(fallback::step).orElseGet(() -> Step.of(change));
      changes.add(step.change());
      held.addAll(step.held());
    }
    return new Plan(plan.stack(), changes, held, plan.obstacles());
  }

  /** The group with its stack's own share, where it is let go and another share is remembered. */
  private static Optional<Change> restoration(HAStack stack, Change change) {
    if (!(change instanceof Change.Forget forget) || !LayoutMigration.isGroup(change)) {
      return Optional.empty();
    }
    var found = AttributeValues.of(forget.observed().spec().values());
    return ownShare(stack)
        .filter(own -> found.text(MEMORY).isPresent())
        .map(
            own -> {
              var values = new TreeMap<>(found.values());
              values.put(SHARE, Value.whole(own));
              var wanted =
                  new DesiredResource(
                      forget.id(),
                      forget.observed().physicalName(),
                      new AutoScalingGroup(AttributeValues.of(values)));
              return new Change.Update(
                  wanted, forget.observed(), List.of(share(forget, own)), ChangeReason.Fallback);
            });
  }

  private static Optional<Integer> ownShare(HAStack stack) {
    return Optional.ofNullable(stack.getSpec().aws())
        .map(AwsSpec::fleet)
        .map(FleetSpec::purchase)
        .map(PurchaseSpec::onDemandPercentageAboveBaseCapacity);
  }

  private static Settings settings(HAStack stack) {
    return Optional.ofNullable(stack.getSpec().aws())
        .map(AwsSpec::spot)
        .map(SpotSpec::onDemandFallback)
        .map(
            spec ->
                new Settings(
                    Duration.ofSeconds(
                        orElse(
                            spec.afterSeconds(), SpotSpec.OnDemandFallback.DEFAULT_AFTER_SECONDS)),
                    orElse(spec.percentage(), SpotSpec.OnDemandFallback.DEFAULT_PERCENTAGE),
                    Duration.ofSeconds(
                        orElse(
                            spec.holdForSeconds(),
                            SpotSpec.OnDemandFallback.DEFAULT_HOLD_FOR_SECONDS))))
        .orElse(Settings.NONE);
  }

  private Step step(Change change) {
    Present standing = change.standing().orElseThrow();
    var found = AttributeValues.of(standing.spec().values());
    Optional<Integer> own =
        AttributeValues.of(change.wanted().orElseThrow().spec().values()).whole(SHARE);
    boolean remembers = found.text(MEMORY).isPresent();
    if (own.isEmpty()) {
      return remembers ? ended(change) : Step.of(change);
    }
    Decision decision =
        OnDemandFallback.decide(
            settings,
            group(change, standing, own.get()),
            trouble(standing.live()),
            found.text(MEMORY).flatMap(Memory::parse),
            now);
    if (decision.memory().isEmpty()) {
      return remembers ? ended(change) : Step.of(change);
    }
    boolean stands = found.whole(SHARE).equals(Optional.of(decision.share()));
    Change stepped =
        remembering(
            Step.with(
                change,
                SHARE,
                stands ? Optional.empty() : Optional.of(share(change, decision.share()))),
            decision.memory().map(Memory::toString));
    return new Step(stepped, stands ? List.of(held(change, own.get(), decision)) : List.of());
  }

  /** The stack's own share again, if it wants one, with nothing remembered. */
  private static Step ended(Change change) {
    Optional<AttributeChange> back =
        change.attributeChanges().stream()
            .filter(each -> each.name().equals(SHARE))
            .findFirst()
            .map(
                each ->
                    each.reason() == ChangeReason.Drifted && each.to().isPresent()
                        ? attribute(change, SHARE, each.to())
                        : each);
    return Step.of(remembering(Step.with(change, SHARE, back), Optional.empty()));
  }

  private static Change remembering(Change change, Optional<String> text) {
    Optional<Value> wanted = text.map(Value::text);
    return wanted.equals(before(change, MEMORY))
        ? change
        : Step.with(change, MEMORY, Optional.of(attribute(change, MEMORY, wanted)));
  }

  private static Plan.Held held(Change change, int own, Decision decision) {
    AttributeChange back = share(change, own);
    return new Plan.Held(
        new Change.Update(
            change.wanted().orElseThrow(),
            change.standing().orElseThrow(),
            List.of(back),
            back.reason()),
        HoldReason.Fallback,
        "On-Demand stands in for Spot since %s: %s"
            .formatted(decision.memory().orElseThrow().since(), decision.why()));
  }

  private static AttributeChange share(Change change, int percentage) {
    return attribute(change, SHARE, Optional.of(Value.whole(percentage)));
  }

  private static AttributeChange attribute(Change change, String name, Optional<Value> to) {
    return new AttributeChange(
        name,
        before(change, name),
        to,
        false,
        name.equals(MEMORY) ? Impact.IGNORED : Impact.IN_PLACE,
        false,
        ChangeReason.Fallback);
  }

  private static Optional<Value> before(Change change, String name) {
    return change.standing().map(each -> each.spec().values().get(name));
  }

  private static Group group(Change change, Present standing, int own) {
    Map<String, Value> live = standing.live();
    return new Group(
        number(live, AutoScalingGroup.LIVE_DESIRED),
        AttributeValues.of(change.valuesAfter())
            .whole(AutoScalingGroup.ON_DEMAND_BASE_CAPACITY)
            .orElse(0),
        own,
        number(live, AutoScalingGroup.LIVE_IN_SERVICE),
        number(live, AutoScalingGroup.LIVE_SPOT) + number(live, AutoScalingGroup.LIVE_PENDING_SPOT),
        number(live, AutoScalingGroup.LIVE_PENDING)
            + number(live, AutoScalingGroup.LIVE_TERMINATING));
  }

  private static Trouble trouble(Map<String, Value> live) {
    Optional<Failing> failing =
        times(live, AutoScalingGroup.LIVE_FAILING_SINCE)
            .flatMap(
                since ->
                    times(live, AutoScalingGroup.LIVE_FAILED_LAST)
                        .map(last -> new Failing(since, last)))
            .findFirst();
    return new Trouble(
        failing,
        times(live, AutoScalingGroup.LIVE_CAPACITY_FAILED_LAST).findFirst(),
        times(live, AutoScalingGroup.LIVE_INTERRUPTIONS).toList());
  }

  private static Stream<Instant> times(Map<String, Value> live, String name) {
    return Stream.ofNullable(live.get(name)).flatMap(Value::texts).map(Instant::parse);
  }

  private static int number(Map<String, Value> live, String name) {
    return live.get(name) instanceof Value.Whole whole ? (int) whole.number() : 0;
  }

  private static int orElse(@Nullable Integer number, int otherwise) {
    return number == null ? otherwise : number;
  }
}
