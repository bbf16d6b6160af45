package dev.hastack.provider.aws.gateway;

import static dev.hastack.provider.aws.rights.Grant.DATABASE_OWN;

import dev.hastack.provider.aws.AwsTags;
import dev.hastack.provider.aws.rights.AwsRight;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.Tag;

/** The tags of whatever RDS knows by an ARN. */
record RdsTags(RdsClient rds) {
  static final List<AwsRight> RIGHTS =
      List.of(
          DATABASE_OWN.toCall(
              "rds:AddTagsToResource",
              "Tags of the spec are kept on what is the database's; each of its creates needs the"
                  + " right too."),
          DATABASE_OWN.toCall("rds:RemoveTagsFromResource", "Tags that the spec has no more go."));

  void change(String arn, Map<String, String> set, Set<String> removed) {
    if (!set.isEmpty()) {
      rds.addTagsToResource(request -> request.resourceName(arn).tags(of(set)));
    }
    if (!removed.isEmpty()) {
      rds.removeTagsFromResource(request -> request.resourceName(arn).tagKeys(removed));
    }
  }

  /** For a call that creates: the attribute's tags and those of ownership. */
  static Collection<Tag> ofNew(Target target, String attribute) {
    var all = new TreeMap<>(target.after().keyedTexts(attribute));
    all.putAll(AwsTags.ownership(target.stack(), target.id()));
    return of(all);
  }

  static Collection<Tag> of(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }

  static SortedMap<String, String> read(List<Tag> tags) {
    var read = new TreeMap<String, String>();
    tags.forEach(tag -> read.put(tag.key(), tag.value()));
    return read;
  }
}
