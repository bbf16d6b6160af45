package dev.hastack.sandbox.aws.ec2;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Table;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/**
 * The tags of everything, by resource id. Limits are those of "Tag your Amazon EC2 resources", EC2
 * user guide.
 */
final class Tags {
  private static final int MOST_TAGS = 50;
  private static final int KEY_LENGTH = 128;
  private static final int VALUE_LENGTH = 256;
  private static final String RESERVED = "aws:";
  private static final SortedMap<String, String> NONE =
      Collections.unmodifiableSortedMap(new TreeMap<>());

  private final Table<SortedMap<String, String>> byResource;
  private final Table<String> resources;

  Tags(Foundation foundation) {
    this.byResource = new Table<>(foundation.time());
    this.resources = new Table<>(foundation.time());
  }

  SortedMap<String, String> of(String resourceId) {
    return byResource.get(resourceId).orElse(NONE);
  }

  SortedMap<String, String> of(String resourceId, Instant asOf) {
    return byResource.get(resourceId, asOf).orElse(NONE);
  }

  /** The id of every resource that had tags. */
  List<String> tagged(Instant asOf) {
    return resources.all(asOf);
  }

  /** Replaces the tags of a resource; AWS's own may be among them. */
  void put(String resourceId, Map<String, String> tags) {
    if (tags.isEmpty()) {
      forget(resourceId);
      return;
    }
    byResource.put(resourceId, Collections.unmodifiableSortedMap(new TreeMap<>(tags)));
    resources.put(resourceId, resourceId);
  }

  void forget(String resourceId) {
    byResource.remove(resourceId);
    resources.remove(resourceId);
  }

  /**
   * The tags of a create call for the resource it makes.
   *
   * @param resourceType the only one that the operation can tag
   */
  static SortedMap<String, String> specified(
      Collection<TagSpecification> specifications, String resourceType) {
    var tags = new TreeMap<String, String>();
    for (TagSpecification specification : specifications) {
      if (!resourceType.equals(specification.resourceTypeAsString())) {
        throw new ApiError(
            "InvalidParameterValue",
            "'%s' is not a valid taggable resource type for this operation."
                .formatted(specification.resourceTypeAsString()));
      }
      tags.putAll(valid(specification.tags()));
    }
    return tags;
  }

  /** What somebody wants to set, if it may be set. */
  static SortedMap<String, String> valid(Collection<Tag> wanted) {
    var tags = new TreeMap<String, String>();
    for (Tag tag : wanted) {
      check(tag);
      if (tags.put(tag.key(), tag.value() == null ? "" : tag.value()) != null) {
        throw new ApiError(
            "InvalidParameterValue", "Duplicate tag key '%s' specified.".formatted(tag.key()));
      }
    }
    checkCount(tags);
    return tags;
  }

  /** AWS's own tags do not count. */
  static void checkCount(Map<String, String> tags) {
    if (tags.keySet().stream().filter(key -> !key.startsWith(RESERVED)).count() > MOST_TAGS) {
      throw new ApiError(
          "TagLimitExceeded", "The maximum number of Tags for a resource has been reached.");
    }
  }

  static void check(Tag tag) {
    if (tag.key() == null || tag.key().isEmpty()) {
      throw new ApiError("InvalidParameterValue", "Tag key cannot be null or empty.");
    }
    if (tag.key().startsWith(RESERVED)) {
      throw new ApiError(
          "InvalidParameterValue",
          "Value ( %s ) for parameter key is invalid. Tag keys starting with 'aws:' are reserved for internal use"
              .formatted(tag.key()));
    }
    if (tag.key().length() > KEY_LENGTH) {
      throw new ApiError(
          "InvalidParameterValue",
          "Tag key exceeds the maximum length of %d characters".formatted(KEY_LENGTH));
    }
    if (tag.value() != null && tag.value().length() > VALUE_LENGTH) {
      throw new ApiError(
          "InvalidParameterValue",
          "Tag value exceeds the maximum length of %d characters".formatted(VALUE_LENGTH));
    }
  }

  /** As a describe shows them. */
  static List<Tag> shown(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }
}
