package dev.hastack.sandbox.aws.acm;

import dev.hastack.sandbox.aws.world.ApiError;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.acm.model.Tag;

/** The tags of requests and answers: "Tag ACM resources", ACM user guide. */
final class Tags {
  private static final int MOST = 50;

  private Tags() {}

  /**
   * @throws ApiError if AWS would not take them
   */
  static SortedMap<String, String> byKey(List<Tag> tags) {
    var byKey = new TreeMap<String, String>();
    for (Tag tag : tags) {
      if (tag.key() == null || tag.key().isEmpty() || tag.key().startsWith("aws:")) {
        throw new ApiError("InvalidTagException", "The tag key '" + tag.key() + "' is not valid.");
      }
      byKey.put(tag.key(), tag.value() == null ? "" : tag.value());
    }
    return notTooMany(byKey);
  }

  static SortedMap<String, String> notTooMany(SortedMap<String, String> tags) {
    if (tags.size() > MOST) {
      throw new ApiError(
          "TooManyTagsException", "A certificate can have at most " + MOST + " tags.");
    }
    return tags;
  }

  static List<Tag> shown(SortedMap<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }
}
