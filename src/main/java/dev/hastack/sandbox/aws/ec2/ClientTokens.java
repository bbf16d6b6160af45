package dev.hastack.sandbox.aws.ec2;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What was answered to a client token, so that a repeated call changes nothing ("Ensuring
 * idempotency in Amazon EC2 API requests", EC2 developer guide). How long a token is remembered is
 * not documented for launch templates; it is a day here.
 */
final class ClientTokens {
  private static final Duration REMEMBERED = Duration.ofHours(24);
  private static final int LONGEST = 128;

  private record Answer(Object request, Object response, Instant given) {}

  private final SimulatedTime time;
  private final Map<String, Answer> answers = new HashMap<>();

  ClientTokens(SimulatedTime time) {
    this.time = time;
  }

  /**
   * Does something, or answers as the first time if that token came with the same request.
   *
   * @param token null where the caller sent none
   * @throws ApiError if the token came with another request
   */
  <R> R once(@Nullable String token, Object request, Class<R> type, Supplier<R> work) {
    if (token == null || token.isEmpty()) {
      return work.get();
    }
    if (token.length() > LONGEST) {
      throw new ApiError(
          "InvalidParameterValue", "Client token may not be longer than %d".formatted(LONGEST));
    }
    answers.values().removeIf(each -> each.given().plus(REMEMBERED).isBefore(time.now()));
    String key = type.getSimpleName() + " " + token;
    Answer before = answers.get(key);
    if (before == null) {
      R response = work.get();
      answers.put(key, new Answer(request, response, time.now()));
      return response;
    }
    if (!before.request().equals(request)) {
      throw new ApiError(
          "IdempotentParameterMismatch",
          "The client token you have provided is associated with a resource that is already deleted"
              + " or with different parameters. Please use a different client token.");
    }
    return type.cast(before.response());
  }
}
