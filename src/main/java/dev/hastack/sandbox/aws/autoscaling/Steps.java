package dev.hastack.sandbox.aws.autoscaling;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * One step of a group: instances move on, target groups attach, health is judged, what is scheduled
 * happens, and last of all capacity is planned. Answers the same group if nothing happened.
 */
final class Steps {
  private static final Duration LINGERING = Duration.ofSeconds(15);

  private final Surroundings world;
  private final Entrances entrances;
  private final Exits exits;
  private final TargetGroups targetGroups;
  private final HealthChecks healthChecks;
  private final ScheduledActions scheduledActions;
  private final Capacity capacity;
  private final Map<String, Instant> emptySince = new TreeMap<>();

  Steps(Surroundings world, Entrances entrances, Exits exits, Launcher launcher) {
    this.world = world;
    this.entrances = entrances;
    this.exits = exits;
    this.targetGroups = new TargetGroups(world);
    this.healthChecks = new HealthChecks(world, exits);
    this.scheduledActions = new ScheduledActions(world);
    this.capacity = new Capacity(world, launcher, exits);
  }

  Group advance(Group group) {
    Group moved = group.eachMember(entrances::advance).eachMember(exits::advance);
    if (moved.isBeingDeleted()) {
      return moved;
    }
    Group judged = healthChecks.advance(targetGroups.advance(moved));
    return capacity.advance(scheduledActions.advance(judged));
  }

  /** Whether a deletion is through; AWS shows {@code Delete in progress} for a while before. */
  boolean isGone(Group group) {
    if (!group.isBeingDeleted() || !group.members().isEmpty()) {
      return false;
    }
    Instant since = emptySince.computeIfAbsent(group.name(), name -> world.now());
    boolean gone = !since.plus(LINGERING).isAfter(world.now());
    if (gone) {
      emptySince.remove(group.name());
    }
    return gone;
  }
}
