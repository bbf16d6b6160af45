package dev.hastack.sandbox.aws.autoscaling;

import dev.hastack.sandbox.aws.world.Targets.Health;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The states of attached target groups (API reference, LoadBalancerTargetGroupState): {@code
 * Adding} until all instances are registered, {@code Added} until one of them is healthy, {@code
 * Removing} until all are deregistered.
 */
final class TargetGroups {
  private final Surroundings world;

  TargetGroups(Surroundings world) {
    this.world = world;
  }

  Group advance(Group group) {
    Group changed = group;
    for (String targetGroup : group.attachments().keySet()) {
      changed =
          switch (group.attachments().get(targetGroup)) {
            case ADDING -> set(registered(changed, targetGroup), targetGroup, Attachment.ADDED);
            case ADDED ->
                isAnyHealthy(changed, targetGroup)
                    ? set(changed, targetGroup, Attachment.IN_SERVICE)
                    : changed;
            case REMOVING -> removed(changed, targetGroup);
            case IN_SERVICE -> changed;
          };
    }
    return changed;
  }

  private Group registered(Group group, String targetGroup) {
    if (!world.targets().exists(targetGroup)) {
      return group;
    }
    return group.eachMember(
        (current, member) -> {
          if (!member.isInService() || member.registeredWith().contains(targetGroup)) {
            return current;
          }
          world.targets().register(targetGroup, member.id());
          var all = new TreeSet<>(member.registeredWith());
          all.add(targetGroup);
          return current.with(member.registeredWith(all));
        });
  }

  private boolean isAnyHealthy(Group group, String targetGroup) {
    return world.targets().exists(targetGroup)
        && group.all().stream()
            .filter(Member::isInService)
            .anyMatch(
                member ->
                    world
                        .targets()
                        .health(targetGroup, member.id())
                        .equals(Optional.of(Health.HEALTHY)));
  }

  /** Has its instances deregistered; they stay. */
  Group deregister(Group group, String targetGroup) {
    if (world.targets().exists(targetGroup)) {
      group.all().stream()
          .filter(member -> member.registeredWith().contains(targetGroup))
          .forEach(member -> world.targets().deregister(targetGroup, member.id()));
    }
    return set(group, targetGroup, Attachment.REMOVING);
  }

  private Group removed(Group group, String targetGroup) {
    boolean draining =
        world.targets().exists(targetGroup)
            && group.all().stream()
                .filter(member -> member.registeredWith().contains(targetGroup))
                .anyMatch(member -> world.targets().health(targetGroup, member.id()).isPresent());
    if (draining) {
      return group;
    }
    var left = new TreeMap<>(group.attachments());
    left.remove(targetGroup);
    return group
        .withAttachments(left)
        .eachMember(
            (current, member) -> {
              var others = new TreeSet<>(member.registeredWith());
              return others.remove(targetGroup)
                  ? current.with(member.registeredWith(others))
                  : current;
            });
  }

  static Group set(Group group, String targetGroup, Attachment state) {
    var changed = new TreeMap<>(group.attachments());
    changed.put(targetGroup, state);
    return group.withAttachments(changed);
  }
}
