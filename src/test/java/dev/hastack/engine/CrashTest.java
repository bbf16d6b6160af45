package dev.hastack.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.ApplySpec;
import dev.hastack.api.v1alpha1.DriftSpec;
import dev.hastack.core.stack.DesiredResource;
import dev.hastack.core.stack.Ownership;
import dev.hastack.core.stack.Value;
import dev.hastack.testing.toy.Faults.Fault;
import dev.hastack.testing.toy.Thing;
import dev.hastack.testing.toy.ToyStacks;
import dev.hastack.testing.toy.ToyWorld;
import dev.hastack.testing.toy.Toys;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every effect of every story goes wrong once; whatever it was, the story ends the same. */
class CrashTest {

  /**
   * A story.
   *
   * @param given what has settled before
   * @param when what is asked for then
   */
  private record Story(String name, Consumer<ToyWorld> given, Consumer<ToyWorld> when) {
    @Override
    public String toString() {
      return name;
    }

    ToyWorld begun(DriftSpec.Policy policy) {
      var world = new ToyWorld().drift(policy);
      given.accept(world);
      when.accept(world);
      return world;
    }
  }

  private static final List<Story> STORIES =
      List.of(
          new Story("create", world -> {}, world -> world.edit(ToyStacks.web())),
          new Story(
              "update",
              settled(ToyStacks.web()),
              world ->
                  world.edit(
                      ToyStacks.changed(
                          ToyStacks.changed(
                              ToyStacks.changed(
                                  ToyStacks.web(), ToyStacks.MOULD, "Shape", Value.text("square")),
                              ToyStacks.TARGET_GROUP,
                              "Delay",
                              Value.whole(30)),
                          ToyStacks.GROUP,
                          "MaxSize",
                          Value.whole(12)))),
          new Story(
              "unset",
              settled(ToyStacks.web()),
              world ->
                  world.edit(
                      ToyStacks.lacking(
                          ToyStacks.lacking(ToyStacks.web(), ToyStacks.MOULD, "Secret"),
                          ToyStacks.TARGET_GROUP,
                          "Delay"))),
          new Story(
              "remove a tag",
              settled(ToyStacks.web()),
              world ->
                  world.edit(
                      ToyStacks.changed(
                          ToyStacks.web(),
                          ToyStacks.MOULD,
                          "Tags",
                          Toys.labels(java.util.Map.of("team", "web"))))),
          new Story(
              "replace, the successor first",
              settled(ToyStacks.sailing()),
              world ->
                  world.edit(
                      ToyStacks.changed(
                          ToyStacks.sailing(), ToyStacks.SAIL, "Cloth", Value.text("hemp")))),
          new Story(
              "replace, deleting first",
              settled(ToyStacks.vault()),
              world ->
                  world.edit(
                      ToyStacks.changed(
                          ToyStacks.vault(), ToyStacks.VAULT, "Engine", Value.text("diesel")))),
          new Story("want less", settled(ToyStacks.web()), world -> world.edit(ToyStacks.mould())),
          new Story("delete", settled(ToyStacks.web()), ToyWorld::delete),
          new Story("retain", settled(ToyStacks.web()), world -> world.retain().delete()),
          new Story(
              "take up again",
              world -> {
                settled(ToyStacks.web()).accept(world);
                world.retain().delete().settle();
              },
              world ->
                  world
                      .createAgain()
                      .edit(
                          ToyStacks.changed(
                              ToyStacks.web(), ToyStacks.GROUP, "MaxSize", Value.whole(12)))));

  private static Consumer<ToyWorld> settled(DesiredResource... resources) {
    return world -> world.edit(resources).settle();
  }

  static Stream<Story> stories() {
    return STORIES.stream();
  }

