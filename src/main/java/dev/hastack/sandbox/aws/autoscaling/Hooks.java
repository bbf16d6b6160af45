package dev.hastack.sandbox.aws.autoscaling;

import dev.hastack.sandbox.aws.world.Foundation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Holding instances by lifecycle hooks (user guide, "How lifecycle hooks work in Auto Scaling
 * groups"). All hooks of a transition hold an instance at the same time.
 */
record Hooks(Foundation foundation) {
  static final String LAUNCHING = "autoscaling:EC2_INSTANCE_LAUNCHING";
  static final String TERMINATING = "autoscaling:EC2_INSTANCE_TERMINATING";
  static final String ABANDON = "ABANDON";
  static final String CONTINUE = "CONTINUE";

  /** What begins to hold an instance now. */
  List<HookAction> begin(Group group, String instanceId, String transition, Instant now) {
    return group.hooks().values().stream()
        .filter(hook -> hook.lifecycleTransition().equals(transition))
        .map(hook -> HookAction.begin(hook, token(instanceId, hook.lifecycleHookName()), now))
        .toList();
  }

  private String token(String instanceId, String hookName) {
    SplittableRandom random =
        foundation.chance().of("lifecycle action " + instanceId + " " + hookName);
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  /** The first that has waited too long. */
  static Optional<HookAction> overdue(Member member, Instant now) {
    return member.heldBy().stream().filter(action -> !action.deadline().isAfter(now)).findFirst();
  }

  /**
   * The member with one hook less; on {@code ABANDON} with none, because that stops the remaining
   * ones ("Complete a lifecycle action in an Auto Scaling group").
   */
  static Member complete(Member member, HookAction done, String result) {
    return member.heldBy(
        result.equals(ABANDON)
            ? List.of()
            : member.heldBy().stream().filter(action -> !action.equals(done)).toList());
  }
}
