package dev.hastack.sandbox.aws.ec2;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Foundation;
import software.amazon.awssdk.services.ec2.model.CreateVpcRequest;
import software.amazon.awssdk.services.ec2.model.CreateVpcResponse;
import software.amazon.awssdk.services.ec2.model.DeleteVpcRequest;
import software.amazon.awssdk.services.ec2.model.DeleteVpcResponse;

/** What instances stand on, as a fresh account has it. */
final class Ground {
  final Ids ids;
  final Tags tags;
  final Zones zones;
  final InstanceTypes types;
  final Vpcs vpcs;
  final Subnets subnets;
  final SecurityGroups securityGroups;
  final NetworkInterfaces networkInterfaces;
  final Images images;
  final KeyPairs keyPairs;
  final InstanceProfiles profiles;

  private final Foundation foundation;

  Ground(Foundation foundation) {
    this.foundation = foundation;
    this.ids = new Ids(foundation);
    this.tags = new Tags(foundation);
    this.zones = new Zones(foundation);
    this.types = new InstanceTypes(foundation, zones);
    this.vpcs = new Vpcs(foundation, ids, tags);
    this.subnets = new Subnets(foundation, ids, vpcs, zones, tags);
    this.securityGroups = new SecurityGroups(foundation, ids, vpcs, tags);
    this.networkInterfaces = new NetworkInterfaces(foundation, ids, subnets, securityGroups);
    this.images = new Images(foundation);
    this.keyPairs = new KeyPairs(foundation, ids, tags);
    this.profiles = new InstanceProfiles(foundation);
  }

  /** A VPC comes with its default security group. */
  CreateVpcResponse createVpc(CreateVpcRequest request) {
    CreateVpcResponse created = vpcs.create(request);
    securityGroups.addDefault(created.vpc().vpcId());
    return created;
  }

  DeleteVpcResponse deleteVpc(DeleteVpcRequest request) {
    String vpcId = vpcs.named(request.vpcId()).vpcId();
    foundation.call().concerns(vpcId);
    boolean hasOwnGroups =
        securityGroups.of(vpcId).stream()
            .anyMatch(group -> !group.groupName().equals(SecurityGroups.DEFAULT));
    if (hasOwnGroups || !subnets.of(vpcId).isEmpty()) {
      throw new ApiError(
          "DependencyViolation",
          "The vpc '%s' has dependencies and cannot be deleted.".formatted(vpcId));
    }
    securityGroups.remove(securityGroups.defaultOf(vpcId));
    vpcs.remove(vpcId);
    return DeleteVpcResponse.builder().build();
  }
}
