package dev.hastack.sandbox.aws.autoscaling;

import static dev.hastack.sandbox.aws.autoscaling.Calls.invalid;

import dev.hastack.sandbox.aws.world.Page;
import java.util.List;
import software.amazon.awssdk.services.autoscaling.model.CreateOrUpdateTagsRequest;
import software.amazon.awssdk.services.autoscaling.model.CreateOrUpdateTagsResponse;
import software.amazon.awssdk.services.autoscaling.model.DeleteTagsRequest;
import software.amazon.awssdk.services.autoscaling.model.DeleteTagsResponse;
import software.amazon.awssdk.services.autoscaling.model.DescribeTagsRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeTagsResponse;
import software.amazon.awssdk.services.autoscaling.model.Filter;
import software.amazon.awssdk.services.autoscaling.model.Tag;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;

/** Tags of groups (API reference, CreateOrUpdateTags, DeleteTags, DescribeTags). */
final class TagCalls {
  private static final int BY_DEFAULT = 50;
  private static final int MOST = 100;

  private final Calls calls;

  TagCalls(Calls calls) {
    this.calls = calls;
  }

  CreateOrUpdateTagsResponse put(CreateOrUpdateTagsRequest request) {
    request.tags().forEach(this::taggedGroup);
    for (Tag tag : request.tags()) {
      Group group = taggedGroup(tag);
      List<TagDescription> tags = Tags.put(group.name(), group.settings().tags(), List.of(tag));
      calls.groups().put(group.set(settings -> settings.tags(tags)));
    }
    return CreateOrUpdateTagsResponse.builder().build();
  }

  DeleteTagsResponse delete(DeleteTagsRequest request) {
    for (Tag tag : request.tags()) {
      Group group = taggedGroup(tag);
      List<TagDescription> tags = Tags.remove(group.settings().tags(), tag);
      calls.groups().put(group.set(settings -> settings.tags(tags)));
    }
    return DeleteTagsResponse.builder().build();
  }

  private Group taggedGroup(Tag tag) {
    if (!Tags.TYPE.equals(tag.resourceType()) || tag.resourceId() == null) {
      throw invalid("A tag needs a ResourceId and the ResourceType " + Tags.TYPE + ".");
    }
    return calls.groups().require(tag.resourceId());
  }

  DescribeTagsResponse describe(DescribeTagsRequest request) {
    List<TagDescription> all =
        calls.groups().seen().stream()
            .flatMap(group -> group.settings().tags().stream())
            .filter(tag -> request.filters().stream().allMatch(filter -> matches(tag, filter)))
            .toList();
    var page =
        Page.of(
            all,
            request.nextToken(),
            calls.call().pageSize(request.maxRecords(), BY_DEFAULT, MOST),
            "InvalidNextToken");
    return DescribeTagsResponse.builder().tags(page.items()).nextToken(page.nextToken()).build();
  }

  private static boolean matches(TagDescription tag, Filter filter) {
    String value =
        switch (filter.name()) {
          case "auto-scaling-group" -> tag.resourceId();
          case "key" -> tag.key();
          case "value" -> tag.value();
          case "propagate-at-launch" -> Boolean.toString(tag.propagateAtLaunch());
          default -> throw invalid("Invalid filter " + filter.name());
        };
    return filter.values().contains(value);
  }
}
