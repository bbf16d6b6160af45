package dev.hastack.core.render;

import static java.util.stream.Collectors.joining;

import dev.hastack.core.plan.AttributeChange;
import dev.hastack.core.stack.Value;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One value as people read it: quoted text, masked secrets, honest gaps. */
public final class ValueText {
  private static final String MASKED = "(sensitive)";
  private static final String NOT_SET = "(not set)";
  private static final String UNSET = "(unset)";
  private static final String ARROW = " -> ";
  private static final int LONGEST_LINE_CHARACTERS = 100;
  private static final Value NOTHING = Value.text("");

  private ValueText() {}

  /** What was there. */
  public static String from(AttributeChange attribute) {
    return attribute.sensitive() && attribute.from().isPresent()
        ? MASKED
        : attribute.from().map(ValueText::of).orElse(NOT_SET);
  }

  /** What it is to be. */
  public static String to(AttributeChange attribute) {
    if (attribute.unsets() || attribute.to().isEmpty()) {
      return UNSET;
    }
    return attribute.sensitive() ? MASKED : attribute.to().map(ValueText::of).orElse(UNSET);
  }

  /** Both, in as few words as say it: of a structure only what changes in it. */
  static String change(AttributeChange attribute) {
    boolean rewritten =
        attribute.from().isPresent() && attribute.to().isPresent() && !attribute.unsets();
    if (rewritten && attribute.sensitive()) {
      return MASKED;
    }
    if (rewritten
        && attribute.from().get() instanceof Value.Struct from
        && attribute.to().get() instanceof Value.Struct to) {
      return members(from, to);
    }
    return from(attribute) + ARROW + to(attribute);
  }

  /**
   * Both, on as many lines as they take; of a long list that changes only what comes and goes.
   *
   * @param indent in front of every line but the first
   */
  static String lines(AttributeChange attribute, String indent) {
    boolean added = attribute.from().isEmpty();
    String line = added ? to(attribute) : change(attribute);
    Optional<Value> to = attribute.to().filter(value -> !attribute.unsets());
    if (line.length() <= LONGEST_LINE_CHARACTERS
        || attribute.sensitive()
        || !(to.orElse(NOTHING) instanceof Value.Sequence after)) {
      return line;
    }
    if (added) {
      return after.items().stream()
          .map(item -> "\n" + indent + "    " + of(item) + ",")
          .collect(joining("", "[", "\n" + indent + "]"));
    }
    return attribute.from().get() instanceof Value.Sequence before
            && !Set.copyOf(before.items()).equals(Set.copyOf(after.items()))
        ? items(before, after, indent)
        : line;
  }

  /** What comes where it comes, and another first one too: of some lists it means the most. */
  private static String items(Value.Sequence before, Value.Sequence after, String indent) {
    var lines = new ArrayList<String>();
    before.items().stream()
        .filter(item -> !after.items().contains(item))
        .forEach(item -> lines.add("  - " + of(item)));
    boolean otherFirst =
        !before.items().stream().findFirst().equals(after.items().stream().findFirst());
    int unchanged = 0;
    for (int index = 0; index < after.items().size(); index++) {
      Value item = after.items().get(index);
      boolean kept = before.items().contains(item);
      if (kept && !(index == 0 && otherFirst)) {
        unchanged++;
      } else {
        unchanged(unchanged).ifPresent(lines::add);
        unchanged = 0;
        lines.add((kept ? "    " : "  + ") + of(item));
      }
    }
    unchanged(unchanged).ifPresent(lines::add);
    return lines.stream()
        .map(each -> "\n" + indent + each)
        .collect(joining("", "[", "\n" + indent + "]"));
  }

  private static Optional<String> unchanged(int items) {
    return items == 0 ? Optional.empty() : Optional.of("    # " + items + " unchanged");
  }

  private static String members(Value.Struct from, Value.Struct to) {
    var names = new TreeSet<>(from.members().keySet());
    names.addAll(to.members().keySet());
    return names.stream()
        .filter(name -> !member(from, name).equals(member(to, name)))
        .map(name -> name + " " + member(member(from, name), member(to, name)))
        .collect(joining(", ", "{", "}"));
  }

  private static String member(Optional<Value> from, Optional<Value> to) {
    return from.isPresent()
            && to.isPresent()
            && from.get() instanceof Value.Struct before
            && to.get() instanceof Value.Struct after
        ? members(before, after)
        : from.map(ValueText::of).orElse(NOT_SET) + ARROW + to.map(ValueText::of).orElse(NOT_SET);
  }

  private static Optional<Value> member(Value.Struct struct, String name) {
    return Optional.ofNullable(struct.members().get(name));
  }

  private static String of(Value value) {
    return switch (value) {
      case Value.Text text -> quoted(text.text());
      case Value.Whole whole -> whole.toString();
      case Value.Flag flag -> flag.toString();
      case Value.Pending pending -> "(known after apply)";
      case Value.Sequence sequence ->
          sequence.items().stream().map(ValueText::of).collect(joining(", ", "[", "]"));
      case Value.Struct struct ->
          struct.members().entrySet().stream()
              .map(member -> member.getKey() + " = " + of(member.getValue()))
              .collect(joining(", ", "{", "}"));
    };
  }

  /** No control character stays one: others may have set the value, and a terminal obeys it. */
  private static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    text.chars()
        .forEach(
            character -> {
              switch (character) {
                case '\\', '"' -> quoted.append('\\').append((char) character);
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                  if (Character.isISOControl(character)) {
                    quoted.append("\\u%04x".formatted(character));
                  } else {
                    quoted.append((char) character);
                  }
                }
              }
            });
    return quoted.append('"').toString();
  }
}
