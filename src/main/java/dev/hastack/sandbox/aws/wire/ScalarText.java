package dev.hastack.sandbox.aws.wire;

import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import software.amazon.awssdk.core.SdkBytes;

/**
 * Single values as text.
 *
 * @param byDefault the form of moments in this protocol
 */
record ScalarText(TimestampFormat byDefault) {

  /**
   * Reads a value.
   *
   * @throws IllegalArgumentException or {@link java.time.DateTimeException} if the text is not one
   */
  Object parse(Shape.Scalar shape, String text) {
    return switch (shape) {
      case Shape.Text any -> text;
      case Shape.Truth any -> truth(text.strip());
      case Shape.Numeric number -> number.parser().apply(text.strip());
      case Shape.Blob any -> SdkBytes.fromByteArrayUnsafe(Base64.getMimeDecoder().decode(text));
      case Shape.Moment moment -> format(moment).parse(text.strip());
    };
  }

  String print(Shape.Scalar shape, Object value) {
    return switch (shape) {
      case Shape.Text any -> value.toString();
      case Shape.Truth any -> value.toString();
      case Shape.Numeric any -> value.toString();
      case Shape.Blob any ->
          Base64.getEncoder().encodeToString(((SdkBytes) value).asByteArrayUnsafe());
      case Shape.Moment moment -> format(moment).print((Instant) value);
    };
  }

  TimestampFormat format(Shape.Moment moment) {
    return Objects.requireNonNullElse(moment.format(), byDefault);
  }

  private static boolean truth(String text) {
    if (text.equalsIgnoreCase("true")) {
      return true;
    }
    if (text.equalsIgnoreCase("false")) {
      return false;
    }
    throw new IllegalArgumentException("not a boolean: " + text);
  }
}
