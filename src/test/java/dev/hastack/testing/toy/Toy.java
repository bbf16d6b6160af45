package dev.hastack.testing.toy;

import dev.hastack.core.stack.ResourceSpec;
import dev.hastack.core.stack.Schema;
import dev.hastack.core.stack.Value;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A resource of the made-up cloud: its kind and those of its attributes that are set. */
public record Toy(Schema<Toy> schema, SortedMap<String, Value> attributes) implements ResourceSpec {

  public Toy {
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
  }

  static Toy of(Schema<Toy> schema, Map<String, Value> attributes) {
    return new Toy(schema, new TreeMap<>(attributes));
  }

  /** This resource after a write; a name {@code Attribute.key} reaches into a keyed attribute. */
  Toy with(String name, Value value) {
    var next = new TreeMap<>(attributes);
    if (next.containsKey(name) || isPlain(name)) {
      next.put(name, value);
    } else {
      next.put(container(name), Value.struct(with(members(name), key(name), value)));
    }
    return new Toy(schema, next);
  }

  /** This resource without an attribute, or without one key of a keyed one. */
  Toy without(String name) {
    var next = new TreeMap<>(attributes);
    if (isPlain(name)) {
      next.remove(name);
    } else {
      var members = members(name);
      members.remove(key(name));
      next.put(container(name), Value.struct(members));
    }
    return new Toy(schema, next);
  }

  private static Map<String, Value> with(Map<String, Value> members, String key, Value value) {
    members.put(key, value);
    return members;
  }

  private Map<String, Value> members(String name) {
    return attributes.get(container(name)) instanceof Value.Struct struct
        ? new TreeMap<>(struct.members())
        : new TreeMap<>();
  }

  private boolean isPlain(String name) {
    return !schema.attribute(name).keyed();
  }

  private String container(String name) {
    return schema.attribute(name).name();
  }

  private String key(String name) {
    return name.substring(container(name).length() + 1);
  }

  @Override
  public String toString() {
    return attributes.toString();
  }
}
