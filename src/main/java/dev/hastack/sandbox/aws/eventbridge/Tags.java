package dev.hastack.sandbox.aws.eventbridge;

import dev.hastack.sandbox.aws.world.Foundation;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.eventbridge.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.eventbridge.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.eventbridge.model.Tag;
import software.amazon.awssdk.services.eventbridge.model.TagResourceRequest;
import software.amazon.awssdk.services.eventbridge.model.TagResourceResponse;
import software.amazon.awssdk.services.eventbridge.model.UntagResourceRequest;
import software.amazon.awssdk.services.eventbridge.model.UntagResourceResponse;

/** The tags of rules: EventBridge API reference, TagResource. */
record Tags(Foundation foundation, Store store) {

  static SortedMap<String, String> byKey(List<Tag> tags) {
    var byKey = new TreeMap<String, String>();
    tags.forEach(tag -> byKey.put(tag.key(), tag.value()));
    return byKey;
  }

  TagResourceResponse put(TagResourceRequest request) {
    RuleRow row = store.byArn(request.resourceARN(), foundation.time().now());
    var all = new TreeMap<>(row.tags());
    all.putAll(byKey(request.tags()));
    store.put(row.tagged(all));
    return TagResourceResponse.builder().build();
  }

  UntagResourceResponse remove(UntagResourceRequest request) {
    RuleRow row = store.byArn(request.resourceARN(), foundation.time().now());
    var left = new TreeMap<>(row.tags());
    left.keySet().removeAll(request.tagKeys());
    store.put(row.tagged(left));
    return UntagResourceResponse.builder().build();
  }

  ListTagsForResourceResponse list(ListTagsForResourceRequest request) {
    RuleRow row = store.byArn(request.resourceARN(), foundation.call().readsAsOf());
    return ListTagsForResourceResponse.builder()
        .tags(
            row.tags().entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList())
        .build();
  }
}
