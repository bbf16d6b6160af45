package dev.hastack.testing.toy;

import dev.hastack.core.stack.Attribute;
import dev.hastack.core.stack.DesiredResource;
import dev.hastack.core.stack.DesiredStack;
import dev.hastack.core.stack.Impact;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Schema;
import dev.hastack.core.stack.Schema.ReplaceOrder;
import dev.hastack.core.stack.StackId;
import dev.hastack.core.stack.Value;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The kinds of the made-up cloud, each there for one trait the planner has to cope with. */
public final class Toys {
  public static final StackId STACK = new StackId("cluster-1", "shop", "storefront");

  /** A template: a change of its shape or its secret makes a new version, which others follow. */
  public static final Schema<Toy> MOULD =
      new Schema<>(
          "Mould",
          Toy.class,
          List.of(
              attribute("Shape").impact(Impact.ROLLING).asNoneWhenOmitted().renewing("Version"),
              attribute("Secret")
                  .impact(Impact.ROLLING)
                  .asSensitive()
                  .asNoneWhenOmitted()
                  .renewing("Version"),
              attribute("Comment").unsetTo(Value.text("")),
              attribute("Options").asRemovable(),
              attribute("Parts").asRemovable(),
              tags()),
          ReplaceOrder.CREATE_FIRST,
          false,
          Set.of());

  /** Has an immutable attribute, and is replaced by creating its successor first. */
  public static final Schema<Toy> TARGET_GROUP =
      new Schema<>(
          "TargetGroup",
          Toy.class,
          List.of(
              attribute("Port").impact(Impact.REPLACE),
              attribute("Delay").unsetTo(Value.whole(300)),
              tags()),
          ReplaceOrder.CREATE_FIRST,
          false,
          Set.of());

  /** Like {@link #TARGET_GROUP}, and no policy holds its replacement. */
  public static final Schema<Toy> SAIL =
      new Schema<>(
          "Sail",
          Toy.class,
          List.of(
              attribute("Cloth").impact(Impact.REPLACE), attribute("Colour").asRemovable(), tags()),
          ReplaceOrder.CREATE_FIRST,
          false,
          Set.of());

  /** Has an immutable attribute, and is replaced by deleting it first. */
  public static final Schema<Toy> VAULT =
      new Schema<>(
          "Vault",
          Toy.class,
          List.of(
              attribute("Engine").impact(Impact.REPLACE),
              attribute("Size").impact(Impact.RESTART).asRemovable(),
              tags()),
          ReplaceOrder.DELETE_FIRST,
          false,
          Set.of());

  /** Has an immutable attribute and data, which a replacement would lose. */
  public static final Schema<Toy> SAFE =
      new Schema<>(
          "Safe",
          Toy.class,
          List.of(
              attribute("Engine").impact(Impact.REPLACE),
              attribute("Size").impact(Impact.RESTART).asRemovable(),
              tags()),
          ReplaceOrder.DELETE_FIRST,
          true,
          Set.of());

  /** Needs outputs of the others, takes its time to go, and has a word for how it is changed. */
  public static final Schema<Toy> GROUP =
      new Schema<>(
          "AutoScalingGroup",
          Toy.class,
          List.of(
              attribute("MouldId").asRemovable(),
              attribute("Version").impact(Impact.ROLLING).asRemovable(),
              attribute("TargetGroupARNs").equivalentWhen(Toys::contains).asRemovable(),
              attribute("SailId").asRemovable(),
              attribute("MinSize").asRemovable(),
              attribute("MaxSize"),
              attribute("Price").unsetTo(Value.text("")),
              attribute("Permit").onlyAtCreation(),
              tags()),
          ReplaceOrder.DELETE_FIRST,
          false,
          Set.of("Mould", "TargetGroup", "Sail"));

  /** The end of a chain of three. */
  public static final Schema<Toy> ALARM =
      new Schema<>(
          "Alarm",
          Toy.class,
          List.of(attribute("GroupName"), attribute("Threshold").asRemovable(), tags()),
          ReplaceOrder.DELETE_FIRST,
          false,
          Set.of("AutoScalingGroup"));

  private Toys() {}

  /** A wanted resource; its name holds its immutable attributes where a successor comes first. */
  public static DesiredResource want(
      Schema<Toy> schema, String name, Map<String, Value> attributes) {
    Toy toy = Toy.of(schema, attributes);
    var physicalName = new StringBuilder(schema.kind().toLowerCase(Locale.ROOT) + "-" + name);
    if (schema.replaceOrder() == ReplaceOrder.CREATE_FIRST) {
      toy.values()
          .forEach(
              (attribute, value) -> {
                if (isImmutable(schema, attribute)) {
                  physicalName.append('-').append(value);
                }
              });
    }
    return new DesiredResource(new ResourceId(schema.kind(), name), physicalName.toString(), toy);
  }

  /** The same resource with one attribute set. */
  public static DesiredResource with(DesiredResource resource, String attribute, Value value) {
    Toy toy = (Toy) resource.spec();
    var attributes = new TreeMap<>(toy.attributes());
    attributes.put(attribute, value);
    return want(toy.schema(), resource.id().name(), attributes);
  }

  /** The same resource with one attribute left out. */
  public static DesiredResource without(DesiredResource resource, String attribute) {
    Toy toy = (Toy) resource.spec();
    var attributes = new TreeMap<>(toy.attributes());
    attributes.remove(attribute);
    return want(toy.schema(), resource.id().name(), attributes);
  }

  public static DesiredStack stack(DesiredResource... resources) {
    return new DesiredStack(STACK, List.of(resources));
  }

  public static Value output(Schema<Toy> schema, String name, String output) {
    return new Value.Pending(new ResourceId(schema.kind(), name), output);
  }

  public static Value labels(Map<String, String> labels) {
    var members = new TreeMap<String, Value>();
    labels.forEach((key, value) -> members.put(key, Value.text(value)));
    return Value.struct(members);
  }

  static boolean isImmutable(Schema<Toy> schema, String attribute) {
    return schema.attribute(attribute).impact().apply(Optional.empty(), Optional.empty())
        == Impact.REPLACE;
  }

  private static Attribute<Toy> attribute(String name) {
    return Attribute.of(name, toy -> Optional.ofNullable(toy.attributes().get(name)));
  }

  private static Attribute<Toy> tags() {
    return attribute("Tags").impact(Impact.IGNORED).byKey();
  }

  private static boolean contains(Value wanted, Value found) {
    return wanted instanceof Value.Sequence ours
        && found instanceof Value.Sequence all
        && all.items().containsAll(ours.items());
  }
}
