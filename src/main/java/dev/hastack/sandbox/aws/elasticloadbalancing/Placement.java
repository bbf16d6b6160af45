package dev.hastack.sandbox.aws.elasticloadbalancing;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Instances;
import dev.hastack.sandbox.aws.world.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AvailabilityZone;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SubnetMapping;

/**
 * Where a load balancer stands: ELBv2 API reference, CreateLoadBalancer, Subnets and
 * SecurityGroups.
 */
record Placement(Instances instances, Network network) {

  /**
   * The zones of some subnets, in their order.
   *
   * @throws ApiError if a subnet does not exist or a load balancer cannot have these together
   */
  List<AvailabilityZone> zones(
      boolean network, List<String> subnetIds, List<SubnetMapping> mappings) {
    var all = new ArrayList<>(subnetIds);
    mappings.forEach(mapping -> all.add(mapping.subnetId()));
    if (!subnetIds.isEmpty() && !mappings.isEmpty()) {
      throw new ApiError(
          "ValidationError", "Only one of subnets or subnet mappings can be specified");
    }
    if (all.isEmpty()) {
      throw new ApiError("ValidationError", "At least one subnet must be specified");
    }
    var zones = new TreeMap<String, AvailabilityZone>();
    for (String id : all) {
      String zone =
          instances
              .zoneOf(id)
              .orElseThrow(
                  () ->
                      new ApiError("SubnetNotFound", "The subnet ID '" + id + "' does not exist"));
      if (zones.put(zone, AvailabilityZone.builder().zoneName(zone).subnetId(id).build()) != null) {
        throw new ApiError(
            "InvalidConfigurationRequest",
            "A load balancer cannot be attached to multiple subnets in the same Availability Zone");
      }
    }
    if (!network && zones.size() < 2) {
      throw new ApiError(
          "ValidationError",
          "At least two subnets in two different Availability Zones must be specified");
    }
    return List.copyOf(zones.values());
  }

  /** The VPC of zones that were found; null where nobody says. */
  @Nullable String vpc(List<AvailabilityZone> zones) {
    return zones.stream()
        .flatMap(zone -> instances.vpcOf(zone.subnetId()).stream())
        .findFirst()
        .orElse(null);
  }

  /**
   * The security groups of a load balancer. An application load balancer that is given none has the
   * default one of its VPC; a network load balancer has none then.
   *
   * @throws ApiError if one does not exist or is of another VPC
   */
  List<String> securityGroups(boolean network, List<String> asked, @Nullable String vpcId) {
    for (String id : asked) {
      String itsVpc =
          network()
              .vpcOfGroup(id)
              .orElseThrow(
                  () ->
                      new ApiError(
                          "InvalidSecurityGroup",
                          "The security group '" + id + "' does not exist"));
      if (!itsVpc.equals(vpcId)) {
        throw new ApiError(
            "InvalidConfigurationRequest",
            "One or more security groups are invalid: '%s' is not in the VPC '%s'"
                .formatted(id, vpcId));
      }
    }
    return asked.isEmpty() && !network && vpcId != null
        ? List.of(network().defaultGroup(vpcId))
        : asked;
  }

  /** Sees that its interfaces are in its subnets: one in each. */
  void stand(LoadBalancer loadBalancer) {
    network.stand(
        description(loadBalancer),
        loadBalancer.availabilityZones().stream().map(AvailabilityZone::subnetId).toList(),
        loadBalancer.securityGroups());
  }

  /** Its interfaces go, after it. */
  void leave(LoadBalancer loadBalancer) {
    network.stand(description(loadBalancer), List.of(), List.of());
  }

  /** As {@code ELB app/web/50dc6c495c0c9188}. */
  private static String description(LoadBalancer loadBalancer) {
    return "ELB " + Ids.tail(loadBalancer.loadBalancerArn());
  }
}
