package dev.hastack.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.ApplySpec;
import dev.hastack.core.stack.DesiredResource;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Value;
import dev.hastack.testing.toy.Faults.Fault;
import dev.hastack.testing.toy.ToyArbitraries;
import dev.hastack.testing.toy.ToyWorld;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever is asked for, by whomever: only what a person approved is done. */
class ApprovalPropertiesTest {

  /** What happens before a pass. */
  sealed interface Step {
    /** Something else is wanted. */
    record Edit(List<DesiredResource> wanted, Cause cause) implements Step {}

    /** Somebody else changes a number. */
    record Tamper() implements Step {}

    /** A person approves the plan that is shown. */
    record Approve() implements Step {}

    /** Nothing. */
    record Wait() implements Step {}
  }

  /** Why something else is wanted. */
  enum Cause {
    SPEC,
    FACTS,
    OPERATOR
  }

  @Provide
  Arbitrary<Step> steps() {
    Arbitrary<Step> edits =
        ToyArbitraries.stacks()
            .flatMap(
                wanted ->
                    Arbitraries.of(Cause.class)
                        .map(cause -> new Step.Edit(List.of(wanted), cause)));
    return Arbitraries.oneOf(
        edits,
        Arbitraries.just(new Step.Tamper()),
        Arbitraries.just(new Step.Approve()),
        Arbitraries.just(new Step.Wait()));
  }

  @Property(tries = 200)
  void shouldDoOnlyWhatWasApproved(
      @ForAll @Size(max = 12) List<@net.jqwik.api.From("steps") Step> steps,
      @ForAll Fault fault,
      @ForAll @IntRange(max = 20) int failing) {
    // Given
    var world = new ToyWorld().apply(ApplySpec.Policy.OnApproval);
    world.faults().inject(failing, fault);
    var wanted = new ArrayList<DesiredResource>();
    var approved = new ArrayList<DesiredResource>();
    // What was approved to go keeps what was approved of it before, for as long as it stands.
    var going = new TreeMap<ResourceId, DesiredResource>();
    for (Step step : steps) {
      Optional<String> latest = world.revisions().load().approvals().latest();

      // When
      take(step, world, wanted);
      Map<ResourceId, Map<String, String>> touched = things(world);
      tryToPass(world);

      // Then
      if (!world.revisions().load().approvals().latest().equals(latest)) {
        approved.forEach(each -> going.put(each.id(), each));
        approved.clear();
        approved.addAll(wanted);
        approved.forEach(each -> going.remove(each.id()));
      }
      assertThat(unapproved(touched, things(world), approved, going.values()))
          .as("%s in %s, %s", step, steps, world.faults().steps())
          .isEmpty();
    }
  }

  private static void take(Step step, ToyWorld world, List<DesiredResource> wanted) {
    switch (step) {
      case Step.Edit edit -> {
        wanted.clear();
        wanted.addAll(edit.wanted());
        world.cloud().want(edit.wanted().toArray(DesiredResource[]::new));
        switch (edit.cause()) {
          case SPEC -> world.touch();
          case FACTS -> world.cloud().changeFacts("facts of " + edit.wanted());
          case OPERATOR -> world.cloud().upgradeBlueprint();
        }
      }
      case Step.Tamper tamper ->
          world.cloud().things().stream()
              .filter(thing -> thing.spec().values().containsKey("MaxSize") && !thing.isDeleting())
              .filter(thing -> world.cloud().things(thing.id()).size() == 1)
              .forEach(
                  thing ->
                      world
                          .cloud()
                          .tamper(thing.id(), each -> each.set("MaxSize", Value.whole(99))));
      case Step.Approve approve -> {
        if (world.stack().getStatus() != null && world.stack().getStatus().plan() != null) {
          world.approve();
        }
      }
      case Step.Wait wait -> {}
    }
  }

  private static void tryToPass(ToyWorld world) {
    try {
      world.pass();
    } catch (RuntimeException crash) {
      assertThat(crash.getStackTrace()[0].getClassName()).contains("Faults");
    }
  }

  /** What a pass wrote, made or removed without its being in what was approved last. */
  private static List<String> unapproved(
      Map<ResourceId, Map<String, String>> before,
      Map<ResourceId, Map<String, String>> after,
      Collection<DesiredResource> approved,
      Collection<DesiredResource> going) {
    Map<ResourceId, Map<String, String>> targets = shapes(approved);
    Map<ResourceId, Map<String, String>> earlier = shapes(going);
    var found = new ArrayList<String>();
    after.forEach(
        (id, values) ->
            values.forEach(
                (name, value) -> {
                  boolean written = !value.equals(before.getOrDefault(id, Map.of()).get(name));
                  Map<String, String> target =
                      targets.getOrDefault(
                          id,
                          before.containsKey(id) ? earlier.getOrDefault(id, Map.of()) : Map.of());
                  if (written && !value.equals(target.get(name))) {
                    found.add(id + " " + name + " = " + value);
                  }
                }));
    before.keySet().stream()
        .filter(id -> !after.containsKey(id) && targets.containsKey(id))
        .filter(id -> !id.kind().equals("Vault"))
        .forEach(id -> found.add(id + " removed"));
    return found;
  }

  private static Map<ResourceId, Map<String, String>> shapes(Collection<DesiredResource> some) {
    var shapes = new TreeMap<ResourceId, Map<String, String>>();
    some.forEach(each -> shapes.put(each.id(), shape(each.spec().values())));
    return shapes;
  }

  private static Map<ResourceId, Map<String, String>> things(ToyWorld world) {
    var things = new TreeMap<ResourceId, Map<String, String>>();
    world.cloud().things().stream()
        .filter(thing -> !thing.isDeleting())
        .forEach(thing -> things.put(thing.id(), shape(thing.spec().values())));
    return things;
  }

  /** Attributes without the numbers the cloud gives out, and without what is as good as unset. */
  private static Map<String, String> shape(Map<String, Value> values) {
    var shape = new TreeMap<String, String>();
    values.forEach(
        (name, value) -> {
          boolean unset =
              (name.equals("Delay") && value.equals(Value.whole(300)))
                  || value.equals(Value.text(""));
          if (!unset && !PROVIDED.contains(name)) {
            shape.put(name, value.toString());
          }
        });
    return shape;
  }

  private static final Set<String> PROVIDED =
      Set.of("MouldId", "Version", "TargetGroupARNs", "SailId", "GroupName");
}
