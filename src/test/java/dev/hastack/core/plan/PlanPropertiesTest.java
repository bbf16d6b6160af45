package dev.hastack.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.plan.LastApplied.Provenance;
import dev.hastack.core.render.PlanText;
import dev.hastack.core.stack.DesiredResource;
import dev.hastack.core.stack.DesiredStack;
import dev.hastack.core.stack.Impact;
import dev.hastack.core.stack.Observation;
import dev.hastack.core.stack.ObservedStack;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Value;
import dev.hastack.testing.toy.ToyArbitraries;
import dev.hastack.testing.toy.ToyWorld;
import dev.hastack.testing.toy.Toys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds of every plan, tried on random stacks. */
class PlanPropertiesTest {
  private static final Provenance NOW = new Provenance("uid-1/2", "facts-1", 1);
  private static final Failure THROTTLED =
      new Failure(FailureKind.THROTTLED, "toy:Describe", "Throttling", "slow down");

  /**
   * A stack that settled, what happened to it then, and what is wanted now.
   *
   * @param observed as tampered with
   */
  record Scene(DesiredStack desired, ObservedStack observed, LastApplied last) {
    Plan plan() {
      return Planner.plan(desired, observed, last, NOW);
    }

    Scene shuffled(Random random) {
      List<DesiredResource> resources = new ArrayList<>(desired.resources());
      List<ObservedStack.Entry> entries = new ArrayList<>(observed.resources());
      Collections.shuffle(resources, random);
      Collections.shuffle(entries, random);
      return new Scene(
          new DesiredStack(desired.id(), resources), new ObservedStack(entries, List.of()), last);
    }

    Scene unread(Set<ResourceId> ids) {
      List<ObservedStack.Entry> entries =
          observed.resources().stream()
              .map(
                  entry ->
                      ids.contains(entry.id())
                          ? new ObservedStack.Entry(entry.id(), new Observation.Unread(THROTTLED))
                          : entry)
              .distinct()
              .toList();
      return new Scene(desired, new ObservedStack(entries, List.of()), last);
    }
  }

  @Provide
  Arbitrary<DesiredResource[]> stacks() {
    return ToyArbitraries.stacks();
  }

  /** From one random stack to another, with drift and removals in between. */
  @Provide
  Arbitrary<Scene> scenes() {
    return net.jqwik.api.Combinators.combine(
            ToyArbitraries.stacks(),
            ToyArbitraries.stacks(),
            Arbitraries.randomValue(r -> r.nextLong()))
        .as(PlanPropertiesTest::scene);
  }

  private static Scene scene(DesiredResource[] before, DesiredResource[] after, long seed) {
    var world = new ToyWorld().edit(before);
    world.settle();
    var random = new Random(seed);
    for (var thing : world.cloud().things()) {
      switch (random.nextInt(4)) {
        case 0 -> world.cloud().vanish(thing.id());
        case 1 ->
            world.cloud().tamper(thing.id(), each -> each.set("Tags.team", Value.text("somebody")));
        default -> {}
      }
    }
    DesiredStack desired = new DesiredStack(Toys.STACK, List.of(after));
    ObservedStack observed =
        world.cloud().observe(Toys.STACK, world.stack(), desired, new TreeMap<>());
    return new Scene(desired, observed, world.revisions().load());
  }

  @Property(tries = 200)
  void shouldPlanNothingWhenObservedIsAsDesired(@ForAll("stacks") DesiredResource[] wanted) {
    // Given
    var world = new ToyWorld().edit(wanted);
    world.settle();
    DesiredStack desired = new DesiredStack(Toys.STACK, List.of(wanted));
    ObservedStack observed =
        world.cloud().observe(Toys.STACK, world.stack(), desired, new TreeMap<>());

    // When
    Plan remembered = Planner.plan(desired, observed, world.revisions().load(), NOW);
    Plan forgotten = Planner.plan(desired, observed, LastApplied.nothing(), NOW);

    // Then
    assertThat(remembered.effective()).isEmpty();
    assertThat(forgotten.effective()).isEmpty();
    assertThat(remembered.held()).isEmpty();
  }

  @Property(tries = 200)
  void shouldPlanTheSameWhateverTheOrderOfWhatItIsGiven(
      @ForAll("scenes") Scene scene, @ForAll long seed) {
    // When
    Plan plan = scene.plan();
    Plan shuffled = scene.shuffled(new Random(seed)).plan();

    // Then
    assertThat(shuffled.digest()).isEqualTo(plan.digest());
    assertThat(PlanText.render(shuffled)).isEqualTo(PlanText.render(plan));
  }

  @Property(tries = 200)
  void shouldMakeWhatIsNeededFirstAndDeleteItLast(@ForAll("scenes") Scene scene) {
    // When
    Plan plan = scene.plan();

    // Then
    for (Change change : plan.changes()) {
      int position = plan.changes().indexOf(change);
      change
          .wanted()
          .ifPresent(
              wanted ->
                  wanted
                      .dependsOn()
                      .forEach(
                          needed ->
                              assertThat(positionOf(plan, needed))
                                  .as("%s needs %s", wanted.id(), needed)
                                  .isLessThan(position)));
      if (change instanceof Change.Delete delete) {
        delete
            .observed()
            .spec()
            .schema()
            .dependsOnKinds()
            .forEach(
                kind ->
                    assertThat(plan.changes().subList(0, position))
                        .as("%s is deleted before any %s", change.id(), kind)
                        .noneMatch(
                            earlier ->
                                earlier instanceof Change.Delete
                                    && earlier.id().kind().equals(kind)));
      }
    }
  }

