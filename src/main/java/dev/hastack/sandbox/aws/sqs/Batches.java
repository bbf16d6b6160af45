package dev.hastack.sandbox.aws.sqs;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.QueryCodes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;

/** What holds for every batch: SQS API reference, DeleteMessageBatch, "Errors". */
final class Batches {
  private static final int MOST = 10;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,80}");

  private Batches() {}

  /**
   * Checks a batch as a whole.
   *
   * @throws ApiError if it is none
   */
  static void mustBeSound(List<String> ids) {
    if (ids.isEmpty()) {
      throw new ApiError("EmptyBatchRequest", "There should be at least one entry in the request.");
    }
    if (ids.size() > MOST) {
      throw new ApiError(
          "TooManyEntriesInBatchRequest",
          "Maximum number of entries per request are 10. You have sent %d.".formatted(ids.size()));
    }
    for (String id : ids) {
      if (id == null || !ID.matcher(id).matches()) {
        throw new ApiError(
            "InvalidBatchEntryId",
            "A batch entry id can only contain alphanumeric characters, hyphens and underscores."
                + " It can be at most 80 letters long.");
      }
    }
    if (new HashSet<>(ids).size() < ids.size()) {
      throw new ApiError("BatchEntryIdsNotDistinct", "Two or more batch entries have the same Id.");
    }
  }

  /** Does each; those that are refused are answered, and do not keep the others. */
  static <E> List<BatchResultErrorEntry> each(
      List<E> entries, Function<E, String> id, Consumer<E> work) {
    mustBeSound(entries.stream().map(id).toList());
    List<BatchResultErrorEntry> failed = new ArrayList<>();
    for (E entry : entries) {
      try {
        work.accept(entry);
      } catch (ApiError refused) {
        failed.add(
            BatchResultErrorEntry.builder()
                .id(id.apply(entry))
                .senderFault(true)
                .code(QueryCodes.of(refused.code()))
                .message(refused.getMessage())
                .build());
      }
    }
    return failed;
  }
}