  @ParameterizedTest
  @MethodSource("stories")
  void shouldEndTheSameWhenAnyEffectGoesWrong(Story story) {
    for (DriftSpec.Policy policy : DriftSpec.Policy.values()) {
      // Given
      ToyWorld smooth = story.begun(policy);
      int before = smooth.faults().steps().size();
      PassResult expected = smooth.settle();
      int steps = smooth.faults().steps().size() - before;
      assertThat(steps).as("effects of the story").isPositive();

      for (Fault fault : Fault.values()) {
        for (int step = 0; step < steps; step++) {
          ToyWorld world = story.begun(policy);
          int begun = world.faults().steps().size();

          // When
          world.faults().inject(step, fault);
          PassResult result = world.settle();

          // Then
          List<String> effects = world.faults().steps();
          String how =
              "%s under %s, %s at step %d: %s"
                  .formatted(story, policy, fault, step, effects.subList(begun, effects.size()));
          assertThat(shapes(world)).as(how).isEqualTo(shapes(smooth));
          assertThat(result.plan().isEmpty()).as(how).isTrue();
          assertThat(result.plan().held()).as(how).isEmpty();
          assertThat(result.released()).as(how).isEqualTo(expected.released());
          assertThat(world.revisions().load()).as(how).isEqualTo(smooth.revisions().load());
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("stories")
  void shouldNeedNoOtherApprovalWhenAnyEffectGoesWrong(Story story) {
    // Given
    ToyWorld smooth = askingFirst(story);
    int before = smooth.faults().steps().size();
    int expected = approveUntilSettled(smooth);
    int steps = smooth.faults().steps().size() - before;

    for (Fault fault : Fault.values()) {
      for (int step = 0; step < steps; step++) {
        ToyWorld world = askingFirst(story);

        // When
        world.faults().inject(step, fault);
        int approvals = approveUntilSettled(world);

        // Then
        String how = "%s, %s at step %d: %s".formatted(story, fault, step, world.faults().steps());
        assertThat(approvals).as(how).isEqualTo(expected);
        assertThat(shapes(world)).as(how).isEqualTo(shapes(smooth));
        assertThat(world.revisions().load()).as(how).isEqualTo(smooth.revisions().load());
        assertThat(world.revisions().load().approvals().open()).as(how).isEmpty();
      }
    }
  }

  private static ToyWorld askingFirst(Story story) {
    var world = new ToyWorld();
    story.given().accept(world);
    story.when().accept(world.apply(ApplySpec.Policy.OnApproval));
    return world.apply(ApplySpec.Policy.OnApproval);
  }

  /** How often a person had to approve something. */
  private static int approveUntilSettled(ToyWorld world) {
    for (int approvals = 0; ; approvals++) {
      if (world.settle().plan().awaitingApproval().isEmpty()) {
        return approvals;
      }
      world.approve();
    }
  }

  @ParameterizedTest
  @EnumSource(DriftSpec.Policy.class)
  void shouldHaveEveryStoryDoWhatItSaysWhenNothingGoesWrong(DriftSpec.Policy policy) {
    // Given
    for (Story story : STORIES) {
      // When
      ToyWorld world = story.begun(policy);
      PassResult result = world.settle();

      // Then
      assertThat(result.plan().isEmpty()).as(story.name()).isTrue();
      assertThat(result.plan().held()).as(story.name()).isEmpty();
    }
  }

  /** What there is, without the numbers the cloud gives out. */
  private static List<String> shapes(ToyWorld world) {
    return world.cloud().things().stream().map(CrashTest::shape).sorted().toList();
  }

  private static String shape(Thing thing) {
    var attributes = new java.util.TreeMap<>(thing.spec().attributes());
    List.of("MouldId", "Version", "TargetGroupARNs", "SailId")
        .forEach(
            name -> attributes.computeIfPresent(name, (same, value) -> Value.text("provided")));
    return thing.id()
        + " "
        + thing.physicalName()
        + " "
        + (thing.ownership() == Ownership.OURS ? "" : thing.ownership())
        + attributes;
  }
}
