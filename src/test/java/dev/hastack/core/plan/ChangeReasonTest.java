package dev.hastack.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.plan.LastApplied.Provenance;
import dev.hastack.core.stack.DesiredResource;
import dev.hastack.core.stack.DesiredStack;
import dev.hastack.core.stack.Impact;
import dev.hastack.core.stack.ObservedStack;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Value;
import dev.hastack.testing.toy.ToyStacks;
import dev.hastack.testing.toy.ToyWorld;
import dev.hastack.testing.toy.Toys;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Why a change is in the plan, and what an update, a replacement or a removal looks like. */
class ChangeReasonTest {
  private final ToyWorld world = new ToyWorld().edit(ToyStacks.web());
  private final LastApplied last;
  private final Provenance before;

  ChangeReasonTest() {
    world.settle();
    last = world.revisions().load();
    before = last.find(ToyStacks.MOULD).orElseThrow().provenance();
  }

  private Plan plan(Provenance provenance, LastApplied applied, DesiredResource... wanted) {
    DesiredStack desired = new DesiredStack(Toys.STACK, List.of(wanted));
    return Planner.plan(desired, observed(desired), applied, provenance);
  }

  private ObservedStack observed(DesiredStack desired) {
    return world.cloud().observe(Toys.STACK, world.stack(), desired, new TreeMap<>());
  }

  private static ChangeReason reason(Plan plan, ResourceId id, String attribute) {
    return attribute(plan, id, attribute).reason();
  }

  private static AttributeChange attribute(Plan plan, ResourceId id, String attribute) {
    return change(plan, id).attributeChanges().stream()
        .filter(each -> each.name().equals(attribute))
        .findFirst()
        .orElseThrow();
  }

  private static Change change(Plan plan, ResourceId id) {
    return plan.changes().stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
  }

  private static DesiredResource[] wider() {
    return ToyStacks.changed(ToyStacks.web(), ToyStacks.GROUP, "MaxSize", Value.whole(12));
  }

  private static Provenance provenance(
      Provenance before, int generation, String facts, int version) {
    return new Provenance("uid-1/" + generation, facts, before.blueprintVersion() - 1 + version);
  }

  private void tamper(String attribute, Value value) {
    world.cloud().tamper(ToyStacks.GROUP, group -> group.set(attribute, value));
  }

  @Test
  void shouldBeDriftedWhenWantedAsLastAppliedAndFoundOtherwise() {
    // Given
    tamper("MaxSize", Value.whole(3));

    // When
    Plan plan = plan(before, last, ToyStacks.web());

    // Then
    assertThat(reason(plan, ToyStacks.GROUP, "MaxSize")).isEqualTo(ChangeReason.Drifted);
  }

  @Test
  void shouldBeDriftedEvenThoughTheSpecChangedElsewhere() {
    // Given
    tamper("MaxSize", Value.whole(3));

    // When
    Plan plan =
        plan(
            provenance(before, 9, "facts-1", 1),
            last,
            ToyStacks.changed(ToyStacks.web(), ToyStacks.GROUP, "MinSize", Value.whole(1)));

    // Then
    assertThat(reason(plan, ToyStacks.GROUP, "MaxSize")).isEqualTo(ChangeReason.Drifted);
    assertThat(reason(plan, ToyStacks.GROUP, "MinSize")).isEqualTo(ChangeReason.SpecChanged);
    assertThat(change(plan, ToyStacks.GROUP).reason()).isEqualTo(ChangeReason.SpecChanged);
  }

  @Test
  void shouldBeUnfinishedAndNotDriftWhenItsWriteIsNotKnownToHaveBeenMade() {
    // Given
    tamper("MaxSize", Value.whole(3));
    var marks = new TreeMap<>(last.unfinished());
    marks.put(ToyStacks.GROUP, new TreeSet<>(List.of("MaxSize")));

    // When
    Plan plan = plan(before, last.withUnfinished(marks), ToyStacks.web());

    // Then
    assertThat(reason(plan, ToyStacks.GROUP, "MaxSize")).isEqualTo(ChangeReason.SpecChanged);
  }

