package dev.hastack.sandbox.aws.autoscaling;

import static dev.hastack.sandbox.aws.autoscaling.Calls.invalid;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.autoscaling.model.Tag;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;

/** The tags of groups: their form and their limits (user guide, "Tag Auto Scaling groups"). */
final class Tags {
  static final String TYPE = "auto-scaling-group";
  private static final int MOST = 50;
  private static final int LONGEST_KEY = 128;
  private static final int LONGEST_VALUE = 256;

  private Tags() {}

  /** The tags of a group after some are created or rewritten, in the order of their keys. */
  static List<TagDescription> put(
      String groupName, List<TagDescription> before, Collection<Tag> tags) {
    var byKey = new TreeMap<String, TagDescription>();
    before.forEach(tag -> byKey.put(tag.key(), tag));
    tags.forEach(tag -> byKey.put(tag.key(), described(groupName, tag)));
    if (byKey.size() > MOST) {
      throw invalid("The number of tags must not exceed " + MOST + ".");
    }
    return List.copyOf(byKey.values());
  }

  static List<TagDescription> remove(List<TagDescription> before, Tag removed) {
    return before.stream()
        .filter(
            tag ->
                !tag.key().equals(removed.key())
                    || (removed.value() != null && !removed.value().equals(tag.value())))
        .toList();
  }

  private static TagDescription described(String groupName, Tag tag) {
    String key = Optional.ofNullable(tag.key()).orElse("");
    String value = Optional.ofNullable(tag.value()).orElse("");
    if (key.isEmpty() || key.length() > LONGEST_KEY || value.length() > LONGEST_VALUE) {
      throw invalid(
          "A tag's key must have 1 to %d characters, its value at most %d."
              .formatted(LONGEST_KEY, LONGEST_VALUE));
    }
    if (key.startsWith("aws:")) {
      throw invalid("Tag keys that begin with aws: are reserved for AWS: " + key);
    }
    return TagDescription.builder()
        .resourceId(groupName)
        .resourceType(TYPE)
        .key(key)
        .value(value)
        .propagateAtLaunch(Boolean.TRUE.equals(tag.propagateAtLaunch()))
        .build();
  }
}
