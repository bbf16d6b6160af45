package dev.hastack.sandbox.aws.sqs;

import dev.hastack.sandbox.aws.world.Foundation;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.ListQueueTagsRequest;
import software.amazon.awssdk.services.sqs.model.ListQueueTagsResponse;
import software.amazon.awssdk.services.sqs.model.TagQueueRequest;
import software.amazon.awssdk.services.sqs.model.TagQueueResponse;
import software.amazon.awssdk.services.sqs.model.UntagQueueRequest;
import software.amazon.awssdk.services.sqs.model.UntagQueueResponse;

/** What queues are like, and their tags: SQS API reference, GetQueueAttributes, TagQueue. */
record QueueReads(Foundation foundation, Store store) {

  /** Counts are of the present; AWS's are approximate. */
  GetQueueAttributesResponse attributes(GetQueueAttributesRequest request) {
    QueueRow row = store.seen(request.queueUrl());
    SortedMap<String, String> all = all(row);
    if (!request.attributeNamesAsStrings().contains("All")) {
      all.keySet().retainAll(request.attributeNamesAsStrings());
    }
    return GetQueueAttributesResponse.builder().attributesWithStrings(all).build();
  }

  private SortedMap<String, String> all(QueueRow row) {
    var all = new TreeMap<>(row.attributes());
    Mailbox mailbox = store.mailbox(row);
    all.put("QueueArn", row.arn());
    all.put("CreatedTimestamp", seconds(row.created()));
    all.put("LastModifiedTimestamp", seconds(row.modified()));
    all.put("ApproximateNumberOfMessages", Integer.toString(mailbox.visible()));
    all.put("ApproximateNumberOfMessagesNotVisible", Integer.toString(mailbox.inFlight()));
    all.put("ApproximateNumberOfMessagesDelayed", Integer.toString(mailbox.delayed()));
    return all;
  }

  private static String seconds(Instant when) {
    return Long.toString(when.getEpochSecond());
  }

  ListQueueTagsResponse tags(ListQueueTagsRequest request) {
    return ListQueueTagsResponse.builder().tags(store.seen(request.queueUrl()).tags()).build();
  }

  TagQueueResponse tag(TagQueueRequest request) {
    QueueRow row = store.named(request.queueUrl());
    var all = new TreeMap<>(row.tags());
    all.putAll(request.tags());
    store.put(row.tagged(all));
    return TagQueueResponse.builder().build();
  }

  UntagQueueResponse untag(UntagQueueRequest request) {
    QueueRow row = store.named(request.queueUrl());
    var left = new TreeMap<>(row.tags());
    left.keySet().removeAll(request.tagKeys());
    store.put(row.tagged(left));
    return UntagQueueResponse.builder().build();
  }
}