  private static int positionOf(Plan plan, ResourceId id) {
    for (int position = 0; position < plan.changes().size(); position++) {
      if (plan.changes().get(position).id().equals(id)) {
        return position;
      }
    }
    throw new AssertionError(id + " is not in the plan");
  }

  @Property(tries = 200)
  void shouldTouchNeitherWhatIsUnreadNorWhatNeedsItAndDeleteNothing(
      @ForAll("scenes") Scene scene, @ForAll long seed) {
    // Given
    var random = new Random(seed);
    var unread = new TreeSet<ResourceId>();
    for (ResourceId id : scene.observed().ids()) {
      if (random.nextInt(4) == 0) {
        unread.add(id);
      }
    }

    // When
    Plan plan = scene.unread(unread).plan();

    // Then
    var untouchable = new HashSet<ResourceId>(unread);
    for (DesiredResource resource : scene.desired().resources()) {
      if (resource.dependsOn().stream().anyMatch(untouchable::contains)) {
        untouchable.add(resource.id());
      }
    }
    assertThat(plan.changes()).extracting(Change::id).noneMatch(untouchable::contains);
    if (!unread.isEmpty()) {
      assertThat(plan.changes()).noneMatch(Change.Delete.class::isInstance);
    }
    assertThat(plan.obstacles().keySet()).isEqualTo(unread);
  }

  @Property(tries = 200)
  void shouldNeverAddAChangeNorLeaveAnythingUnknownWhenAPolicyIsApplied(
      @ForAll("scenes") Scene scene, @ForAll long seed) {
    // Given
    Plan plan = scene.plan();
    List<PlanPolicy> policies =
        List.of(
            PlanPolicies.reportOnly(),
            PlanPolicies.hold(
                (change, attribute) -> attribute.impact() == Impact.REPLACE,
                HoldReason.NeedsTrafficMigration,
                (change, attribute) -> "later"),
            PlanPolicies.holdOperatorUpgrades(),
            PlanPolicies.stopRepeating(scene.last()),
            PlanPolicies.protectBeforeFirstDelete(),
            PlanPolicies.ignore(ignored(scene, new Random(seed))),
            holdSome(new Random(seed)));

    for (PlanPolicy policy : policies) {
      // When
      Plan held = policy.apply(plan);

      // Then
      assertThat(lines(plan)).containsAll(lines(held));
      assertThat(policy.apply(held).effective()).isEqualTo(held.effective());
      assertNothingIsUnknownForNoReason(held);
    }
  }

  private static PlanPolicy holdSome(Random random) {
    var caught = new TreeMap<String, Boolean>();
    return plan ->
        Holding.attributes(
            Holding.changes(
                plan,
                change ->
                    change instanceof Change.Create
                        && caught.computeIfAbsent(
                            change.id().toString(), key -> random.nextBoolean()),
                HoldReason.ReportOnly,
                change -> "chance"),
            (change, attribute) ->
                caught.computeIfAbsent(change.id() + attribute.name(), key -> random.nextBoolean()),
            HoldReason.ReportOnly,
            (change, attribute) -> "chance");
  }

  private static Map<ResourceId, Set<String>> ignored(Scene scene, Random random) {
    var ignored = new TreeMap<ResourceId, Set<String>>();
    scene.observed().ids().stream()
        .filter(id -> random.nextBoolean())
        .forEach(id -> ignored.put(id, Set.of(random.nextBoolean() ? "*" : "Tags")));
    return ignored;
  }

  /** Each change and attribute of a plan; a held replacement may leave an update behind. */
  private static Set<String> lines(Plan plan) {
    var lines = new HashSet<String>();
    for (Change change : plan.effective()) {
      lines.add(change.id().toString());
      change.attributeChanges().forEach(each -> lines.add(change.id() + " " + each.name()));
    }
    return lines;
  }

  /** A value may be unknown only while the plan is about to make it. */
  private static void assertNothingIsUnknownForNoReason(Plan plan) {
    for (Change change : plan.effective()) {
      change.attributeChanges().stream()
          .flatMap(attribute -> attribute.to().stream())
          .flatMap(Value::pendings)
          .forEach(
              pending ->
                  assertThat(plan.effective())
                      .as("%s waits for %s", change.id(), pending)
                      .anyMatch(
                          other ->
                              other.id().equals(pending.resource())
                                  && StandingOutputs.of(other, pending.output()).isEmpty()));
    }
  }

  @Property(tries = 200)
  void shouldHaveADigestOfItsWantedValuesOnly(@ForAll("scenes") Scene scene) {
    // Given
    Plan plan = scene.plan();

    // When
    Plan blind =
        new Plan(
            plan.stack(),
            plan.changes().stream()
                .map(
                    change ->
                        change.narrowedTo(
                            change.attributeChanges().stream()
                                .map(
                                    each ->
                                        new AttributeChange(
                                            each.name(),
                                            java.util.Optional.of(Value.text("another")),
                                            each.to(),
                                            each.unsets(),
                                            each.impact(),
                                            each.sensitive(),
                                            ChangeReason.Drifted))
                                .toList()))
                .toList(),
            List.of(),
            new TreeMap<>());

    // Then
    assertThat(blind.digest()).isEqualTo(plan.digest());
    assertThat(Arrays.asList(plan.digest().split(""))).hasSize(12);
  }
}
