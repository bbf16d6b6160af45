package dev.hastack.core.status;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.stack.Observation;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.Ownership;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Value;
import dev.hastack.core.status.Verdict.Reason;
import java.util.Map;
import java.util.Optional;

/** How each tier of the stack does, from what was observed of it. */
final class TierVerdicts {
  static final ResourceId GROUP = new ResourceId("AutoScalingGroup", "app");
  static final ResourceId TARGET_GROUP = new ResourceId("TargetGroup", "app");

  private TierVerdicts() {}

  static Verdict fleet(PassFacts facts) {
    Optional<Failure> unread = unread(facts, GROUP);
    if (unread.isPresent()) {
      return Verdict.unknown(Reason.Unread, unread.get().sentence());
    }
    Optional<Present> group = present(facts, GROUP);
    if (group.isEmpty()) {
      return Verdict.no(Reason.NotCreated, "the Auto Scaling group does not exist yet");
    }
    Map<String, Value> live = group.get().live();
    String count =
        number(live, "InService").map(String::valueOf).orElse("?")
            + " of "
            + number(live, "Desired").map(String::valueOf).orElse("?")
            + " servers in service";
    return switch (group.get().health()) {
      case HEALTHY -> Verdict.yes(Reason.InService, count);
      case PROGRESSING -> Verdict.no(Reason.Scaling, count);
      case DEGRADED ->
          Verdict.no(
              Reason.LaunchFailing,
              count
                  + Optional.ofNullable(live.get("LastFailure"))
                      .map(failure -> ": " + failure)
                      .orElse(""));
      case DELETING -> Verdict.no(Reason.Deleting, "the Auto Scaling group is being deleted");
    };
  }

  static Optional<Verdict> traffic(PassFacts facts) {
    boolean wanted = facts.desired().find(TARGET_GROUP).isPresent();
    Optional<Failure> unread = unread(facts, TARGET_GROUP);
    if (unread.isPresent()) {
      return Optional.of(Verdict.unknown(Reason.Unread, unread.get().sentence()));
    }
    Optional<Present> group = present(facts, TARGET_GROUP);
    if (group.isEmpty()) {
      return wanted
          ? Optional.of(Verdict.unknown(Reason.NotCreated, "the target group does not exist yet"))
          : Optional.empty();
    }
    boolean attached = number(group.get().live(), "LoadBalancers").orElse(0L) > 0;
    return Optional.of(
        attached
            ? Verdict.yes(Reason.Attached, "a load balancer uses the target group")
            : Verdict.unknown(
                Reason.NotAttached,
                "no listener forwards to the target group yet; its ARN is in"
                    + " status.traffic.targetGroupArn"));
  }

  /** What is there under an id and ours; of several the one that is planned with. */
  static Optional<Present> present(PassFacts facts, ResourceId id) {
    return facts.plan().changes().stream()
        .filter(change -> change.id().equals(id) && change.wanted().isPresent())
        .flatMap(change -> change.standing().stream())
        .findFirst()
        .or(
            () ->
                facts.observed().present(id).stream()
                    .filter(present -> present.ownership() != Ownership.NOT_OURS)
                    .findFirst());
  }

  static Optional<Long> number(Map<String, Value> live, String name) {
    return live.get(name) instanceof Value.Whole whole
        ? Optional.of(whole.number())
        : Optional.empty();
  }

  private static Optional<Failure> unread(PassFacts facts, ResourceId id) {
    return facts.observed().of(id).stream()
        .filter(Observation.Unread.class::isInstance)
        .map(Observation.Unread.class::cast)
        .map(Observation.Unread::why)
        .findFirst();
  }
}
