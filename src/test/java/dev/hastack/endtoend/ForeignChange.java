package dev.hastack.endtoend;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How somebody else changes one attribute.
 *
 * @param resource the id of the resource, as {@code AutoScalingGroup/app}
 * @param attribute its name in {@code status.drift}, with the key where it has keys
 * @param make makes the change
 * @param reader reads the value from what AWS shows
 */
record ForeignChange(
    String resource,
    String attribute,
    Consumer<Intruder> make,
    Function<LiveStack, @Nullable Object> reader) {

  /** As {@code status.drift} names it. */
  String entry() {
    return resource + " " + attribute;
  }

  String kind() {
    return resource.substring(0, resource.indexOf('/'));
  }

  /** The value as text, {@code null} where AWS has none. */
  String read(LiveStack live) {
    return Objects.toString(reader.apply(live));
  }
}
