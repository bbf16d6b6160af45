package dev.hastack.provider.aws.gateway;

import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import dev.hastack.provider.aws.AwsNames;
import dev.hastack.provider.aws.AwsTags;
import dev.hastack.provider.aws.inventory.Inventory;
import dev.hastack.provider.aws.resource.TargetGroup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Of target groups that are attached to a group and no longer wanted, those that this stack may
 * detach. Any other is somebody else's.
 *
 * @param ours the ARNs of those that carry our tags
 * @param gone the ARNs of those that are no longer there and had a name that only we give
 */
record AttachedTargetGroups(List<String> ours, List<String> gone) {

  /**
   * Looks at attached target groups.
   *
   * @param id of the stack's target group
   */
  static AttachedTargetGroups of(
      Inventory inventory, StackId stack, ResourceId id, Collection<String> attached) {
    Set<String> there =
        inventory.targetGroups(Set.of(AwsNames.targetGroupPrefix(stack, id))).stream()
            .map(group -> group.targetGroupArn())
            .collect(Collectors.toSet());
    var tags = inventory.elbTags(there);
    var ours = new ArrayList<String>();
    var gone = new ArrayList<String>();
    for (String arn : attached) {
      if (there.contains(arn)) {
        AwsTags.claim(stack, tags.of(arn))
            .filter(claimed -> claimed.kind().equals(TargetGroup.KIND))
            .ifPresent(claimed -> ours.add(arn));
      } else if (AwsNames.isTargetGroup(stack, id, name(arn))) {
        gone.add(arn);
      }
    }
    return new AttachedTargetGroups(ours, gone);
  }

  /** {@code arn:...:targetgroup/NAME/ID} (Elastic Load Balancing user guide, ARNs). */
  private static String name(String arn) {
    String[] parts = arn.split("/", -1);
    return parts.length == 3 ? parts[1] : "";
  }
}
