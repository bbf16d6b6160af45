package dev.hastack.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.DriftSpec;
import dev.hastack.core.stack.DesiredResource;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Value;
import dev.hastack.testing.toy.Faults.Fault;
import dev.hastack.testing.toy.Thing;
import dev.hastack.testing.toy.ToyArbitraries;
import dev.hastack.testing.toy.ToyWorld;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever is asked for, and whatever goes wrong, ends as asked for. */
class ConvergencePropertiesTest {

  @Provide
  Arbitrary<DesiredResource[]> stacks() {
    return ToyArbitraries.stacks();
  }

  @Property(tries = 200)
  void shouldConvergeAndThenBeQuietWhenEditedAndFaultsHit(
      @ForAll @Size(min = 1, max = 4) List<@net.jqwik.api.From("stacks") DesiredResource[]> edits,
      @ForAll DriftSpec.Policy policy,
      @ForAll Fault fault,
      @ForAll @IntRange(max = 12) int step) {
    // Given
    var world = new ToyWorld().drift(policy);
    for (DesiredResource[] edit : edits) {
      // When
      world.faults().inject(step, fault);
      PassResult result = world.edit(edit).settle();

      // Then
      assertThat(shape(world)).as("%s", world.faults().steps()).isEqualTo(shape(edit));
      assertThat(result.plan().held()).as("%s", world.faults().steps()).isEmpty();
    }
    int steps = world.faults().steps().size();
    PassResult once = world.pass();
    PassResult twice = world.pass();
    assertThat(world.faults().steps()).hasSize(steps);
    assertThat(twice.status()).isEqualTo(once.status());
    assertThat(twice.notices()).isEmpty();
    assertThat(world.revisions().load().unfinished()).isEmpty();
    assertThat(world.revisions().load().repeats()).isEmpty();
  }

  @Property(tries = 200)
  void shouldLeaveNothingWhenDeletedInTheMiddleOfAnything(
      @ForAll("stacks") DesiredResource[] before,
      @ForAll("stacks") DesiredResource[] after,
      @ForAll Fault fault,
      @ForAll @IntRange(max = 12) int step) {
    // Given
    var world = new ToyWorld().edit(before);
    world.settle();
    world.faults().inject(step, fault);
    tryToPass(world.edit(after));

    // When
    PassResult result = world.delete().settle();

    // Then
    assertThat(result.released()).isTrue();
    assertThat(world.cloud().things()).isEmpty();
  }

  private static void tryToPass(ToyWorld world) {
    try {
      world.pass();
    } catch (RuntimeException crash) {
      assertThat(crash.getStackTrace()[0].getClassName()).contains("Faults");
    }
  }

  @Property(tries = 200)
  void shouldWriteOnlyWhatTheSpecChangedWhenPolicyIsReport(
      @ForAll("stacks") DesiredResource[] wanted, @ForAll @IntRange(min = 4, max = 9) int size) {
    // Given
    var world = new ToyWorld().drift(DriftSpec.Policy.Report).edit(wanted);
    world.settle();
    for (Thing thing : world.cloud().things()) {
      world.cloud().tamper(thing.id(), each -> each.set("Tags.team", Value.text("theirs")));
    }
    Set<ResourceId> groups =
        Arrays.stream(wanted)
            .map(DesiredResource::id)
            .filter(id -> id.kind().equals("AutoScalingGroup"))
            .collect(Collectors.toCollection(TreeSet::new));
    int before = world.cloud().writes().size();

    // When
    world.pass();
    List<String> forDrift = world.cloud().writes().subList(before, world.cloud().writes().size());
    world
        .edit(
            Arrays.stream(wanted)
                .map(
                    each ->
                        groups.contains(each.id())
                            ? dev.hastack.testing.toy.Toys.with(each, "MaxSize", Value.whole(size))
                            : each)
                .toArray(DesiredResource[]::new))
        .settle();

    // Then
    assertThat(forDrift).isEmpty();
    assertThat(world.cloud().writes().subList(before, world.cloud().writes().size()))
        .containsExactlyInAnyOrderElementsOf(
            groups.stream().map(id -> "update " + id + " MaxSize").toList());
  }

  private static Map<String, Map<String, String>> shape(DesiredResource[] wanted) {
    var shape = new TreeMap<String, Map<String, String>>();
    for (DesiredResource resource : wanted) {
      shape.put(resource.id() + " " + resource.physicalName(), shape(resource.spec().values()));
    }
    return shape;
  }

  private static Map<String, Map<String, String>> shape(ToyWorld world) {
    var shape = new TreeMap<String, Map<String, String>>();
    for (Thing thing : world.cloud().things()) {
      Object twin =
          shape.put(thing.id() + " " + thing.physicalName(), shape(thing.spec().values()));
      assertThat(twin).as("two of %s", thing.id()).isNull();
    }
    return shape;
  }

  /** Attributes without the numbers the cloud gives out, and without what is as good as unset. */
  private static Map<String, String> shape(Map<String, Value> values) {
    var shape = new TreeMap<String, String>();
    values.forEach(
        (name, value) -> {
          boolean provided =
              Set.of("MouldId", "Version", "TargetGroupARNs", "SailId", "GroupName").contains(name);
          boolean unset =
              (name.equals("Delay") && value.equals(Value.whole(300)))
                  || value.equals(Value.text(""));
          if (!unset) {
            shape.put(name, provided ? "provided" : value.toString());
          }
        });
    return shape;
  }
}
