package dev.hastack.provider.aws.resource;

import dev.hastack.core.stack.Value;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Attributes by name, with typed access. Keyed ones may stand as one {@link Value.Struct} or, as in
 * a change, one entry a key; both read the same.
 */
public record AttributeValues(SortedMap<String, Value> values) {

  public AttributeValues {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  public static AttributeValues of(Map<String, Value> values) {
    return new AttributeValues(new TreeMap<>(values));
  }

  public static Builder builder() {
    return new Builder();
  }

  public Optional<Value> value(String name) {
    return Optional.ofNullable(values.get(name));
  }

  public Optional<String> text(String name) {
    return value(name).map(Value::toString);
  }

  public Optional<Integer> whole(String name) {
    return value(name)
        .map(value -> value instanceof Value.Whole whole ? Math.toIntExact(whole.number()) : null);
  }

  public Optional<Boolean> flag(String name) {
    return value(name).map(value -> value instanceof Value.Flag flag ? flag.flag() : null);
  }

  /** The items of a list as text; empty when there is none. */
  public List<String> texts(String name) {
    return items(name).stream().map(Value::toString).toList();
  }

  /** The items of a list; empty when there is none. */
  public List<Value> items(String name) {
    return values.get(name) instanceof Value.Sequence sequence ? sequence.items() : List.of();
  }

  /** The members of a structure; empty when there is none. */
  public AttributeValues struct(String name) {
    return values.get(name) instanceof Value.Struct struct
        ? new AttributeValues(struct.members())
        : new AttributeValues(new TreeMap<>());
  }

  /** The members of a keyed attribute. */
  public SortedMap<String, Value> keyed(String name) {
    var members = new TreeMap<>(struct(name).values());
    String prefix = name + ".";
    values
        .tailMap(prefix)
        .forEach(
            (key, value) -> {
              if (key.startsWith(prefix)) {
                members.put(key.substring(prefix.length()), value);
              }
            });
    return members;
  }

  /** The members of a keyed attribute whose values are text. */
  public SortedMap<String, String> keyedTexts(String name) {
    var texts = new TreeMap<String, String>();
    keyed(name).forEach((key, value) -> texts.put(key, value.toString()));
    return texts;
  }

  /** Collects attributes; what is null or absent is left out. */
  public static final class Builder {
    private final SortedMap<String, Value> values = new TreeMap<>();

    private Builder() {}

    public Builder put(String name, @Nullable Value value) {
      if (value != null) {
        values.put(name, value);
      }
      return this;
    }

    public Builder text(String name, @Nullable String text) {
      return put(name, text == null ? null : Value.text(text));
    }

    public Builder whole(String name, @Nullable Integer number) {
      return put(name, number == null ? null : Value.whole(number));
    }

    public Builder flag(String name, @Nullable Boolean flag) {
      return put(name, flag == null ? null : Value.flag(flag));
    }

    /** A set of strings, whose order says nothing. */
    public Builder set(String name, @Nullable Collection<String> items) {
      return put(name, items == null ? null : Value.setOf(items));
    }

    /** A list of strings, whose order counts. */
    public Builder list(String name, @Nullable Collection<String> items) {
      return put(name, items == null ? null : Value.list(items.stream().map(Value::text).toList()));
    }

    public Builder keyed(String name, Map<String, String> members) {
      var struct = new TreeMap<String, Value>();
      members.forEach((key, text) -> struct.put(key, Value.text(text)));
      return put(name, struct.isEmpty() ? null : Value.struct(struct));
    }

    public AttributeValues build() {
      return new AttributeValues(values);
    }
  }
}
