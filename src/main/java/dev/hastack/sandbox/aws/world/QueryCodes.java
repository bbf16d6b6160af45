package dev.hastack.sandbox.aws.world;

import java.util.Map;

/**
 * The codes of SQS's errors from before it spoke JSON, which clients still show: SQS API reference,
 * "Errors" of each operation, and the Smithy trait {@code awsQueryError} of its model.
 */
public final class QueryCodes {
  private static final String OLD = "AWS.SimpleQueueService.";
  private static final Map<String, String> BY_SHAPE =
      Map.ofEntries(
          Map.entry("AccessDeniedException", "AccessDenied"),
          Map.entry("BatchEntryIdsNotDistinct", OLD + "BatchEntryIdsNotDistinct"),
          Map.entry("BatchRequestTooLong", OLD + "BatchRequestTooLong"),
          Map.entry("EmptyBatchRequest", OLD + "EmptyBatchRequest"),
          Map.entry("InvalidBatchEntryId", OLD + "InvalidBatchEntryId"),
          Map.entry("InvalidParameterValueException", "InvalidParameterValue"),
          Map.entry("MessageNotInflight", OLD + "MessageNotInflight"),
          Map.entry("MissingRequiredParameterException", "MissingParameter"),
          Map.entry("PurgeQueueInProgress", OLD + "PurgeQueueInProgress"),
          Map.entry("QueueDeletedRecently", OLD + "QueueDeletedRecently"),
          Map.entry("QueueDoesNotExist", OLD + "NonExistentQueue"),
          Map.entry("QueueNameExists", "QueueAlreadyExists"),
          Map.entry("TooManyEntriesInBatchRequest", OLD + "TooManyEntriesInBatchRequest"),
          Map.entry("UnsupportedOperation", OLD + "UnsupportedOperation"));

  private QueryCodes() {}

  /** The old code of an error; the same code if it has none. */
  public static String of(String code) {
    return BY_SHAPE.getOrDefault(code, code);
  }
}