  @Test
  void shouldBeSpecChangedWhenTheGenerationIsAnotherWhateverElseIs() {
    // When
    Plan plan = plan(provenance(before, 9, "facts-2", 2), last, wider());

    // Then
    assertThat(reason(plan, ToyStacks.GROUP, "MaxSize")).isEqualTo(ChangeReason.SpecChanged);
  }

  @Test
  void shouldBeFactsChangedWhenOnlyTheFactsAreOthers() {
    // When
    Plan plan =
        plan(
            new Provenance(before.specGeneration(), "facts-2", before.blueprintVersion()),
            last,
            wider());

    // Then
    assertThat(reason(plan, ToyStacks.GROUP, "MaxSize")).isEqualTo(ChangeReason.FactsChanged);
  }

  @Test
  void shouldBeOperatorUpgradedWhenTheBlueprintIsAnotherEvenIfItAsksForMoreFacts() {
    // When
    Plan plan =
        plan(
            new Provenance(before.specGeneration(), "facts-2", before.blueprintVersion() + 1),
            last,
            wider());

    // Then
    assertThat(reason(plan, ToyStacks.GROUP, "MaxSize")).isEqualTo(ChangeReason.OperatorUpgraded);
  }

  @Test
  void shouldBeMissingAndOnceCreatedWhenSomebodyRemovedIt() {
    // Given
    world.cloud().vanish(ToyStacks.GROUP);

    // When
    Change change = change(plan(before, last, ToyStacks.web()), ToyStacks.GROUP);

    // Then
    assertThat(change)
        .isInstanceOfSatisfying(
            Change.Create.class, create -> assertThat(create.onceCreated()).isTrue());
    assertThat(change.reason()).isEqualTo(ChangeReason.Missing);
  }

  @Test
  void shouldNotBeOnceCreatedWhenItsCreationWasNeverFinished() {
    // Given
    world.cloud().vanish(ToyStacks.GROUP);
    var marks = new TreeMap<>(last.unfinished());
    marks.put(ToyStacks.GROUP, new TreeSet<>(List.of(LastApplied.WHOLE)));

    // When
    Change change =
        change(plan(before, last.withUnfinished(marks), ToyStacks.web()), ToyStacks.GROUP);

    // Then
    assertThat(change)
        .isInstanceOfSatisfying(
            Change.Create.class, create -> assertThat(create.onceCreated()).isFalse());
  }

  @Test
  void shouldGoBackToTheDefaultWhenAnAttributeWeSetIsLeftOut() {
    // When
    Plan plan =
        plan(
            provenance(before, 9, "facts-1", 1),
            last,
            ToyStacks.lacking(ToyStacks.web(), ToyStacks.TARGET_GROUP, "Delay"));

    // Then
    AttributeChange delay = attribute(plan, ToyStacks.TARGET_GROUP, "Delay");
    assertThat(delay.unsets()).isTrue();
    assertThat(delay.to()).contains(Value.whole(300));
    assertThat(delay.reason()).isEqualTo(ChangeReason.SpecChanged);
  }

  @Test
  void shouldNotManageAnAttributeWeNeverSet() {
    // Given
    world.cloud().tamper(ToyStacks.GROUP, group -> group.set("Price", Value.text("0.5")));

    // When
    Plan plan = plan(before, last, ToyStacks.web());

    // Then
    assertThat(plan.isEmpty()).isTrue();
  }

  @Test
  void shouldRemoveATagWeSetAndNoOther() {
    // Given
    world.cloud().tamper(ToyStacks.MOULD, mould -> mould.set("Tags.cost", Value.text("42")));

    // When
    Plan plan =
        plan(
            provenance(before, 9, "facts-1", 1),
            last,
            ToyStacks.changed(
                ToyStacks.web(), ToyStacks.MOULD, "Tags", Toys.labels(Map.of("team", "web"))));

    // Then
    assertThat(change(plan, ToyStacks.MOULD).attributeChanges())
        .singleElement()
        .satisfies(
            tag -> {
              assertThat(tag.name()).isEqualTo("Tags.tier");
              assertThat(tag.to()).isEmpty();
              assertThat(tag.impact()).isEqualTo(Impact.IGNORED);
            });
  }

