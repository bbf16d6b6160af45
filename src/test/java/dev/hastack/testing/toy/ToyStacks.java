package dev.hastack.testing.toy;

import dev.hastack.core.stack.DesiredResource;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The stacks the tests begin with. */
public final class ToyStacks {
  public static final ResourceId MOULD = new ResourceId("Mould", "app");
  public static final ResourceId TARGET_GROUP = new ResourceId("TargetGroup", "app");
  public static final ResourceId GROUP = new ResourceId("AutoScalingGroup", "app");
  public static final ResourceId SAIL = new ResourceId("Sail", "app");
  public static final ResourceId SAFE = new ResourceId("Safe", "app");
  public static final ResourceId VAULT = new ResourceId("Vault", "app");

  private ToyStacks() {}

  /** A mould, a target group and the group that needs both. */
  public static DesiredResource[] web() {
    return new DesiredResource[] {mould(), targetGroup(), group()};
  }

  public static DesiredResource mould() {
    return Toys.want(
        Toys.MOULD,
        "app",
        Map.of(
            "Shape", Value.text("round"),
            "Secret", Value.text("hunter2"),
            "Tags", Toys.labels(Map.of("team", "web", "tier", "front"))));
  }

  public static DesiredResource targetGroup() {
    return Toys.want(
        Toys.TARGET_GROUP, "app", Map.of("Port", Value.whole(8000), "Delay", Value.whole(60)));
  }

  public static DesiredResource group() {
    return Toys.want(
        Toys.GROUP,
        "app",
        Map.of(
            "MouldId", Toys.output(Toys.MOULD, "app", "MouldId"),
            "Version", Toys.output(Toys.MOULD, "app", "Version"),
            "TargetGroupARNs",
                Value.list(List.of(Toys.output(Toys.TARGET_GROUP, "app", "TargetGroupArn"))),
            "MinSize", Value.whole(2),
            "MaxSize", Value.whole(10)));
  }

  /** A sail and a group that needs it. */
  public static DesiredResource[] sailing() {
    return new DesiredResource[] {
      Toys.want(
          Toys.SAIL, "app", Map.of("Cloth", Value.text("linen"), "Colour", Value.text("white"))),
      Toys.want(
          Toys.GROUP,
          "app",
          Map.of("SailId", Toys.output(Toys.SAIL, "app", "SailId"), "MaxSize", Value.whole(10)))
    };
  }

  /** A safe alone. */
  public static DesiredResource[] safe() {
    return new DesiredResource[] {
      Toys.want(Toys.SAFE, "app", Map.of("Engine", Value.text("steam"), "Size", Value.whole(1)))
    };
  }

  /** A vault alone. */
  public static DesiredResource[] vault() {
    return new DesiredResource[] {
      Toys.want(Toys.VAULT, "app", Map.of("Engine", Value.text("steam"), "Size", Value.whole(1)))
    };
  }

  public static DesiredResource[] changed(
      DesiredResource[] resources, ResourceId id, String attribute, Value value) {
    return edited(resources, id, resource -> Toys.with(resource, attribute, value));
  }

  public static DesiredResource[] lacking(
      DesiredResource[] resources, ResourceId id, String attribute) {
    return edited(resources, id, resource -> Toys.without(resource, attribute));
  }

  private static DesiredResource[] edited(
      DesiredResource[] resources, ResourceId id, UnaryOperator<DesiredResource> edit) {
    return Arrays.stream(resources)
        .map(resource -> resource.id().equals(id) ? edit.apply(resource) : resource)
        .toArray(DesiredResource[]::new);
  }
}
