package dev.hastack.sandbox.aws.autoscaling;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.CurrentCall;
import java.time.Instant;
import java.util.List;

/** What the handlers of calls work with. */
record Calls(Surroundings world, Groups groups, Backoff backoff, Exits exits, Entrances entrances) {

  CurrentCall call() {
    return world.foundation().call();
  }

  Instant now() {
    return world.now();
  }

  static ApiError invalid(String message) {
    return new ApiError(Groups.VALIDATION_ERROR, message);
  }

  /** The group of an instance that a call names without its group. */
  Group groupOf(String instanceId) {
    call().concerns(instanceId);
    return groups
        .ofInstance(instanceId)
        .map(group -> groups.require(group.name()))
        .orElseThrow(
            () ->
                invalid(
                    "Instance Id not found - No managed instance found for instance ID: "
                        + instanceId));
  }

  /** Instances that a call names together with their group. */
  List<Member> members(Group group, List<String> instanceIds) {
    return instanceIds.stream()
        .map(
            id ->
                group
                    .member(id)
                    .orElseThrow(
                        () ->
                            invalid(
                                "The instance %s is not part of Auto Scaling group %s."
                                    .formatted(id, group.name()))))
        .toList();
  }
}
