package dev.hastack.testing.toy;

import dev.hastack.core.stack.DesiredResource;
import dev.hastack.core.stack.Schema;
import dev.hastack.core.stack.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Random stacks of the made-up cloud, small enough that edits often touch the same things. */
public final class ToyArbitraries {
  private static final double OFTEN = 0.7;

  private ToyArbitraries() {}

  /** The resources of a stack, in any order; whatever one needs is among them. */
  public static Arbitrary<DesiredResource[]> stacks() {
    return Arbitraries.randomValue(ToyArbitraries::stack);
  }

  private static DesiredResource[] stack(Random random) {
    var resources = new ArrayList<DesiredResource>();
    var moulds = new ArrayList<String>();
    for (String name : some(random, "a", "b")) {
      moulds.add(name);
      resources.add(
          Toys.want(
              Toys.MOULD,
              name,
              attributes(random)
                  .maybe("Shape", text(random, "round", "square"))
                  .maybe("Secret", text(random, "hunter2", "swordfish"))
                  .maybe("Comment", text(random, "one", "two"))
                  .maybe("Tags", labels(random))
                  .get()));
    }
    List<String> targetGroups = some(random, "a", "b");
    for (String name : targetGroups) {
      resources.add(
          Toys.want(
              Toys.TARGET_GROUP,
              name,
              attributes(random)
                  .always("Port", Value.whole(8000))
                  .maybe("Delay", number(random))
                  .maybe("Tags", labels(random))
                  .get()));
    }
    List<String> sails = some(random, "a");
    for (String name : sails) {
      resources.add(
          Toys.want(
              Toys.SAIL,
              name,
              attributes(random)
                  .always("Cloth", text(random, "linen", "hemp"))
                  .maybe("Colour", text(random, "white", "red"))
                  .get()));
    }
    if (often(random)) {
      resources.add(
          Toys.want(
              Toys.VAULT,
              "a",
              attributes(random)
                  .always("Engine", text(random, "steam", "diesel"))
                  .maybe("Size", number(random))
                  .get()));
    }
    for (String name : some(random, "a", "b")) {
      resources.add(group(random, name, moulds, targetGroups, sails));
      if (often(random)) {
        resources.add(
            Toys.want(
                Toys.ALARM,
                name,
                attributes(random)
                    .always("GroupName", Toys.output(Toys.GROUP, name, "GroupName"))
                    .maybe("Threshold", number(random))
                    .get()));
      }
    }
    java.util.Collections.shuffle(resources, random);
    return resources.toArray(DesiredResource[]::new);
  }

  private static DesiredResource group(
      Random random,
      String name,
      List<String> moulds,
      List<String> targetGroups,
      List<String> sails) {
    Attributes attributes =
        attributes(random)
            .always("MaxSize", number(random))
            .maybe("MinSize", number(random))
            .maybe("Price", text(random, "0.10", "0.20"))
            .maybe("Tags", labels(random));
    if (!moulds.isEmpty()) {
      String mould = moulds.get(random.nextInt(moulds.size()));
      attributes
          .always("MouldId", output(Toys.MOULD, mould, "MouldId"))
          .always("Version", output(Toys.MOULD, mould, "Version"));
    }
    if (!targetGroups.isEmpty()) {
      String targetGroup = targetGroups.get(random.nextInt(targetGroups.size()));
      attributes.maybe(
          "TargetGroupARNs",
          Value.list(List.of(output(Toys.TARGET_GROUP, targetGroup, "TargetGroupArn"))));
    }
    if (!sails.isEmpty()) {
      attributes.maybe("SailId", output(Toys.SAIL, sails.getFirst(), "SailId"));
    }
    return Toys.want(Toys.GROUP, name, attributes.get());
  }

  private static Value output(Schema<Toy> schema, String name, String output) {
    return Toys.output(schema, name, output);
  }

  private static List<String> some(Random random, String... names) {
    return List.of(names).stream().filter(name -> often(random)).toList();
  }

  private static boolean often(Random random) {
    return random.nextDouble() < OFTEN;
  }

  private static Value text(Random random, String one, String other) {
    return Value.text(random.nextBoolean() ? one : other);
  }

  private static Value number(Random random) {
    return Value.whole(1 + random.nextInt(3));
  }

  private static Value labels(Random random) {
    var labels = new TreeMap<String, String>();
    some(random, "team", "tier").forEach(key -> labels.put(key, "v" + random.nextInt(2)));
    return Toys.labels(labels);
  }

  private static Attributes attributes(Random random) {
    return new Attributes(random, new TreeMap<>());
  }

  private record Attributes(Random random, Map<String, Value> values) {
    Attributes always(String name, Value value) {
      values.put(name, value);
      return this;
    }

    Attributes maybe(String name, Value value) {
      return Optional.of(name)
          .filter(each -> often(random))
          .map(each -> always(each, value))
          .orElse(this);
    }

    Map<String, Value> get() {
      return values;
    }
  }
}
