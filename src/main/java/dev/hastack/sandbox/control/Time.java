package dev.hastack.sandbox.control;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a length of time as people type it. */
final class Time implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    try {
      Duration time = Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
      if (time.isPositive()) {
        return time;
      }
    } catch (DateTimeParseException notATime) {
      throw wrong(text, notATime);
    }
    throw wrong(text, null);
  }

  private static TypeConversionException wrong(String text, @Nullable Throwable cause) {
    var wrong = new TypeConversionException("'%s' is not a time as 90s, 5m or 1h".formatted(text));
    if (cause != null) {
      wrong.initCause(cause);
    }
    return wrong;
  }
}
