package dev.hastack.core.stack;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A resource kind: its name and its attributes.
 *
 * @param kind AWS's word for it
 * @param type the record that holds one
 * @param attributes in the order people read them
 * @param replaceOrder which comes first when another resource must take its place
 * @param stateful whether deleting one loses data
 * @param dependsOnKinds the kinds that must exist before it and outlive it
 * @param pace how long it takes to become something else
 * @param served whether only the operator makes it do any good, so that a stack that is let go
 *     leaves none behind
 */
public record Schema<R extends ResourceSpec>(
    String kind,
    Class<R> type,
    List<Attribute<R>> attributes,
    ReplaceOrder replaceOrder,
    boolean stateful,
    Set<String> dependsOnKinds,
    Pace pace,
    boolean served) {

  /** How long a resource takes to become something else, and so how often looking again tells. */
  public enum Pace {
    SECONDS,
    MINUTES
  }

  /** Which comes first in a replacement. */
  public enum ReplaceOrder {
    CREATE_FIRST,
    DELETE_FIRST
  }

  /** A kind that does its good by itself. */
  public Schema(
      String kind,
      Class<R> type,
      List<Attribute<R>> attributes,
      ReplaceOrder replaceOrder,
      boolean stateful,
      Set<String> dependsOnKinds,
      Pace pace) {
    this(kind, type, attributes, replaceOrder, stateful, dependsOnKinds, pace, false);
  }

  /** The same of one that changes within seconds. */
  public Schema(
      String kind,
      Class<R> type,
      List<Attribute<R>> attributes,
      ReplaceOrder replaceOrder,
      boolean stateful,
      Set<String> dependsOnKinds) {
    this(kind, type, attributes, replaceOrder, stateful, dependsOnKinds, Pace.SECONDS);
  }

  public Schema {
    attributes = List.copyOf(attributes);
    dependsOnKinds = Set.copyOf(dependsOnKinds);
  }

  /** The same kind, of no good without the operator. */
  public Schema<R> servedByOperator() {
    return new Schema<>(kind, type, attributes, replaceOrder, stateful, dependsOnKinds, pace, true);
  }

  /**
   * Every attribute that is set, by name, in the schema's order; keyed ones one entry a key.
   *
   * @throws ClassCastException when {@code spec} is of another kind
   */
  public Map<String, Value> valuesOf(ResourceSpec spec) {
    R typed = type.cast(spec);
    var values = new LinkedHashMap<String, Value>();
    for (Attribute<R> attribute : attributes) {
      attribute
          .getter()
          .apply(typed)
          .ifPresent(
              value -> {
                if (attribute.keyed() && value instanceof Value.Struct struct) {
                  struct
                      .members()
                      .forEach((key, member) -> values.put(attribute.name() + "." + key, member));
                } else {
                  values.put(attribute.name(), value);
                }
              });
    }
    return Collections.unmodifiableMap(values);
  }

  /**
   * The declaration behind a name from {@link #valuesOf}.
   *
   * @throws IllegalArgumentException for a name this kind does not have
   */
  public Attribute<R> attribute(String name) {
    return find(name)
        .orElseThrow(() -> new IllegalArgumentException(kind + " has no attribute " + name));
  }

  /**
   * What an attribute goes back to when it is no longer desired.
   *
   * @param desired everything that is
   */
  public Optional<Value> unset(String name, ResourceSpec desired) {
    return attribute(name).unset().apply(type.cast(desired));
  }

  /**
   * Whether this kind has the attribute; an older operator may have applied one it no longer has.
   */
  public boolean declares(String name) {
    return find(name).isPresent();
  }

  private Optional<Attribute<R>> find(String name) {
    return attributes.stream()
        .filter(
            attribute ->
                attribute.name().equals(name)
                    || (attribute.keyed() && name.startsWith(attribute.name() + ".")))
        .findFirst();
  }

  /**
   * What may be kept or shown of a value: the value itself, or its digest where it is sensitive.
   */
  public Value seal(String name, Value value) {
    return attribute(name).sensitive() ? Value.text(digest(value.toString())) : value;
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
