package dev.hastack.sandbox.aws.elasticloadbalancing;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Instances;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AvailabilityZone;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SubnetMapping;

/** Which zones a load balancer stands in: ELBv2 API reference, CreateLoadBalancer, Subnets. */
record Subnets(Instances instances) {

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
}
