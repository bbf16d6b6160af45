package dev.hastack.sandbox.aws.ec2;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.CreateTagsResponse;
import software.amazon.awssdk.services.ec2.model.DeleteTagsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteTagsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagDescription;

/** CreateTags, DeleteTags and DescribeTags, on everything of EC2 that an account owns. */
final class TagOperations {
  /** By the prefix of an id: how DescribeTags calls the kind. */
  private static final Map<String, String> KINDS =
      Map.of(
          "i", "instance",
          "key", "key-pair",
          "lt", "launch-template",
          "sg", "security-group",
          "subnet", "subnet",
          "vol", "volume",
          "vpc", "vpc");

  private static final Selection<TagDescription> FILTERS =
      new Selection<TagDescription>()
          .by("key", TagDescription::key)
          .by("resource-id", TagDescription::resourceId)
          .by("resource-type", TagDescription::resourceTypeAsString)
          .by("value", TagDescription::value)
          .byTags(tag -> Map.of(tag.key(), tag.value()));

  private final Foundation foundation;
  private final Ground ground;
  private final Templates templates;
  private final Servers servers;
  private final Pages pages;

  TagOperations(Foundation foundation, Ground ground, Templates templates, Servers servers) {
    this.foundation = foundation;
    this.ground = ground;
    this.templates = templates;
    this.servers = servers;
    this.pages = new Pages(foundation.call(), 5, 1000);
  }

  CreateTagsResponse create(CreateTagsRequest request) {
    mustBeGiven("ResourceId", request.resources());
    mustBeGiven("Tag", request.tags());
    SortedMap<String, String> wanted = Tags.valid(request.tags());
    request.resources().forEach(this::mustExist);
    var changed = new TreeMap<String, SortedMap<String, String>>();
    for (String id : request.resources()) {
      var all = new TreeMap<>(ground.tags.of(id));
      all.putAll(wanted);
      Tags.checkCount(all);
      changed.put(id, all);
    }
    changed.forEach(this::put);
    return CreateTagsResponse.builder().build();
  }

  /** With a value a tag is only deleted if it has that value; without tags, all that may be are. */
  DeleteTagsResponse delete(DeleteTagsRequest request) {
    mustBeGiven("ResourceId", request.resources());
    request.tags().forEach(Tags::check);
    request.resources().forEach(this::mustExist);
    for (String id : request.resources()) {
      var left = new TreeMap<>(ground.tags.of(id));
      if (request.tags().isEmpty()) {
        left.keySet().removeIf(key -> !key.startsWith("aws:"));
      }
      for (Tag tag : request.tags()) {
        if (tag.value() == null || tag.value().equals(left.get(tag.key()))) {
          left.remove(tag.key());
        }
      }
      put(id, left);
    }
    return DeleteTagsResponse.builder().build();
  }

  private void put(String id, SortedMap<String, String> all) {
    foundation.call().concerns(id);
    ground.tags.put(id, all);
    if (servers.find(id).isPresent()) {
      servers.retag(id, all);
    }
  }

  private static void mustBeGiven(String parameter, Collection<?> values) {
    if (values.isEmpty()) {
      throw new ApiError("MissingParameter", "The request must contain the parameter " + parameter);
    }
  }

  private void mustExist(String id) {
    switch (prefix(id)) {
      case "i" -> {
        if (servers.find(InstanceReads.mustBeAnId(id)).isEmpty()) {
          throw InstanceReads.notFound(List.of(id));
        }
      }
      case "lt" -> templates.one(id, null);
      case "sg" -> ground.securityGroups.named(id);
      case "subnet" -> ground.subnets.named(id);
      case "vpc" -> ground.vpcs.named(id);
      case "vol" -> mustBeVolume(id);
      default -> throw new ApiError("InvalidID", "The ID '%s' is not valid".formatted(id));
    }
  }

  private void mustBeVolume(String id) {
    if (servers.all().stream().noneMatch(each -> each.launch().names().volumeId().equals(id))) {
      throw new ApiError("InvalidVolume.NotFound", "The volume '%s' does not exist.".formatted(id));
    }
  }

  private static String prefix(String id) {
    int dash = id.indexOf('-');
    return dash < 0 ? "" : id.substring(0, dash);
  }

  DescribeTagsResponse describe(DescribeTagsRequest request) {
    Instant asOf = foundation.call().readsAsOf();
    var all = new ArrayList<TagDescription>();
    for (String id : ground.tags.tagged(asOf)) {
      ground
          .tags
          .of(id, asOf)
          .forEach(
              (key, value) ->
                  all.add(
                      TagDescription.builder()
                          .resourceId(id)
                          .resourceType(KINDS.get(prefix(id)))
                          .key(key)
                          .value(value)
                          .build()));
    }
    Page<TagDescription> page =
        pages.of(FILTERS.of(all, request.filters()), request.maxResults(), request.nextToken());
    return DescribeTagsResponse.builder().tags(page.items()).nextToken(page.nextToken()).build();
  }
}
