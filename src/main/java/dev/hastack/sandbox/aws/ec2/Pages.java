package dev.hastack.sandbox.aws.ec2;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.CurrentCall;
import dev.hastack.sandbox.aws.world.Page;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pages of EC2's describe operations.
 *
 * @param least and {@code most} are what MaxResults may be, by the API reference of the operation
 */
record Pages(CurrentCall call, int least, int most) {

  /** Without MaxResults a page is as long as it may be. */
  <T> Page<T> of(List<T> all, @Nullable Integer maxResults, @Nullable String token) {
    if (maxResults != null && (maxResults < least || maxResults > most)) {
      throw new ApiError(
          "InvalidParameterValue",
          "Value ( %d ) for parameter maxResults is invalid. Expecting a value between %d and %d."
              .formatted(maxResults, least, most));
    }
    return Page.of(all, token, call.pageSize(maxResults, most, most), "InvalidNextToken");
  }

  /** Some operations take ids or a page size, but not both. */
  static void notBoth(String parameter, Collection<String> ids, @Nullable Integer maxResults) {
    if (maxResults != null && !ids.isEmpty()) {
      throw new ApiError(
          "InvalidParameterCombination",
          "The parameter %s cannot be used with the parameter maxResults".formatted(parameter));
    }
  }
}
