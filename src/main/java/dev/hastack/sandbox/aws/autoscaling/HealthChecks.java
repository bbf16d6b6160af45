package dev.hastack.sandbox.aws.autoscaling;

import static dev.hastack.sandbox.aws.autoscaling.Activities.at;

import dev.hastack.sandbox.aws.autoscaling.Phase.Exit;
import dev.hastack.sandbox.aws.world.Instance;
import dev.hastack.sandbox.aws.world.InstanceState;
import dev.hastack.sandbox.aws.world.Targets.Health;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who is unhealthy, and out it goes (user guide, "Health checks for instances in an Auto Scaling
 * group" and "Health check grace period"). An instance that does not run is unhealthy at once,
 * everything else only after the grace period. With several target groups it must be healthy in
 * all. The verdict of a target group counts once its attachment is {@code InService}.
 */
final class HealthChecks {
  private static final String ELB = "ELB";
  private static final String STOPPED =
      "an instance was taken out of service in response to an EC2 health check indicating it has"
          + " been terminated or stopped.";
  private static final String IMPAIRED =
      "an instance was taken out of service in response to an EC2 instance status checks failure.";
  private static final String ELB_FAILURE =
      "an instance was taken out of service in response to an ELB system health check failure.";
  static final String USER =
      "an instance was taken out of service in response to a user health-check.";
  private static final String INTERRUPTION =
      "an instance was taken out of service in response to an EC2 Spot interruption notice.";
  private static final String TOO_OLD =
      "an instance was taken out of service because it reached its maximum instance lifetime.";

  private final Surroundings world;
  private final Exits exits;

  HealthChecks(Surroundings world, Exits exits) {
    this.world = world;
    this.exits = exits;
  }

  /** Judges the instances in service and begins to terminate what must be replaced. */
  Group advance(Group group) {
    Group changed = group.runs("HealthCheck") ? group.eachMember(this::judge) : group;
    if (!group.runs("Terminate")) {
      return changed;
    }
    changed = changed.eachMember(this::heedInterruption);
    if (group.runs("ReplaceUnhealthy")) {
      changed = changed.eachMember(this::replaceUnhealthy);
    }
    return replaceOldest(changed);
  }

  private Group judge(Group group, Member member) {
    if (!member.isHealthy() || !(member.phase() instanceof Phase.InService inService)) {
      return group;
    }
    String verdict = verdict(group, member, inService.since());
    return verdict == null ? group : group.with(failing(member, verdict));
  }

  private @Nullable String verdict(Group group, Member member, Instant inServiceSince) {
    Optional<Instance> instance = world.instances().find(member.id());
    if (instance.isEmpty() || instance.get().state() != InstanceState.RUNNING) {
      return STOPPED;
    }
    if (isInGrace(group, inServiceSince, world.now())) {
      return null;
    }
    if (instance.get().impaired()) {
      return IMPAIRED;
    }
    return group.checksBy(ELB) && failsAtTargetGroup(group, member) ? ELB_FAILURE : null;
  }

  static boolean isInGrace(Group group, Instant inServiceSince, Instant now) {
    return inServiceSince.plusSeconds(group.settings().healthCheckGracePeriod()).isAfter(now);
  }

  private boolean failsAtTargetGroup(Group group, Member member) {
    return member.registeredWith().stream()
        .filter(arn -> group.attachments().get(arn) == Attachment.IN_SERVICE)
        .filter(world.targets()::exists)
        .map(arn -> world.targets().health(arn, member.id()))
        .anyMatch(this::fails);
  }

  private boolean fails(Optional<Health> health) {
    return health
        .map(
            its ->
                switch (its) {
                  case UNHEALTHY -> true;
                  case DRAINING -> world.options().replacesDeregistered();
                  case UNUSED, INITIAL, HEALTHY -> false;
                })
        .orElse(world.options().replacesDeregistered());
  }

  /**
   * With Capacity Rebalancing a two-minute notice makes the group act at once (user guide, "Use
   * Capacity Rebalancing to handle Spot interruptions"); an instance protected from scale in stays.
   */
  private Group heedInterruption(Group group, Member member) {
    boolean heeds =
        Boolean.TRUE.equals(group.settings().capacityRebalance())
            && member.isInService()
            && member.origin().order().spot()
            && !member.marks().guarded();
    boolean warned =
        heeds
            && world
                .instances()
                .find(member.id())
                .filter(instance -> instance.interruptionAt() != null)
                .isPresent();
    return warned ? leave(group, failing(member, INTERRUPTION), INTERRUPTION) : group;
  }

  private Group replaceUnhealthy(Group group, Member member) {
    String verdict = member.marks().verdict();
    return member.isInService() && verdict != null ? leave(group, member, verdict) : group;
  }

  /**
   * One at a time, so that a group is replaced gradually (user guide, "Replace Auto Scaling
   * instances based on maximum instance lifetime"); without an instance maintenance policy it
   * terminates first.
   */
  private Group replaceOldest(Group group) {
    Integer lifetime = group.settings().maxInstanceLifetime();
    boolean settled =
        group.all().stream().allMatch(Member::isInService) && group.all().size() >= group.desired();
    if (lifetime == null || lifetime == 0 || !settled || !group.runs("Launch")) {
      return group;
    }
    Instant oldest = world.now().minusSeconds(lifetime);
    return group.all().stream()
        .filter(member -> !member.origin().launchedAt().isAfter(oldest))
        .filter(member -> !member.marks().guarded())
        .findFirst()
        .map(member -> leave(group, member, TOO_OLD))
        .orElse(group);
  }

  private static Member failing(Member member, String verdict) {
    return member.marked(member.marks().unhealthy(verdict));
  }

  private Group leave(Group group, Member member, String because) {
    return exits.begin(group, member, Exit.TERMINATION, at(world.now()) + " " + because);
  }
}
