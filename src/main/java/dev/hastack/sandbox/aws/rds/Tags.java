package dev.hastack.sandbox.aws.rds;

import dev.hastack.sandbox.aws.world.ApiError;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.rds.model.AddTagsToResourceRequest;
import software.amazon.awssdk.services.rds.model.AddTagsToResourceResponse;
import software.amazon.awssdk.services.rds.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.rds.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.rds.model.RemoveTagsFromResourceRequest;
import software.amazon.awssdk.services.rds.model.RemoveTagsFromResourceResponse;
import software.amazon.awssdk.services.rds.model.Tag;

/**
 * The tags of clusters, instances, snapshots and subnet groups: "Tagging Amazon Aurora and Amazon
 * RDS resources", Aurora user guide. In authorisation they count only minutes later.
 */
record Tags(Store store) {
  private static final int MOST = 50;

  /**
   * @throws dev.hastack.sandbox.aws.world.ApiError if AWS would not take them
   */
  static List<Tag> checked(Collection<Tag> tags) {
    SortedMap<String, Tag> byKey = new TreeMap<>();
    for (Tag tag : tags) {
      if (tag.key() == null || tag.key().isEmpty() || tag.key().startsWith("aws:")) {
        throw Errors.wrongValue("The tag key '" + tag.key() + "' is not valid.");
      }
      byKey.put(tag.key(), tag.value() == null ? tag.toBuilder().value("").build() : tag);
    }
    if (byKey.size() > MOST) {
      throw Errors.wrongValue("A resource can have at most " + MOST + " tags.");
    }
    return List.copyOf(byKey.values());
  }

  AddTagsToResourceResponse add(AddTagsToResourceRequest request) {
    store.require("AddTagsToResource", request.resourceName());
    var all = new TreeMap<String, Tag>();
    of(request.resourceName()).forEach(tag -> all.put(tag.key(), tag));
    checked(request.tags()).forEach(tag -> all.put(tag.key(), tag));
    put(request.resourceName(), checked(all.values()));
    return AddTagsToResourceResponse.builder().build();
  }

  RemoveTagsFromResourceResponse remove(RemoveTagsFromResourceRequest request) {
    store.require("RemoveTagsFromResource", request.resourceName());
    List<Tag> left =
        of(request.resourceName()).stream()
            .filter(tag -> !request.tagKeys().contains(tag.key()))
            .toList();
    put(request.resourceName(), left);
    return RemoveTagsFromResourceResponse.builder().build();
  }

  ListTagsForResourceResponse list(ListTagsForResourceRequest request) {
    store.require("ListTagsForResource", request.resourceName());
    return ListTagsForResourceResponse.builder().tagList(of(request.resourceName())).build();
  }

  private List<Tag> of(String arn) {
    return switch (kind(arn)) {
      case "cluster" -> store.cluster(arn).settings().tagList();
      case "db" -> store.instance(arn).tagList();
      case "cluster-snapshot" -> store.snapshot(arn).settings().tagList();
      case "subgrp" -> store.subnetGroup(arn).tags();
      default -> throw invalid(arn);
    };
  }

  private void put(String arn, List<Tag> tags) {
    switch (kind(arn)) {
      case "cluster" -> store.put(store.cluster(arn).tagged(tags));
      case "db" -> store.put(store.instance(arn).toBuilder().tagList(tags).build());
      case "cluster-snapshot" ->
          store.put(store.snapshot(arn).with(snapshot -> snapshot.tagList(tags)));
      case "subgrp" -> {
        SubnetGroupRow row = store.subnetGroup(arn);
        store.subnetGroups().put(row.name(), row.tagged(tags));
      }
      default -> throw invalid(arn);
    }
  }

  static String kind(String arn) {
    String[] parts = String.valueOf(arn).split(":", 7);
    if (parts.length < 7 || !parts[2].equals("rds")) {
      throw invalid(arn);
    }
    return parts[5];
  }

  private static ApiError invalid(String arn) {
    return Errors.wrongValue("Invalid resource name: " + arn);
  }
}
