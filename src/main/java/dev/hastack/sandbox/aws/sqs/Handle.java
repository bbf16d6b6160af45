package dev.hastack.sandbox.aws.sqs;

import dev.hastack.sandbox.aws.world.ApiError;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A receipt handle: another one each time a message is received.
 *
 * @param letter its number
 * @param receive which of its receives it was
 */
record Handle(String queue, long letter, int receive) {
  private static final String PREFIX = "AQEB";
  private static final int PARTS = 3;

  String text() {
    String plain = "%s %d %d".formatted(queue, letter, receive);
    return PREFIX + Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads one that a call gives.
   *
   * @throws ApiError if no queue, or another one, has given it out
   */
  static Handle parse(@Nullable String text, String queue) {
    if (text == null || !text.startsWith(PREFIX)) {
      throw invalid(text);
    }
    try {
      byte[] plain = Base64.getDecoder().decode(text.substring(PREFIX.length()));
      String[] parts = new String(plain, StandardCharsets.UTF_8).split(" ", -1);
      if (parts.length != PARTS || !parts[0].equals(queue)) {
        throw invalid(text);
      }
      return new Handle(queue, Long.parseLong(parts[1]), Integer.parseInt(parts[2]));
    } catch (IllegalArgumentException malformed) {
      throw invalid(text);
    }
  }

  private static ApiError invalid(@Nullable String text) {
    return new ApiError(
        404, "ReceiptHandleIsInvalid", "The input receipt handle \"" + text + "\" is invalid.");
  }
}
