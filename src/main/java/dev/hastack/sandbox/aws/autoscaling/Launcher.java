package dev.hastack.sandbox.aws.autoscaling;

import static dev.hastack.sandbox.aws.autoscaling.Activities.at;

import dev.hastack.sandbox.aws.autoscaling.Member.Marks;
import dev.hastack.sandbox.aws.autoscaling.Member.Origin;
import dev.hastack.sandbox.aws.autoscaling.capacity.CapacityPlan.Launch;
import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Instance;
import dev.hastack.sandbox.aws.world.Instances.TemplateVersion;
import dev.hastack.sandbox.aws.world.LaunchOrder;
import dev.hastack.sandbox.aws.world.LaunchResult;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.autoscaling.model.ScalingActivityStatusCode;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;

/**
 * Launches, and records what came of it. A pool without capacity makes it try the next one, a zone
 * without capacity the next zone, never the other purchase option (user guide, "Allocation
 * strategies for multiple instance types" and "Troubleshoot launch issues").
 */
final class Launcher {
  private static final Set<String> OF_THE_POOL =
      Set.of(
          "InsufficientInstanceCapacity",
          "UnfulfillableCapacity",
          "SpotMaxPriceTooLow",
          "Unsupported",
          "InsufficientFreeAddressesInSubnet");
  private static final String FAILED = " Launching EC2 instance failed.";

  private final Surroundings world;
  private final Backoff backoff;

  Launcher(Surroundings world, Backoff backoff) {
    this.world = world;
    this.backoff = backoff;
  }

  /** The group as it is after it has tried. */
  Group launch(Group group, Launch launch, String cause) {
    Group tried = group;
    for (String zone : launch.zones()) {
      if (backoff.blocks(group.name(), zone, launch.spot(), world.now())) {
        continue;
      }
      String subnet = subnet(tried, zone);
      LaunchResult result = launchIn(tried, zone, subnet, launch.spot());
      switch (result) {
        case LaunchResult.Launched launched -> {
          backoff.succeeded(group.name(), zone, launch.spot());
          return joined(tried, launched.instance(), launch, cause);
        }
        case LaunchResult.Refused refused -> {
          backoff.failed(group.name(), zone, launch.spot(), world.now());
          tried = failed(tried, refused, launch.spot(), new Activities.Place(subnet, zone), cause);
        }
      }
    }
    return tried;
  }

  private LaunchResult launchIn(Group group, String zone, String subnet, boolean spot) {
    var purchase = new Purchase(group, world.instances());
    LaunchResult last = new LaunchResult.Refused("InvalidLaunchTemplate", "Nothing to launch.");
    try {
      for (Purchase.Choice choice : purchase.choices(zone, spot)) {
        TemplateVersion version = purchase.resolve(choice.template());
        last =
            world
                .instances()
                .launch(
                    new LaunchOrder(
                        version.templateId(),
                        version.number(),
                        choice.instanceType(),
                        zone,
                        subnet,
                        spot,
                        spot ? purchase.spotMaxPrice() : null,
                        tags(group)));
        if (!(last instanceof LaunchResult.Refused refused)
            || !OF_THE_POOL.contains(refused.code())) {
          return last;
        }
      }
      return last;
    } catch (ApiError noTemplate) {
      return new LaunchResult.Refused(noTemplate.code(), String.valueOf(noTemplate.getMessage()));
    }
  }

  /** Of the subnets of a zone the one with the fewest instances. */
  private String subnet(Group group, String zone) {
    return subnets(group).stream()
        .filter(subnet -> world.instances().zoneOf(subnet).filter(zone::equals).isPresent())
        .min(Comparator.comparing(subnet -> inSubnet(group, subnet)))
        .orElseThrow();
  }

  static List<String> subnets(Group group) {
    return Arrays.stream(group.settings().vpcZoneIdentifier().split(",", -1))
        .map(String::trim)
        .toList();
  }

  private static long inSubnet(Group group, String subnet) {
    return group.counting().stream()
        .filter(member -> member.origin().order().subnetId().equals(subnet))
        .count();
  }

  /** Group tags reach instances where they are to be propagated, and AWS adds the group's name. */
  private static Map<String, String> tags(Group group) {
    var tags = new TreeMap<String, String>();
    group.settings().tags().stream()
        .filter(TagDescription::propagateAtLaunch)
        .forEach(tag -> tags.put(tag.key(), tag.value()));
    tags.put("aws:autoscaling:groupName", group.name());
    return tags;
  }

  private Group joined(Group group, Instance instance, Launch launch, String cause) {
    LaunchOrder order = instance.order();
    var place = new Activities.Place(order.subnetId(), order.zone());
    Activities activities =
        group.activities().begin(Entrances.launching(instance.id()), cause, place, world.now());
    TemplateVersion version =
        world.instances().template(order.templateId(), Long.toString(order.templateVersion()));
    boolean guarded = Boolean.TRUE.equals(group.settings().newInstancesProtectedFromScaleIn());
    var member =
        new Member(
            instance.id(),
            new Origin(
                order,
                version.templateName(),
                instance.imageId(),
                weight(group, order.instanceType()),
                instance.launchedAt()),
            new Phase.Starting(),
            new Marks(null, guarded, false, null),
            new TreeSet<>(),
            activities.newest().activityId());
    Group joined = group.with(activities).with(member);
    return launch
        .replaced()
        .flatMap(joined::member)
        .map(old -> joined.with(old.marked(old.marks().replaced(launch.why()))))
        .orElse(joined);
  }

  private static @Nullable String weight(Group group, String type) {
    var policy = group.settings().mixedInstancesPolicy();
    return policy == null
        ? null
        : policy.launchTemplate().overrides().stream()
            .filter(override -> type.equals(override.instanceType()))
            .map(override -> override.weightedCapacity())
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
  }

  private Group failed(
      Group group,
      LaunchResult.Refused refused,
      boolean spot,
      Activities.Place place,
      String cause) {
    String message =
        group.settings().mixedInstancesPolicy() == null
            ? refused.message() + FAILED
            : "Could not launch %s Instances. %s - %s%s"
                .formatted(spot ? "Spot" : "On-Demand", refused.code(), refused.message(), FAILED);
    Activities begun =
        group
            .activities()
            .begin(
                "Launching a new EC2 instance.  Status Reason: " + message,
                cause,
                place,
                world.now());
    return group.with(
        begun.end(
            begun.newest().activityId(), ScalingActivityStatusCode.FAILED, message, world.now()));
  }

  /** Why a group launches, in the words of an activity. */
  String cause(Group group, Launch launch, int before) {
    String now = at(world.now());
    String started =
        now
            + " an instance was started in response to a difference between desired and actual"
            + " capacity, increasing the capacity from %d to %d.".formatted(before, before + 1);
    return switch (launch.why()) {
      case CAPACITY -> {
        boolean replacing =
            group.all().stream().anyMatch(member -> !member.isHealthy() && !member.counts());
        yield replacing
            ? now
                + " an instance was launched in response to an unhealthy instance needing to be"
                + " replaced."
            : (group.activities().capacityCause() + "  " + started).trim();
      }
      case ZONE_BALANCE ->
          now + " an instance was launched to aid in balancing the group's zones.  " + started;
      case SHARE ->
          now + " an instance was launched to match the purchase options of the group.  " + started;
      case RISK ->
          now
              + " an instance was launched in response to an EC2 instance rebalance"
              + " recommendation.";
    };
  }
}
