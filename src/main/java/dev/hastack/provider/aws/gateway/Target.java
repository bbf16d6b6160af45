package dev.hastack.provider.aws.gateway;

import dev.hastack.core.plan.AttributeChange;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import dev.hastack.provider.aws.resource.AttributeValues;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a write is to bring about. Nothing in it is pending any more.
 *
 * @param physicalName the name to create or change
 * @param after every attribute as it should be afterwards, those that stay as observed included
 * @param changes the attributes that change, by name
 */
public record Target(
    StackId stack,
    ResourceId id,
    String physicalName,
    AttributeValues after,
    Map<String, AttributeChange> changes,
    Instant now) {

  public Target {
    changes = Map.copyOf(changes);
  }

  boolean changesAny(Set<String> attributes) {
    return attributes.stream().anyMatch(changes::containsKey);
  }

  boolean changes(String attribute) {
    return changes.containsKey(attribute);
  }

  /** Of {@link #after}, what changes. */
  AttributeValues changed() {
    var changed = new TreeMap<>(after.values());
    changed.keySet().retainAll(changes.keySet());
    return new AttributeValues(changed);
  }

  /** The keys of a keyed attribute that get a value. */
  Map<String, String> keysToSet(String attribute) {
    var keys = new TreeMap<String, String>();
    String prefix = attribute + ".";
    changes.forEach(
        (name, change) -> {
          if (name.startsWith(prefix)) {
            change
                .to()
                .ifPresent(value -> keys.put(name.substring(prefix.length()), value.toString()));
          }
        });
    return keys;
  }

  /** The keys of a keyed attribute that go. */
  Set<String> keysToRemove(String attribute) {
    String prefix = attribute + ".";
    return changes.entrySet().stream()
        .filter(change -> change.getKey().startsWith(prefix))
        .filter(change -> change.getValue().to().isEmpty())
        .map(change -> change.getKey().substring(prefix.length()))
        .collect(Collectors.toUnmodifiableSet());
  }
}
