package dev.hastack.sandbox.aws.autoscaling;

import static dev.hastack.sandbox.aws.autoscaling.Activities.at;

import dev.hastack.sandbox.aws.autoscaling.Phase.Exit;
import dev.hastack.sandbox.aws.autoscaling.capacity.CapacityPlan;
import dev.hastack.sandbox.aws.autoscaling.capacity.CapacityPlan.Departure;
import dev.hastack.sandbox.aws.autoscaling.capacity.CapacityPlan.Launch;
import dev.hastack.sandbox.aws.autoscaling.capacity.CapacityPlan.Why;
import dev.hastack.sandbox.aws.autoscaling.capacity.CapacityPlanner;
import dev.hastack.sandbox.aws.autoscaling.capacity.Rules;
import dev.hastack.sandbox.aws.autoscaling.capacity.Server;
import dev.hastack.sandbox.aws.autoscaling.capacity.Server.Stage;
import dev.hastack.sandbox.aws.world.ApiError;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Plans what a group is to launch and terminate, and does it. The causes are worded as those of
 * DescribeScalingActivities (Auto Scaling user guide, "Verify a scaling activity for an Auto
 * Scaling group"); who goes first is in "Configure termination policies for Amazon EC2 Auto
 * Scaling".
 */
final class Capacity {
  private final Surroundings world;
  private final Launcher launcher;
  private final Exits exits;

  /** Groups that had nothing to do; as long as they stay as they are there is nothing to plan. */
  private final Map<String, Group> atRest = new HashMap<>();

  Capacity(Surroundings world, Launcher launcher, Exits exits) {
    this.world = world;
    this.launcher = launcher;
    this.exits = exits;
  }

  Group advance(Group group) {
    if (group.equals(atRest.get(group.name()))) {
      return group;
    }
    CapacityPlan plan = CapacityPlanner.plan(rules(group), servers(group), world.now());
    if (plan.equals(CapacityPlan.NOTHING)) {
      atRest.put(group.name(), group);
      return group;
    }
    Group changed = group;
    for (Launch launch : plan.launches()) {
      changed =
          launcher.launch(
              changed, launch, launcher.cause(changed, launch, changed.counting().size()));
    }
    for (Departure departure : plan.departures()) {
      changed = depart(changed, changed.member(departure.id()).orElseThrow());
    }
    return changed;
  }

  private Group depart(Group group, Member member) {
    int before = group.counting().size();
    String now = at(world.now());
    String shrinking =
        now
            + " an instance was taken out of service in response to a difference between desired"
            + " and actual capacity, shrinking the capacity from %d to %d.  "
                .formatted(before, before - 1)
            + now
            + " instance "
            + member.id()
            + " was selected for termination.";
    String cause =
        member.marks().replacedFor() == Why.RISK
            ? now
                + " an instance was taken out of service in response to an EC2 instance rebalance"
                + " recommendation."
            : (group.activities().capacityCause() + "  " + shrinking).trim();
    return exits.begin(group, member, Exit.TERMINATION, cause);
  }

  private Rules rules(Group group) {
    return new Rules(
        group.desired(),
        group.settings().availabilityZones(),
        new Purchase(group, world.instances()).share(),
        group.settings().terminationPolicies(),
        group.suspended(),
        Boolean.TRUE.equals(group.settings().capacityRebalance()));
  }

  private List<Server> servers(Group group) {
    var purchase = new Purchase(group, world.instances());
    boolean ranked = group.settings().terminationPolicies().contains("AllocationStrategy");
    Set<String> templates = purchase.templateIds();
    return group.counting().stream()
        .map(member -> server(member, templates, ranked ? rank(purchase, member) : 0))
        .toList();
  }

  private static int rank(Purchase purchase, Member member) {
    try {
      return purchase.rank(member);
    } catch (ApiError noTemplate) {
      return 0;
    }
  }

  private static Server server(Member member, Set<String> templates, int rank) {
    var order = member.origin().order();
    Stage stage;
    if (member.isPending()) {
      stage = Stage.PENDING;
    } else {
      stage = member.marks().replacedFor() == null ? Stage.IN_SERVICE : Stage.LEAVING;
    }
    return new Server(
        member.id(),
        new Server.Slot(order.zone(), order.spot()),
        stage,
        member.marks().guarded(),
        member.marks().atRisk(),
        new Server.Source(
            order.instanceType(),
            rank,
            templates.contains(order.templateId()),
            order.templateVersion(),
            member.origin().launchedAt()));
  }
}
