package dev.hastack.testing.toy;

import dev.hastack.core.stack.Health;
import dev.hastack.core.stack.Observation;
import dev.hastack.core.stack.Ownership;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Value;
import java.util.Map;
import java.util.Optional;

/**
 * What the made-up cloud has.
 *
 * @param readsUntilGone 0 while nobody deletes it
 */
public record Thing(
    ResourceId id,
    String physicalName,
    String physicalId,
    Toy spec,
    int version,
    Ownership ownership,
    int readsUntilGone,
    Health health,
    Optional<String> protection) {

  public boolean isDeleting() {
    return readsUntilGone > 0;
  }

  public Thing set(String attribute, Value value) {
    return spec(spec.with(attribute, value));
  }

  public Thing unset(String attribute) {
    return spec(spec.without(attribute));
  }

  Thing spec(Toy next) {
    return new Thing(
        id, physicalName, physicalId, next, version, ownership, readsUntilGone, health, protection);
  }

  public Thing version(int next) {
    return new Thing(
        id, physicalName, physicalId, spec, next, ownership, readsUntilGone, health, protection);
  }

  public Thing ownership(Ownership next) {
    return new Thing(
        id, physicalName, physicalId, spec, version, next, readsUntilGone, health, protection);
  }

  Thing goingIn(int reads) {
    return new Thing(
        id, physicalName, physicalId, spec, version, ownership, reads, health, protection);
  }

  public Thing health(Health next) {
    return new Thing(
        id, physicalName, physicalId, spec, version, ownership, readsUntilGone, next, protection);
  }

  public Thing protectedBy(String why) {
    return new Thing(
        id,
        physicalName,
        physicalId,
        spec,
        version,
        ownership,
        readsUntilGone,
        health,
        Optional.of(why));
  }

  /** What others may need of it. */
  Map<String, Value> outputs() {
    return switch (spec.schema().kind()) {
      case "Mould" ->
          Map.of(
              "MouldId", Value.text(physicalId), "Version", Value.text(Integer.toString(version)));
      case "TargetGroup" -> Map.of("TargetGroupArn", Value.text(physicalId));
      case "Sail" -> Map.of("SailId", Value.text(physicalId));
      case "AutoScalingGroup" -> Map.of("GroupName", Value.text(physicalName));
      case "Alarm", "Safe", "Vault" -> Map.of();
      default -> throw new AssertionError("no such kind: " + spec.schema().kind());
    };
  }

  public Observation.Present observed() {
    Map<String, Value> live =
        spec.schema().equals(Toys.GROUP)
            ? Map.of("Desired", Value.whole(2), "InService", Value.whole(2))
            : Map.of();
    return new Observation.Present(
        physicalName,
        physicalId,
        spec,
        outputs(),
        ownership,
        isDeleting() ? Health.DELETING : health,
        protection,
        live);
  }
}
