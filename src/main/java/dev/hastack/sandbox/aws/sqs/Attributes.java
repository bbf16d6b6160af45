package dev.hastack.sandbox.aws.sqs;

import dev.hastack.sandbox.aws.world.ApiError;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** What can be set of a queue: SQS API reference, SetQueueAttributes. */
final class Attributes {
  /** A whole number that AWS accepts. */
  private record Range(int least, int most) {
    boolean holds(String value) {
      try {
        int number = Integer.parseInt(value);
        return number >= least && number <= most;
      } catch (NumberFormatException notANumber) {
        return false;
      }
    }
  }

  private static final Map<String, Range> NUMBERS =
      Map.of(
          "DelaySeconds", new Range(0, 900),
          "KmsDataKeyReusePeriodSeconds", new Range(60, 86_400),
          "MaximumMessageSize", new Range(1024, 1_048_576),
          "MessageRetentionPeriod", new Range(60, 1_209_600),
          "ReceiveMessageWaitTimeSeconds", new Range(0, 20),
          "VisibilityTimeout", new Range(0, 43_200));
  private static final Set<String> TRUTHS = Set.of("true", "false");
  private static final Set<String> REMOVABLE =
      Set.of("KmsMasterKeyId", "Policy", "RedriveAllowPolicy", "RedrivePolicy");
  private static final String MANAGED = "SqsManagedSseEnabled";

  private Attributes() {}

  static SortedMap<String, String> defaults() {
    return new TreeMap<>(
        Map.of(
            "DelaySeconds",
            "0",
            "MaximumMessageSize",
            "1048576",
            "MessageRetentionPeriod",
            "345600",
            "ReceiveMessageWaitTimeSeconds",
            "0",
            MANAGED,
            "true",
            "VisibilityTimeout",
            "30"));
  }

  /**
   * The attributes with those that are asked for; an empty text takes one away that can be.
   *
   * @throws ApiError if one is unknown or has no such value
   */
  static SortedMap<String, String> changed(Map<String, String> before, Map<String, String> asked) {
    var all = new TreeMap<>(before);
    new TreeMap<>(asked)
        .forEach(
            (name, value) -> {
              mustBeValid(name, value);
              if (value.isEmpty()) {
                all.remove(name);
              } else {
                all.put(name, value);
              }
            });
    // "Server-side encryption" by one means rules out the other.
    if (!asked.getOrDefault("KmsMasterKeyId", "").isEmpty()) {
      all.put(MANAGED, "false");
    } else if ("true".equals(asked.get(MANAGED))) {
      all.remove("KmsMasterKeyId");
    }
    return all;
  }

  private static void mustBeValid(String name, String value) {
    if (name.equals("FifoQueue") || name.equals("ContentBasedDeduplication")) {
      throw new UnsupportedOperationException("FIFO queues");
    }
    Range range = NUMBERS.get(name);
    boolean known = range != null || name.equals(MANAGED) || REMOVABLE.contains(name);
    if (!known) {
      throw new ApiError("InvalidAttributeName", "Unknown Attribute " + name + ".");
    }
    boolean valid =
        range == null ? !name.equals(MANAGED) || TRUTHS.contains(value) : range.holds(value);
    if (!valid) {
      throw invalid(name);
    }
    if (name.equals(QueueAttributeName.POLICY.toString()) && !value.isEmpty()) {
      Policy.parse(value);
    }
  }

  static ApiError invalid(String name) {
    return new ApiError("InvalidAttributeValue", "Invalid value for the parameter " + name + ".");
  }
}
