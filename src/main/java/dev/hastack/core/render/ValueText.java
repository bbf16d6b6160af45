package dev.hastack.core.render;

import dev.hastack.core.plan.AttributeChange;
import dev.hastack.core.stack.Value;
import java.util.Optional;

/** One value as people read it: quoted text, masked secrets, honest gaps. */
public final class ValueText {
  private static final String MASKED = "(sensitive)";
  private static final String NOT_SET = "(not set)";

  private ValueText() {}

  /** What was there. */
  public static String from(AttributeChange attribute) {
    return attribute.sensitive() && attribute.from().isPresent()
        ? MASKED
        : attribute.from().map(ValueText::of).orElse(NOT_SET);
  }

  /** What it is to be. */
  public static String to(AttributeChange attribute) {
    if (attribute.unsets()) {
      return "(unset)";
    }
    return attribute.sensitive() ? MASKED : attribute.to().map(ValueText::of).orElse("(unset)");
  }

  private static String of(Value value) {
    return switch (value) {
      case Value.Text text -> quoted(text.text());
      case Value.Whole whole -> whole.toString();
      case Value.Flag flag -> flag.toString();
      case Value.Pending pending -> "(known after apply)";
      case Value.Sequence sequence ->
          sequence.items().stream().map(ValueText::of).toList().toString();
      case Value.Struct struct ->
          struct.members().entrySet().stream()
              .map(member -> member.getKey() + " = " + of(member.getValue()))
              .toList()
              .toString()
              .replaceFirst("^\\[", "{")
              .replaceFirst("]$", "}");
    };
  }

  private static String quoted(String text) {
    return Optional.of(text)
        .map(each -> each.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"))
        .map(each -> "\"" + each + "\"")
        .orElseThrow();
  }
}
