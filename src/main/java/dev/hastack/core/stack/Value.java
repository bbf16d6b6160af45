package dev.hastack.core.stack;

import static java.util.stream.Collectors.joining;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The value of an attribute, in a form that compares, sorts, hashes and prints the same for every
 * resource kind. Absence is never a value: it is an empty {@link Optional} or a missing key.
 */
public sealed interface Value {

  /** A string, as AWS spells it. */
  record Text(String text) implements Value {
    @Override
    public String toString() {
      return text;
    }
  }

  /** A whole number; its unit is in the attribute's name. */
  record Whole(long number) implements Value {
    @Override
    public String toString() {
      return Long.toString(number);
    }
  }

  /** True or false. */
  record Flag(boolean flag) implements Value {
    @Override
    public String toString() {
      return Boolean.toString(flag);
    }
  }

  /** A list whose order counts; {@link #setOf} makes one whose order does not. */
  record Sequence(List<Value> items) implements Value {
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String toString() {
      return items.stream().map(Value::toString).collect(joining(", ", "[", "]"));
    }
  }

  /** Named members, sorted by name. */
  record Struct(SortedMap<String, Value> members) implements Value {
    public Struct {
      members = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(members));
    }

    @Override
    public String toString() {
      return members.entrySet().stream()
          .map(member -> member.getKey() + "=" + member.getValue())
          .collect(joining(", ", "{", "}"));
    }
  }

  /**
   * A value that another resource provides once it exists.
   *
   * @param resource who provides it
   * @param output the name of the output, for example {@code TargetGroupArn}
   */
  record Pending(ResourceId resource, String output) implements Value {
    @Override
    public String toString() {
      return "${" + resource + "." + output + "}";
    }
  }

  static Value text(String text) {
    return new Text(text);
  }

  static Value whole(long number) {
    return new Whole(number);
  }

  static Value flag(boolean flag) {
    return new Flag(flag);
  }

  static Value list(Collection<? extends Value> items) {
    return new Sequence(List.copyOf(items));
  }

  /** A set of strings: sorted and without repeats, so that equal sets are equal values. */
  static Value setOf(Collection<String> items) {
    return new Sequence(items.stream().distinct().sorted().map(Value::text).toList());
  }

  static Value struct(Map<String, Value> members) {
    return new Struct(new TreeMap<>(members));
  }

  /** Everything inside this value that another resource still has to provide. */
  default Stream<Pending> pendings() {
    return switch (this) {
      case Pending pending -> Stream.of(pending);
      case Sequence sequence -> sequence.items().stream().flatMap(Value::pendings);
      case Struct struct -> struct.members().values().stream().flatMap(Value::pendings);
      case Text text -> Stream.empty();
      case Whole whole -> Stream.empty();
      case Flag flag -> Stream.empty();
    };
  }

  /** Every string inside this value. */
  default Stream<String> texts() {
    return switch (this) {
      case Text text -> Stream.of(text.text());
      case Sequence sequence -> sequence.items().stream().flatMap(Value::texts);
      case Struct struct -> struct.members().values().stream().flatMap(Value::texts);
      case Whole whole -> Stream.empty();
      case Flag flag -> Stream.empty();
      case Pending pending -> Stream.empty();
    };
  }

  /** This value with every {@link Pending} replaced where {@code known} has an answer. */
  default Value resolve(Function<Pending, Optional<Value>> known) {
    return switch (this) {
      case Pending pending -> known.apply(pending).orElse(pending);
      case Sequence sequence ->
          new Sequence(sequence.items().stream().map(item -> item.resolve(known)).toList());
      case Struct struct -> {
        var resolved = new TreeMap<String, Value>();
        struct.members().forEach((name, value) -> resolved.put(name, value.resolve(known)));
        yield new Struct(resolved);
      }
      case Text text -> text;
      case Whole whole -> whole;
      case Flag flag -> flag;
    };
  }

  /** The value as a tree of strings, longs, booleans, lists and maps, for JSON. */
  default Object toTree() {
    return switch (this) {
      case Text text -> text.text();
      case Whole whole -> whole.number();
      case Flag flag -> flag.flag();
      case Sequence sequence -> sequence.items().stream().map(Value::toTree).toList();
      case Struct struct -> {
        var tree = new TreeMap<String, Object>();
        struct.members().forEach((name, value) -> tree.put(name, value.toTree()));
        yield tree;
      }
      case Pending pending ->
          new TreeMap<String, Object>(
              Map.of("pending", pending.resource().toString(), "output", pending.output()));
    };
  }

  /**
   * The inverse of {@link #toTree()}. Throws {@link IllegalArgumentException} on any other tree.
   */
  static Value ofTree(Object tree) {
    return switch (tree) {
      case String text -> new Text(text);
      case Long number -> new Whole(number);
      case Integer number -> new Whole(number);
      case Boolean flag -> new Flag(flag);
      case List<?> items -> new Sequence(items.stream().map(Value::ofTree).toList());
      case Map<?, ?> map
          when map.size() == 2
              && map.get("pending") instanceof String resource
              && map.get("output") instanceof String output ->
          new Pending(ResourceId.parse(resource), output);
      case Map<?, ?> map -> {
        var members = new TreeMap<String, Value>();
        map.forEach((name, value) -> members.put((String) name, ofTree(value)));
        yield new Struct(members);
      }
      default -> throw new IllegalArgumentException("not a value: " + tree.getClass());
    };
  }
}
