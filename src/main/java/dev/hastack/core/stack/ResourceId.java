package dev.hastack.core.stack;

import java.util.Comparator;

/**
 * A resource's stable id inside its stack, for example {@code AutoScalingGroup/app}: the value of
 * the tag {@code hastack.dev/resource} and what people write in {@code drift.ignore}.
 *
 * @param kind the resource's kind, AWS's own word
 * @param name its role in the stack
 */
public record ResourceId(String kind, String name) implements Comparable<ResourceId> {
  private static final Comparator<ResourceId> ORDER =
      Comparator.comparing(ResourceId::kind).thenComparing(ResourceId::name);

  /** Reads {@code Kind/name}. Throws {@link IllegalArgumentException} for anything else. */
  public static ResourceId parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 1 || slash == text.length() - 1) {
      throw new IllegalArgumentException("not a resource id of the form Kind/name: " + text);
    }
    return new ResourceId(text.substring(0, slash), text.substring(slash + 1));
  }

  @Override
  public int compareTo(ResourceId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return kind + "/" + name;
  }
}
