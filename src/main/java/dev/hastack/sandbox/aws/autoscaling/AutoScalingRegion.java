package dev.hastack.sandbox.aws.autoscaling;

import dev.hastack.sandbox.aws.world.Events;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Instances;
import dev.hastack.sandbox.aws.world.Queues;
import dev.hastack.sandbox.aws.world.Targets;
import java.util.Set;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;

/**
 * EC2 Auto Scaling of one region of one account. Its groups act by themselves as time moves.
 *
 * <p>Not modelled: launch configurations, Classic Load Balancers, traffic sources other than target
 * groups, warm pools, instance refreshes, instance maintenance policies and lifecycle policies
 * (they are kept), policies that act (they are kept), recurring scheduled actions (they are kept),
 * weights (they are kept), types chosen by requirements (they are kept), zonal shifts, and
 * notifications.
 */
public final class AutoScalingRegion {
  private static final Set<String> PROTECTIONS =
      Set.of("none", "prevent-force-deletion", "prevent-all-deletion");

  private final Foundation foundation;
  private final AutoScalingOptions options;
  private final Groups groups;
  private final AutoScalingClient service;

  /** A region that does what AWS does not document as its seed says. */
  public AutoScalingRegion(Foundation foundation, Instances instances, Targets targets) {
    this(foundation, instances, targets, AutoScalingOptions.drawn(foundation.chance()));
  }

  public AutoScalingRegion(
      Foundation foundation, Instances instances, Targets targets, AutoScalingOptions options) {
    var world = new Surroundings(foundation, instances, targets, options);
    this.foundation = foundation;
    this.options = options;
    this.groups = new Groups(foundation);
    var backoff = new Backoff();
    var exits = new Exits(world);
    var entrances = new Entrances(world, exits, backoff);
    var steps = new Steps(world, entrances, exits, new Launcher(world, backoff));
    new Ticker(world, groups, steps).start();
    this.service = new AutoScalingService(new Calls(world, groups, backoff, exits, entrances));
  }

  /** From now on what groups do is announced there, and hooks with a queue of their own tell it. */
  public void announceTo(Events events, Queues queues) {
    groups.onWrite(new GroupNews(foundation, events, queues)::changed);
  }

  /** What it does where AWS does not say. */
  public AutoScalingOptions options() {
    return options;
  }

  /** What answers calls. */
  public AutoScalingClient service() {
    return service;
  }

  /**
   * Sets the deletion protection of a group (user guide, "Configure deletion protection"). On the
   * wire it can be neither set nor read: the model of this SDK's version lacks the member.
   *
   * @param protection {@code none}, {@code prevent-force-deletion} or {@code prevent-all-deletion}
   */
  public void protect(String groupName, String protection) {
    if (!PROTECTIONS.contains(protection)) {
      throw new IllegalArgumentException("No deletion protection: " + protection);
    }
    groups.protect(groupName, protection);
  }

  /** The deletion protection of a group. */
  public String deletionProtection(String groupName) {
    return groups.deletionProtection(groupName);
  }
}
