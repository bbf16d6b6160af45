package dev.hastack.endtoend;

import dev.hastack.endtoend.FieldUpdate.Effect;
import dev.hastack.endtoend.FieldUpdate.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A change of every field that AWS can change, of a stack as {@link #manifest} has it, and of all
 * that its schemas declare.
 */
final class FieldUpdates {
  /** So few that most edits are about one resource, and none about all. */
  private static final int FIELDS_AN_EDIT = 6;

  private FieldUpdates() {}

  /** {@link FullStack} with another strategy, for one with a number of pools to be changed to. */
  static StackYaml manifest(String name, Scene scene) {
    return FullStack.manifest(name, scene.ground(), "Correct")
        .with("spotAllocationStrategy: lowest-price", "spotAllocationStrategy: capacity-optimized")
        .with("        spotInstancePools: 3\n", "");
  }

  static List<FieldUpdate> all(Scene scene) {
    return Stream.of(
            List.of(tags()),
            TemplateUpdates.all(scene),
            GroupUpdates.all(scene),
            TargetGroupUpdates.all())
        .flatMap(List::stream)
        .toList();
  }

  /** All of them in order, those together that are changed by one edit of the spec. */
  static List<List<FieldUpdate>> edits(List<FieldUpdate> all) {
    var edits = new ArrayList<List<FieldUpdate>>();
    for (int from = 0; from < all.size(); from += FIELDS_AN_EDIT) {
      edits.add(all.subList(from, Math.min(from + FIELDS_AN_EDIT, all.size())));
    }
    return edits;
  }

  private static FieldUpdate tags() {
    String[] set = {"cost", "team"};
    return new FieldUpdate(
        "aws.tags",
        "{\"team\": \"changed\", \"owner\": null, \"cost\": \"42\"}",
        new Effect(
            Set.of(
                "AutoScalingGroup Tags",
                "LaunchTemplate TagSpecifications",
                "LaunchTemplate Tags",
                "TargetGroup Tags"),
            Stream.concat(
                    Effect.version("TagSpecifications").writes().stream(),
                    Stream.of(
                        SentWrite.of("ec2:CreateTags", set),
                        SentWrite.of("ec2:DeleteTags", "owner"),
                        SentWrite.of("autoscaling:CreateOrUpdateTags", set),
                        SentWrite.of("autoscaling:DeleteTags", "owner"),
                        SentWrite.of("elasticloadbalancing:AddTags", set),
                        SentWrite.of("elasticloadbalancing:RemoveTags", "owner")))
                .toList()),
        new Shown(
            live -> tags(live, "team") + tags(live, "owner") + tags(live, "cost"),
            "[changed, changed, changed, changed][null, null, null, null][42, 42, 42, 42]",
            "[null, null, null, null]".repeat(3)));
  }

  /** On the group, the template, the volumes and the target group. */
  private static String tags(LiveStack live, String key) {
    return Stream.of(
            live.groupTag(key), live.templateTag(key), live.volumeTag(key), live.elbTags().get(key))
        .map((@Nullable String value) -> String.valueOf(value))
        .toList()
        .toString();
  }
}
