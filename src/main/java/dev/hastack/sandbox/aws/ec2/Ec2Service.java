package dev.hastack.sandbox.aws.ec2;

import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressResponse;
import software.amazon.awssdk.services.ec2.model.CreateKeyPairRequest;
import software.amazon.awssdk.services.ec2.model.CreateKeyPairResponse;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateRequest;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateResponse;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateVersionRequest;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateVersionResponse;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupResponse;
import software.amazon.awssdk.services.ec2.model.CreateSubnetRequest;
import software.amazon.awssdk.services.ec2.model.CreateSubnetResponse;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.CreateTagsResponse;
import software.amazon.awssdk.services.ec2.model.CreateVpcRequest;
import software.amazon.awssdk.services.ec2.model.CreateVpcResponse;
import software.amazon.awssdk.services.ec2.model.DeleteKeyPairRequest;
import software.amazon.awssdk.services.ec2.model.DeleteKeyPairResponse;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateRequest;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateResponse;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateVersionsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateVersionsResponse;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupResponse;
import software.amazon.awssdk.services.ec2.model.DeleteSubnetRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSubnetResponse;
import software.amazon.awssdk.services.ec2.model.DeleteTagsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteTagsResponse;
import software.amazon.awssdk.services.ec2.model.DeleteVpcRequest;
import software.amazon.awssdk.services.ec2.model.DeleteVpcResponse;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceStatusRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceStatusResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypeOfferingsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypeOfferingsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeKeyPairsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeKeyPairsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplateVersionsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplateVersionsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplatesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplatesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSpotInstanceRequestsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSpotInstanceRequestsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSpotPriceHistoryRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSpotPriceHistoryResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsResponse;
import software.amazon.awssdk.services.ec2.model.ModifyLaunchTemplateRequest;
import software.amazon.awssdk.services.ec2.model.ModifyLaunchTemplateResponse;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupIngressResponse;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesResponse;

/** EC2's operations as far as they are modelled: each is somebody else's, named here only. */
final class Ec2Service implements Ec2Client {
  private final Ground ground;
  private final TypeReads typeReads;
  private final TemplateWrites templateWrites;
  private final TemplateReads templateReads;
  private final TagOperations tags;
  private final InstanceReads instanceReads;
  private final InstanceWrites instanceWrites;
  private final SecurityGroupWrites securityGroupWrites;
  private final StatusReads statusReads;
  private final PriceReads priceReads;

