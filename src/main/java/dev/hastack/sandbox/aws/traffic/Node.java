package dev.hastack.sandbox.aws.traffic;

import dev.hastack.sandbox.aws.traffic.Routes.Backend;
import dev.hastack.sandbox.aws.traffic.Routes.Registered;
import dev.hastack.sandbox.aws.traffic.Routes.Way;
import dev.hastack.sandbox.aws.world.Targets.Health;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A load balancer's node in one zone, and what it knows of targets. It takes the verdicts of health
 * checks at once, as it does them itself; that a target came or began to go, or that its listener
 * is another, it learns late.
 */
final class Node {

  /** A target that the node knows of. */
  static final class Target {
    private final Registered registered;
    private boolean healthy;
    private boolean foundDead;
    private boolean suspected;
    private int outstanding;

    private Target(Registered registered) {
      this.registered = registered;
    }

    Registered registered() {
      return registered;
    }

    void begun() {
      outstanding++;
    }

    void ended() {
      outstanding--;
    }

    /** Health checks go on, and it is as they have it. */
    private void watched(boolean found) {
      healthy = found;
      suspected = false;
      foundDead = false;
    }

    /** Once only: whether it is the first to find that the target does not answer. */
    boolean suspect() {
      boolean first = !suspected;
      suspected = true;
      return first;
    }

    void findDead() {
      foundDead = true;
    }
  }

  /** What the node knows of one group. */
  private static final class Group {
    private final List<Target> known = new ArrayList<>();
    private List<Target> usable = List.of();
    private Optional<Backend> backend = Optional.empty();
    private boolean stale = true;
    private int turn;
  }

  private final String loadBalancerArn;
  private final String zone;
  private final Routes routes;
  private final Map<String, Group> groups = new TreeMap<>();
  private Optional<Way> way = Optional.empty();
  private @Nullable Instant withoutHealthySince;

  Node(String loadBalancerArn, String zone, Routes routes) {
    this.loadBalancerArn = loadBalancerArn;
    this.zone = zone;
    this.routes = routes;
  }

  String zone() {
    return zone;
  }

  /** The way of requests as the node has it; empty when it knows no listener. */
  Optional<Way> way() {
    return way;
  }

  /** It has learnt which way requests go. */
  void take(Optional<Way> learnt) {
    way = learnt;
  }

  /** Whether it had no healthy target for so long that DNS no longer names it. */
  boolean withoutHealthyFor(Duration time, Instant now) {
    return withoutHealthySince != null && !now.isBefore(withoutHealthySince.plus(time));
  }

  /**
   * The target whose turn it is.
   *
   * @return empty when it knows none
   */
  Optional<Target> choose(String groupArn, Instant now) {
    Group group = group(groupArn, now);
    List<Target> usable = group.usable;
    if (usable.isEmpty()) {
      return Optional.empty();
    }
    int turn = Math.floorMod(group.turn++, usable.size());
    Target chosen = usable.get(turn);
    if (group.backend.isPresent() && group.backend.get().leastOutstanding()) {
      for (int index = 1; index < usable.size(); index++) {
        Target other = usable.get((turn + index) % usable.size());
        if (other.outstanding < chosen.outstanding) {
          chosen = other;
        }
      }
    }
    return Optional.of(chosen);
  }

  /** It learns whether a target is registered now. */
  void learn(Routes.Target target) {
    Group group = groups.get(target.groupArn());
    if (group == null) {
      return;
    }
    group.stale = true;
    Optional<Registered> registered =
        routes.registered(target.groupArn()).stream()
            .filter(each -> each.target().equals(target))
            .findFirst();
    boolean known = group.known.removeIf(each -> isGone(each, target, registered.isPresent()));
    if (!known && registered.isPresent() && knows(group, target).isEmpty()) {
      group.known.add(new Target(registered.get()));
    }
  }

  private static boolean isGone(Target known, Routes.Target target, boolean registered) {
    return known.registered.target().equals(target) && !registered;
  }

  private static Optional<Target> knows(Group group, Routes.Target target) {
    return group.known.stream().filter(each -> each.registered.target().equals(target)).findFirst();
  }

  /** Something that it knows of groups may be out of date. */
  void refresh() {
    groups.values().forEach(group -> group.stale = true);
  }

  private Group group(String groupArn, Instant now) {
    Group group = groups.get(groupArn);
    if (group == null) {
      group = new Group();
      groups.put(groupArn, group);
      for (Registered registered : routes.registered(groupArn)) {
        group.known.add(new Target(registered));
      }
    }
    if (group.stale) {
      look(groupArn, group, now);
    }
    return group;
  }

  /**
   * "If there are no healthy targets, the load balancer routes requests to all registered targets"
   * (Target group health, fail open).
   */
  private void look(String groupArn, Group group, Instant now) {
    group.stale = false;
    group.backend = routes.backend(groupArn, loadBalancerArn);
    boolean crossZone = group.backend.map(Backend::crossZone).orElse(false);
    var near = new ArrayList<Target>();
    var healthy = new ArrayList<Target>();
    for (Target target : group.known) {
      routes.health(target.registered.target()).ifPresent(health -> judge(target, health));
      if (crossZone || target.registered.zone().equals(zone)) {
        near.add(target);
        if (target.healthy && !target.foundDead) {
          healthy.add(target);
        }
      }
    }
    group.usable = healthy.isEmpty() ? near : healthy;
    if (!healthy.isEmpty()) {
      withoutHealthySince = null;
    } else if (withoutHealthySince == null) {
      withoutHealthySince = now;
    }
  }

  /** A target that drains unknown to the node stays to it what it was. */
  private static void judge(Target target, Health health) {
    switch (health) {
      case HEALTHY -> target.watched(true);
      case UNHEALTHY, INITIAL -> target.watched(false);
      case DRAINING, UNUSED -> {}
    }
  }
}
