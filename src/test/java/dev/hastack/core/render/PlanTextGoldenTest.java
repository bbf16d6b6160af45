package dev.hastack.core.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.DriftSpec;
import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.stack.DesiredResource;
import dev.hastack.core.stack.Ownership;
import dev.hastack.core.stack.Value;
import dev.hastack.testing.Golden;
import dev.hastack.testing.GoldenSuite;
import dev.hastack.testing.toy.ToyStacks;
import dev.hastack.testing.toy.ToyWorld;
import dev.hastack.testing.toy.Toys;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a person reads before anything is done. */
@GoldenSuite("plan-text")
class PlanTextGoldenTest {

  /** What happens to a settled web stack before it is planned. */
  private static final Map<String, Consumer<ToyWorld>> CASES = new TreeMap<>();

  static {
    CASES.put("nothing-to-do", world -> {});
    CASES.put(
        "change-in-place",
        world ->
            world.edit(
                ToyStacks.changed(
                    ToyStacks.changed(ToyStacks.web(), ToyStacks.GROUP, "MaxSize", Value.whole(12)),
                    ToyStacks.GROUP,
                    "Price",
                    Value.text("0.10"))));
    CASES.put(
        "new-version-others-follow",
        world ->
            world.edit(
                ToyStacks.changed(
                    ToyStacks.changed(
                        ToyStacks.web(), ToyStacks.MOULD, "Shape", Value.text("square")),
                    ToyStacks.MOULD,
                    "Secret",
                    Value.text("swordfish"))));
    CASES.put(
        "left-out",
        world ->
            world.edit(
                ToyStacks.changed(
                    ToyStacks.lacking(
                        ToyStacks.lacking(ToyStacks.web(), ToyStacks.MOULD, "Secret"),
                        ToyStacks.TARGET_GROUP,
                        "Delay"),
                    ToyStacks.MOULD,
                    "Tags",
                    Toys.labels(Map.of("team", "web", "owner", "Ada \"the\" Admin")))));
    CASES.put(
        "structures-and-long-lists",
        world -> {
          world.edit(carved(1, 1)).settle();
          world.edit(carved(2, 2));
        });
    CASES.put(
        "structures-and-long-lists-created",
        world -> {
          world.edit().settle();
          world.edit(carved(1, 1));
        });
    CASES.put("drift-corrected", PlanTextGoldenTest::drift);
    CASES.put(
        "drift-reported",
        world -> {
          world.drift(DriftSpec.Policy.Report);
          drift(world);
        });
    CASES.put("removed-by-somebody", world -> world.cloud().vanish(ToyStacks.TARGET_GROUP));
    CASES.put(
        "removed-by-somebody-reported",
        world -> {
          world.drift(DriftSpec.Policy.Report);
          world.cloud().vanish(ToyStacks.MOULD);
        });
    CASES.put(
        "traffic-migration-held",
        world ->
            world.edit(
                ToyStacks.changed(
                    ToyStacks.changed(
                        ToyStacks.web(), ToyStacks.TARGET_GROUP, "Port", Value.whole(9000)),
                    ToyStacks.TARGET_GROUP,
                    "Delay",
                    Value.whole(30))));
    CASES.put(
        "replaced-successor-first",
        world -> {
          world.edit(ToyStacks.sailing()).settle();
          world.edit(
              ToyStacks.changed(ToyStacks.sailing(), ToyStacks.SAIL, "Cloth", Value.text("hemp")));
        });
    CASES.put(
        "replaced-deleting-first",
        world -> {
          world.edit(ToyStacks.vault()).settle();
          world.edit(
              ToyStacks.changed(
                  ToyStacks.vault(), ToyStacks.VAULT, "Engine", Value.text("diesel")));
        });
    CASES.put("fewer-resources", world -> world.edit(ToyStacks.mould()));
    CASES.put("delete", ToyWorld::delete);
    CASES.put("retain", world -> world.retain().delete());
    CASES.put(
        "delete-protected",
        world -> {
          world
              .cloud()
              .tamper(ToyStacks.GROUP, thing -> thing.protectedBy("deletion protection is on"));
          world.delete();
        });
    CASES.put(
        "taken-up-again",
        world -> {
          world.retain().delete().settle();
          world.createAgain().edit(ToyStacks.web());
        });
    CASES.put(
        "unread",
        world -> {
          world
              .cloud()
              .makeUnreadable(
                  ToyStacks.MOULD,
                  new Failure(
                      FailureKind.THROTTLED,
                      "ec2:DescribeLaunchTemplates",
                      "RequestLimitExceeded",
                      "Request limit exceeded."));
          world.edit(
              ToyStacks.changed(ToyStacks.web(), ToyStacks.GROUP, "MaxSize", Value.whole(12)));
        });
    CASES.put(
        "not-ours",
        world ->
            world
                .cloud()
                .tamper(ToyStacks.TARGET_GROUP, thing -> thing.ownership(Ownership.NOT_OURS)));
    CASES.put(
        "operator-upgraded",
        world -> {
          world
              .cloud()
              .want(
                  ToyStacks.changed(
                      ToyStacks.changed(
                          ToyStacks.web(), ToyStacks.MOULD, "Shape", Value.text("square")),
                      ToyStacks.GROUP,
                      "MaxSize",
                      Value.whole(12)));
          world.cloud().upgradeBlueprint();
        });
  }

  private static DesiredResource carved(int depth, int first) {
    return Toys.with(
        Toys.with(
            ToyStacks.mould(),
            "Options",
            Value.struct(
                Map.of(
                    "Depth", Value.whole(depth),
                    "Wood", Value.text("oak"),
                    "Edge", Value.struct(Map.of("Round", Value.flag(depth > 1)))))),
        "Parts",
        Value.list(
            IntStream.range(first, first + 8)
                .mapToObj(part -> Value.text("part-number-" + part))
                .toList()));
  }

  private static void drift(ToyWorld world) {
    world
        .cloud()
        .tamper(ToyStacks.GROUP, thing -> thing.set("MaxSize", Value.whole(3)).unset("MinSize"));
    world.cloud().tamper(ToyStacks.MOULD, thing -> thing.set("Secret", Value.text("stolen")));
  }

  static Stream<String> cases() {
    return CASES.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldReadAsItsFileSaysWhenPlanned(String name, Golden golden) {
    // Given
    var world = new ToyWorld().edit(ToyStacks.web());
    world.settle();
    Objects.requireNonNull(CASES.get(name)).accept(world);

    // When
    Plan plan = world.preview();

    // Then
    String text = PlanText.render(plan);
    String sentence = PlanSentence.of(plan);
    golden.check(name, "out-plan.txt", text);
    golden.check(name, "out-sentence.txt", sentence + "\n");
    assertThat(text + sentence).doesNotContain("hunter2", "swordfish", "stolen");
  }

  @Test
  void shouldListEverythingWhenNothingIsThere(Golden golden) {
    // Given
    var world = new ToyWorld().edit(ToyStacks.web());

    // When
    Plan plan = world.preview();

    // Then
    golden.check("create", "out-plan.txt", PlanText.render(plan));
    golden.check("create", "out-sentence.txt", PlanSentence.of(plan) + "\n");
  }
}