  @Test
  void shouldBeDriftedWhenSomethingIsThereThatNobodyMaySet() {
    // Given
    DesiredResource[] shapeless = ToyStacks.lacking(ToyStacks.web(), ToyStacks.MOULD, "Shape");
    world.edit(shapeless).settle();
    world.cloud().tamper(ToyStacks.MOULD, mould -> mould.set("Shape", Value.text("flat")));
    world.cloud().tamper(ToyStacks.MOULD, mould -> mould.set("Options", Value.text("theirs")));
    LastApplied applied = world.revisions().load();

    // When
    Plan plan = plan(applied.find(ToyStacks.MOULD).orElseThrow().provenance(), applied, shapeless);

    // Then
    assertThat(change(plan, ToyStacks.MOULD).attributeChanges())
        .singleElement()
        .satisfies(
            shape -> {
              assertThat(shape.name()).isEqualTo("Shape");
              assertThat(shape.reason()).isEqualTo(ChangeReason.Drifted);
              assertThat(shape.to()).isEmpty();
              assertThat(shape.unsets()).isTrue();
            });
    assertThat(reason(plan, ToyStacks.GROUP, "Version")).isEqualTo(ChangeReason.Drifted);
  }

  @Test
  void shouldFollowWithTheReasonOfWhatItFollows() {
    // Given
    world.cloud().tamper(ToyStacks.MOULD, mould -> mould.set("Shape", Value.text("flat")));

    // When
    Plan drifted = plan(before, last, ToyStacks.web());
    Plan changed =
        plan(
            provenance(before, 9, "facts-1", 1),
            last,
            ToyStacks.changed(ToyStacks.web(), ToyStacks.MOULD, "Secret", Value.text("new")));

    // Then
    assertThat(reason(drifted, ToyStacks.GROUP, "Version")).isEqualTo(ChangeReason.Drifted);
    assertThat(reason(changed, ToyStacks.GROUP, "Version")).isEqualTo(ChangeReason.SpecChanged);
  }

  @Test
  void shouldBeDriftOfItsOwnWhenItDiffersWhateverBecomesOfWhatItFollows() {
    // Given
    tamper("Version", Value.text("7"));

    // When
    Plan plan =
        PlanPolicies.holdOperatorUpgrades()
            .apply(
                plan(
                    new Provenance(
                        before.specGeneration(), "facts-1", before.blueprintVersion() + 1),
                    last,
                    ToyStacks.changed(
                        ToyStacks.web(), ToyStacks.MOULD, "Shape", Value.text("square"))));

    // Then
    AttributeChange version = attribute(plan, ToyStacks.GROUP, "Version");
    assertThat(version.reason()).isEqualTo(ChangeReason.Drifted);
    assertThat(version.to()).contains(Value.text("1"));
  }

  @Test
  void shouldKeepSecretsOutOfWhatIsRecordedAndDigestedByValue() {
    // Given
    DesiredResource[] one =
        ToyStacks.changed(ToyStacks.web(), ToyStacks.MOULD, "Secret", Value.text("swordfish"));
    DesiredResource[] other =
        ToyStacks.changed(ToyStacks.web(), ToyStacks.MOULD, "Secret", Value.text("xyzzy"));
    Provenance now = provenance(before, 9, "facts-1", 1);

    // When
    Plan plan = plan(now, last, one);
    DesiredStack desired = new DesiredStack(Toys.STACK, List.of(one));
    LastApplied target = AppliedTarget.before(desired, plan, last, now);
    LastApplied done =
        AppliedTarget.after(
            target, plan, Map.of(ToyStacks.MOULD, Outcome.done(), ToyStacks.GROUP, Outcome.done()));

    // Then
    assertThat(target.resources().toString() + done.resources())
        .doesNotContain("swordfish", "hunter2")
        .contains("sha256:");
    assertThat(plan.digest()).isNotEqualTo(plan(now, last, other).digest());
    assertThat(dev.hastack.core.render.PlanDocument.of(plan).toString())
        .contains("Secret")
        .doesNotContain("swordfish", "hunter2");
  }
}
