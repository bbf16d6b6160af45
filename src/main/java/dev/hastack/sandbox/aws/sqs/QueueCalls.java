package dev.hastack.sandbox.aws.sqs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Page;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.CreateQueueRequest;
import software.amazon.awssdk.services.sqs.model.CreateQueueResponse;
import software.amazon.awssdk.services.sqs.model.DeleteQueueRequest;
import software.amazon.awssdk.services.sqs.model.DeleteQueueResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlResponse;
import software.amazon.awssdk.services.sqs.model.ListQueuesRequest;
import software.amazon.awssdk.services.sqs.model.ListQueuesResponse;
import software.amazon.awssdk.services.sqs.model.PurgeQueueRequest;
import software.amazon.awssdk.services.sqs.model.PurgeQueueResponse;
import software.amazon.awssdk.services.sqs.model.SetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.SetQueueAttributesResponse;

/** The life of queues: SQS API reference, CreateQueue, SetQueueAttributes, DeleteQueue. */
final class QueueCalls {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,80}");
  private static final int MOST_LISTED = 1000;
  private static final long PURGED_EVERY_SECONDS = 60;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Foundation foundation;
  private final Store store;
  private final Redrive redrive;
  private final Map<String, Instant> purged = new TreeMap<>();

  QueueCalls(Foundation foundation, Store store, Redrive redrive) {
    this.foundation = foundation;
    this.store = store;
    this.redrive = redrive;
  }

  CreateQueueResponse create(CreateQueueRequest request) {
    String name = String.valueOf(request.queueName());
    foundation.call().concerns(name);
    mustBeName(name);
    Map<String, String> asked = request.attributesAsStrings();
    store.find(name).ifPresent(same -> mustBeEqual(same, asked));
    if (store.find(name).isEmpty()) {
      if (store.wasDeletedRecently(name)) {
        throw new ApiError(
            "QueueDeletedRecently",
            "You must wait 60 seconds after deleting a queue before you can create another with"
                + " the same name.");
      }
      SortedMap<String, String> all = Attributes.changed(Attributes.defaults(), asked);
      redrive.mustBeValid(all);
      Instant now = foundation.time().now().truncatedTo(ChronoUnit.SECONDS);
      store.create(
          new QueueRow(
              name, foundation.arn("sqs", name), all, new TreeMap<>(request.tags()), now, now));
    }
    return CreateQueueResponse.builder().queueUrl(store.url(name)).build();
  }

  private static void mustBeName(String name) {
    if (name.endsWith(".fifo")) {
      throw new UnsupportedOperationException("FIFO queues");
    }
    if (!NAME.matcher(name).matches()) {
      throw new ApiError(
          "InvalidParameterValueException",
          "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
    }
  }

  /** Attributes that are not asked for do not matter, nor do tags. */
  private static void mustBeEqual(QueueRow same, Map<String, String> asked) {
    SortedMap<String, String> wished = Attributes.changed(Attributes.defaults(), asked);
    for (String name : new TreeMap<>(asked).keySet()) {
      if (!equal(same.attributes().get(name), wished.get(name))) {
        throw new ApiError(
            "QueueNameExists",
            "A queue already exists with the same name and a different value for attribute "
                + name);
      }
    }
  }

  /** Values that are JSON are compared as JSON. */
  private static boolean equal(@Nullable String one, @Nullable String other) {
    if (one == null || other == null) {
      return one == null && other == null;
    }
    return one.equals(other) || (one.strip().startsWith("{") && tree(one).equals(tree(other)));
  }

  private static JsonNode tree(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException notJson) {
      return JSON.getNodeFactory().textNode(text);
    }
  }

  GetQueueUrlResponse url(GetQueueUrlRequest request) {
    String name = String.valueOf(request.queueName());
    foundation.call().concerns(name);
    return GetQueueUrlResponse.builder().queueUrl(store.url(store.seenByName(name).name())).build();
  }

  SetQueueAttributesResponse set(SetQueueAttributesRequest request) {
    QueueRow row = store.named(request.queueUrl());
    SortedMap<String, String> all =
        Attributes.changed(row.attributes(), request.attributesAsStrings());
    redrive.mustBeValid(all);
    store.put(row.with(all, foundation.time().now().truncatedTo(ChronoUnit.SECONDS)));
    return SetQueueAttributesResponse.builder().build();
  }

  ListQueuesResponse list(ListQueuesRequest request) {
    String prefix = request.queueNamePrefix() == null ? "" : request.queueNamePrefix();
    List<String> urls =
        store.seen().stream()
            .map(QueueRow::name)
            .filter(name -> name.startsWith(prefix))
            .map(store::url)
            .toList();
    Page<String> page =
        Page.of(
            urls,
            request.nextToken(),
            foundation.call().pageSize(request.maxResults(), MOST_LISTED, MOST_LISTED),
            "InvalidParameterValueException");
    return ListQueuesResponse.builder().queueUrls(page.items()).nextToken(page.nextToken()).build();
  }

  /** What is in it goes with it, at once; AWS takes up to 60 seconds. */
  DeleteQueueResponse delete(DeleteQueueRequest request) {
    store.remove(store.named(request.queueUrl()));
    return DeleteQueueResponse.builder().build();
  }

  PurgeQueueResponse purge(PurgeQueueRequest request) {
    QueueRow row = store.named(request.queueUrl());
    Instant now = foundation.time().now();
    Instant last = purged.get(row.name());
    if (last != null && last.plusSeconds(PURGED_EVERY_SECONDS).isAfter(now)) {
      throw new ApiError(
          "PurgeQueueInProgress",
          "Only one PurgeQueue operation on %s is allowed every 60 seconds.".formatted(row.name()));
    }
    purged.put(row.name(), now);
    store.mailbox(row).clear();
    return PurgeQueueResponse.builder().build();
  }
}
