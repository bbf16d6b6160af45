package dev.hastack.endtoend;

import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How the change of one field of the spec is seen on AWS.
 *
 * @param path under {@code spec}, with dots
 * @param value the new value as JSON
 * @param reader reads what the field says from what AWS shows
 * @param changed what is read then, as text
 * @param unset what is read when the field is left out again, as text; {@code null} is what AWS has
 *     none of
 */
record FieldUpdate(
    String path,
    String value,
    Function<LiveStack, @Nullable Object> reader,
    String changed,
    String unset) {

  String read(LiveStack live) {
    return Objects.toString(reader.apply(live));
  }
}