  Ec2Service(Ec2Parts parts) {
    this.ground = parts.ground();
    this.typeReads = new TypeReads(parts.foundation(), ground.types, ground.zones);
    this.templateWrites =
        new TemplateWrites(parts.foundation(), ground.ids, parts.templates(), ground.tags);
    this.templateReads = new TemplateReads(parts.foundation(), parts.templates(), ground.tags);
    this.tags = new TagOperations(parts.foundation(), ground, parts.templates(), parts.servers());
    this.instanceReads = new InstanceReads(parts.foundation(), parts.servers(), ground.tags);
    this.instanceWrites = new InstanceWrites(parts.foundation(), parts.servers(), parts.fleet());
    this.securityGroupWrites = new SecurityGroupWrites(parts.foundation(), ground, parts.servers());
    this.statusReads = new StatusReads(parts.foundation(), parts.servers());
    this.priceReads = new PriceReads(parts.foundation(), ground.types, parts.pools());
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {
    // Nothing is open.
  }

  @Override
  public AuthorizeSecurityGroupIngressResponse authorizeSecurityGroupIngress(
      AuthorizeSecurityGroupIngressRequest request) {
    return securityGroupWrites.authorize(request);
  }

  @Override
  public CreateKeyPairResponse createKeyPair(CreateKeyPairRequest request) {
    return ground.keyPairs.create(request);
  }

  @Override
  public CreateLaunchTemplateResponse createLaunchTemplate(CreateLaunchTemplateRequest request) {
    return templateWrites.create(request);
  }

  @Override
  public CreateLaunchTemplateVersionResponse createLaunchTemplateVersion(
      CreateLaunchTemplateVersionRequest request) {
    return templateWrites.createVersion(request);
  }

  @Override
  public CreateSecurityGroupResponse createSecurityGroup(CreateSecurityGroupRequest request) {
    return ground.securityGroups.create(request);
  }

  @Override
  public CreateSubnetResponse createSubnet(CreateSubnetRequest request) {
    return ground.subnets.create(request);
  }

  @Override
  public CreateTagsResponse createTags(CreateTagsRequest request) {
    return tags.create(request);
  }

  @Override
  public CreateVpcResponse createVpc(CreateVpcRequest request) {
    return ground.createVpc(request);
  }

  @Override
  public DeleteKeyPairResponse deleteKeyPair(DeleteKeyPairRequest request) {
    return ground.keyPairs.delete(request);
  }

  @Override
  public DeleteLaunchTemplateResponse deleteLaunchTemplate(DeleteLaunchTemplateRequest request) {
    return templateWrites.delete(request);
  }

  @Override
  public DeleteLaunchTemplateVersionsResponse deleteLaunchTemplateVersions(
      DeleteLaunchTemplateVersionsRequest request) {
    return templateWrites.deleteVersions(request);
  }

  @Override
  public DeleteSecurityGroupResponse deleteSecurityGroup(DeleteSecurityGroupRequest request) {
    return securityGroupWrites.delete(request);
  }

  @Override
  public DeleteSubnetResponse deleteSubnet(DeleteSubnetRequest request) {
    return ground.subnets.delete(request);
  }

  @Override
  public DeleteTagsResponse deleteTags(DeleteTagsRequest request) {
    return tags.delete(request);
  }

  @Override
  public DeleteVpcResponse deleteVpc(DeleteVpcRequest request) {
    return ground.deleteVpc(request);
  }

  @Override
  public DescribeAvailabilityZonesResponse describeAvailabilityZones(
      DescribeAvailabilityZonesRequest request) {
    return ground.zones.describe(request);
  }

  @Override
  public DescribeImagesResponse describeImages(DescribeImagesRequest request) {
    return ground.images.describe(request);
  }

  @Override
  public DescribeInstanceStatusResponse describeInstanceStatus(
      DescribeInstanceStatusRequest request) {
    return statusReads.statuses(request);
  }

  @Override
  public DescribeInstanceTypeOfferingsResponse describeInstanceTypeOfferings(
      DescribeInstanceTypeOfferingsRequest request) {
    return typeReads.offerings(request);
  }

  @Override
  public DescribeInstanceTypesResponse describeInstanceTypes(DescribeInstanceTypesRequest request) {
    return typeReads.types(request);
  }

  @Override
  public DescribeInstancesResponse describeInstances(DescribeInstancesRequest request) {
    return instanceReads.describe(request);
  }

  @Override
  public DescribeKeyPairsResponse describeKeyPairs(DescribeKeyPairsRequest request) {
    return ground.keyPairs.describe(request);
  }

  @Override
  public DescribeLaunchTemplateVersionsResponse describeLaunchTemplateVersions(
      DescribeLaunchTemplateVersionsRequest request) {
    return templateReads.versions(request);
  }

  @Override
  public DescribeLaunchTemplatesResponse describeLaunchTemplates(
      DescribeLaunchTemplatesRequest request) {
    return templateReads.describe(request);
  }

  @Override
  public DescribeNetworkInterfacesResponse describeNetworkInterfaces(
      DescribeNetworkInterfacesRequest request) {
    return ground.networkInterfaces.describe(request);
  }

  @Override
  public DescribeSecurityGroupsResponse describeSecurityGroups(
      DescribeSecurityGroupsRequest request) {
    return ground.securityGroups.describe(request);
  }

  @Override
  public DescribeSnapshotsResponse describeSnapshots(DescribeSnapshotsRequest request) {
    return ground.images.describe(request);
  }

  @Override
  public DescribeSpotInstanceRequestsResponse describeSpotInstanceRequests(
      DescribeSpotInstanceRequestsRequest request) {
    return statusReads.requests(request);
  }

  @Override
  public DescribeSpotPriceHistoryResponse describeSpotPriceHistory(
      DescribeSpotPriceHistoryRequest request) {
    return priceReads.history(request);
  }

  @Override
  public DescribeSubnetsResponse describeSubnets(DescribeSubnetsRequest request) {
    return ground.subnets.describe(request);
  }

  @Override
  public DescribeTagsResponse describeTags(DescribeTagsRequest request) {
    return tags.describe(request);
  }

  @Override
  public DescribeVolumesResponse describeVolumes(DescribeVolumesRequest request) {
    return instanceReads.describe(request);
  }

  @Override
  public DescribeVpcsResponse describeVpcs(DescribeVpcsRequest request) {
    return ground.vpcs.describe(request);
  }

  @Override
  public ModifyLaunchTemplateResponse modifyLaunchTemplate(ModifyLaunchTemplateRequest request) {
    return templateWrites.modify(request);
  }

  @Override
  public RevokeSecurityGroupIngressResponse revokeSecurityGroupIngress(
      RevokeSecurityGroupIngressRequest request) {
    return securityGroupWrites.revoke(request);
  }

  @Override
  public TerminateInstancesResponse terminateInstances(TerminateInstancesRequest request) {
    return instanceWrites.terminate(request);
  }
}
