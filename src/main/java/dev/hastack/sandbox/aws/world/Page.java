package dev.hastack.sandbox.aws.world;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param nextToken null on the last page
 */
public record Page<T>(List<T> items, @Nullable String nextToken) {

  /**
   * Cuts a page out of a list.
   *
   * @param token of the page before; null for the first
   * @param invalidToken the service's own error code for a token it did not give out
   */
  public static <T> Page<T> of(List<T> all, @Nullable String token, int size, String invalidToken) {
    int from = token == null || token.isEmpty() ? 0 : parse(token, invalidToken);
    int to = Math.min(from + size, all.size());
    return new Page<>(
        List.copyOf(all.subList(Math.min(from, to), to)),
        to < all.size() ? Integer.toString(to) : null);
  }

  private static int parse(String token, String invalidToken) {
    try {
      return Integer.parseInt(token);
    } catch (NumberFormatException notOurs) {
      throw new ApiError(invalidToken, "The token '" + token + "' is not valid");
    }
  }
}
