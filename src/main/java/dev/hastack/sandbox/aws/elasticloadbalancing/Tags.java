package dev.hastack.sandbox.aws.elasticloadbalancing;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.CurrentCall;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TagDescription;

/** The tags of all that has an ARN here: ELBv2 API reference, AddTags, RemoveTags, DescribeTags. */
final class Tags {
  private static final int MOST_ARNS = 20;
  private static final int MOST_TAGS = 50;
  private static final int LONGEST_KEY = 128;
  private static final int LONGEST_VALUE = 256;

  private final Tables tables;
  private final CurrentCall call;

  Tags(Tables tables, CurrentCall call) {
    this.tables = tables;
    this.call = call;
  }

  /**
   * The tags of a request.
   *
   * @throws ApiError if AWS would not take them
   */
  static SortedMap<String, String> byKey(List<Tag> tags) {
    var byKey = new TreeMap<String, String>();
    for (Tag tag : tags) {
      validate(tag);
      if (byKey.put(tag.key(), tag.value() == null ? "" : tag.value()) != null) {
        throw new ApiError("DuplicateTagKeys", "Tag keys must be unique: '" + tag.key() + "'");
      }
    }
    if (byKey.size() > MOST_TAGS) {
      throw tooMany();
    }
    return byKey;
  }

  /** The tags a new resource begins with. */
  void first(String arn, SortedMap<String, String> byKey) {
    tables.tags().put(arn, byKey);
  }

  void forget(String arn) {
    tables.tags().remove(arn);
  }

  AddTagsResponse add(AddTagsRequest request) {
    SortedMap<String, String> added = byKey(request.tags());
    for (String arn : known(request.resourceArns())) {
      var all = new TreeMap<>(current(arn));
      all.putAll(added);
      if (all.size() > MOST_TAGS) {
        throw tooMany();
      }
      tables.tags().put(arn, all);
    }
    return AddTagsResponse.builder().build();
  }

  RemoveTagsResponse remove(RemoveTagsRequest request) {
    for (String arn : known(request.resourceArns())) {
      var left = new TreeMap<>(current(arn));
      left.keySet().removeAll(request.tagKeys());
      tables.tags().put(arn, left);
    }
    return RemoveTagsResponse.builder().build();
  }

  DescribeTagsResponse describe(DescribeTagsRequest request) {
    Instant asOf = call.readsAsOf();
    limited(request.resourceArns());
    return DescribeTagsResponse.builder()
        .tagDescriptions(
            request.resourceArns().stream()
                .map(arn -> described(arn, found(arn, tables.tags().get(arn, asOf))))
                .toList())
        .build();
  }

  private static TagDescription described(String arn, SortedMap<String, String> byKey) {
    return TagDescription.builder()
        .resourceArn(arn)
        .tags(
            byKey.entrySet().stream()
                .map(each -> Tag.builder().key(each.getKey()).value(each.getValue()).build())
                .toList())
        .build();
  }

  private List<String> known(List<String> arns) {
    limited(arns);
    arns.forEach(this::current);
    return arns;
  }

  private void limited(List<String> arns) {
    arns.forEach(call::concerns);
    if (arns.isEmpty() || arns.size() > MOST_ARNS) {
      throw new ApiError(
          "ValidationError",
          "Between 1 and %d resource ARNs must be specified, but there were %d"
              .formatted(MOST_ARNS, arns.size()));
    }
  }

  private SortedMap<String, String> current(String arn) {
    return found(arn, tables.tags().get(arn));
  }

  /** The error that belongs to the kind of thing that an ARN names. */
  private static SortedMap<String, String> found(
      String arn, Optional<SortedMap<String, String>> tags) {
    return tags.orElseThrow(
        () -> {
          if (arn.contains(":targetgroup/")) {
            return Tables.noTargetGroup();
          } else if (arn.contains(":loadbalancer/")) {
            return Tables.noLoadBalancer();
          } else if (arn.contains(":listener/")) {
            return Tables.noListener();
          } else if (arn.contains(":listener-rule/")) {
            return Tables.noRule();
          }
          return new ApiError("ValidationError", "'" + arn + "' is not a valid resource ARN");
        });
  }

  private static void validate(Tag tag) {
    String key = tag.key();
    boolean valid =
        key != null
            && !key.isEmpty()
            && key.length() <= LONGEST_KEY
            && !key.startsWith("aws:")
            && (tag.value() == null || tag.value().length() <= LONGEST_VALUE);
    if (!valid) {
      throw new ApiError("ValidationError", "The tag with key '" + key + "' is not valid");
    }
  }

  private static ApiError tooMany() {
    return new ApiError("TooManyTags", "The maximum number of tags has been reached");
  }
}
