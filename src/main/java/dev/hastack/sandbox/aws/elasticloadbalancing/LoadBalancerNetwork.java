package dev.hastack.sandbox.aws.elasticloadbalancing;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.CurrentCall;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetIpAddressTypeRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetIpAddressTypeResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSecurityGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSecurityGroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSubnetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSubnetsResponse;

/**
 * Where a load balancer stands and who may reach it: SetSubnets, SetSecurityGroups and the like.
 */
final class LoadBalancerNetwork {
  private final Tables tables;
  private final Registrations registrations;
  private final Placement placement;
  private final CurrentCall call;

  LoadBalancerNetwork(
      Tables tables, Registrations registrations, Placement placement, CurrentCall call) {
    this.tables = tables;
    this.registrations = registrations;
    this.placement = placement;
    this.call = call;
  }

  SetSubnetsResponse setSubnets(SetSubnetsRequest request) {
    LoadBalancerRow row = named(request.loadBalancerArn());
    LoadBalancer.Builder changed =
        row.settings().toBuilder()
            .availabilityZones(
                placement.zones(row.network(), request.subnets(), request.subnetMappings()));
    if (request.ipAddressTypeAsString() != null) {
      changed.ipAddressType(request.ipAddressTypeAsString());
    }
    LoadBalancer settings = put(row, changed);
    registrations.usageChanged();
    return SetSubnetsResponse.builder()
        .availabilityZones(settings.availabilityZones())
        .ipAddressType(settings.ipAddressTypeAsString())
        .build();
  }

  /** "You can't perform this operation on a Network Load Balancer unless it was created with". */
  SetSecurityGroupsResponse setSecurityGroups(SetSecurityGroupsRequest request) {
    LoadBalancerRow row = named(request.loadBalancerArn());
    if (row.network() && row.settings().securityGroups().isEmpty()) {
      throw new ApiError(
          "InvalidConfigurationRequest",
          "Security groups cannot be set on a load balancer that was created without any");
    }
    if (request.securityGroups().isEmpty()) {
      throw new ApiError("ValidationError", "At least one security group must be specified");
    }
    List<String> groups =
        placement.securityGroups(row.network(), request.securityGroups(), row.settings().vpcId());
    LoadBalancer settings = put(row, row.settings().toBuilder().securityGroups(groups));
    return SetSecurityGroupsResponse.builder().securityGroupIds(settings.securityGroups()).build();
  }

  SetIpAddressTypeResponse setIpAddressType(SetIpAddressTypeRequest request) {
    LoadBalancerRow row = named(request.loadBalancerArn());
    LoadBalancer settings =
        put(row, row.settings().toBuilder().ipAddressType(request.ipAddressTypeAsString()));
    return SetIpAddressTypeResponse.builder()
        .ipAddressType(settings.ipAddressTypeAsString())
        .build();
  }

  private LoadBalancerRow named(String arn) {
    call.concerns(arn);
    return tables.loadBalancer(arn);
  }

  private LoadBalancer put(LoadBalancerRow row, LoadBalancer.Builder changed) {
    LoadBalancer settings = changed.build();
    tables.loadBalancers().put(row.arn(), row.with(settings));
    placement.stand(settings);
    return settings;
  }
}
