package dev.hastack.sandbox.aws.sqs;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * A queue as it is described.
 *
 * @param attributes those that can be set, by name, with AWS's defaults
 */
record QueueRow(
    String name,
    String arn,
    SortedMap<String, String> attributes,
    SortedMap<String, String> tags,
    Instant created,
    Instant modified) {
  QueueRow {
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
  }

  QueueRow with(SortedMap<String, String> changed, Instant now) {
    return new QueueRow(name, arn, changed, tags, created, now);
  }

  QueueRow tagged(SortedMap<String, String> all) {
    return new QueueRow(name, arn, attributes, all, created, modified);
  }

  /** The value of an attribute that is a number. */
  int number(QueueAttributeName attribute) {
    return Integer.parseInt(text(attribute));
  }

  /** The value of an attribute; empty if it has none. */
  String text(QueueAttributeName attribute) {
    return attributes.getOrDefault(attribute.toString(), "");
  }
}
