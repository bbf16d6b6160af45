package dev.hastack.sandbox.aws;

import dev.hastack.sandbox.report.SandboxException;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * The account behind an endpoint, as somebody who is not the operator sees and changes it: what an
 * example needs to find there, and the hand that changes a group behind the operator's back.
 */
public final class SandboxAccount implements AutoCloseable {
  /** AWS's own name for its current general-purpose image: the same on AWS and in an emulator. */
  private static final String IMAGE_PARAMETER =
      "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";

  private final AwsEndpoint endpoint;
  private final Ec2Client ec2;
  private final SsmClient ssm;
  private final AutoScalingClient autoScaling;

  public SandboxAccount(AwsEndpoint endpoint) {
    this.endpoint = endpoint;
    this.ec2 = endpoint.client(Ec2Client.builder());
    this.ssm = endpoint.client(SsmClient.builder());
    this.autoScaling = endpoint.client(AutoScalingClient.builder());
  }

  /**
   * What the servers of an example stand on.
   *
   * @param subnetIds subnets of the default VPC, each in another zone, in the order of the zones
   * @param securityGroupId the VPC's default security group
   * @param imageId an image for x86_64
   */
  public record Ground(List<String> subnetIds, String securityGroupId, String imageId) {
    public Ground {
      subnetIds = List.copyOf(subnetIds);
    }
  }

  /**
   * Finds the ground in the default VPC.
   *
   * @throws SandboxException if the endpoint has no default VPC or does not answer
   */
  public Ground ground() {
    try {
      List<Subnet> subnets =
          ec2
              .describeSubnetsPaginator(
                  request ->
                      request.filters(
                          Filter.builder().name("default-for-az").values("true").build()))
              .subnets()
              .stream()
              .sorted(Comparator.comparing(Subnet::availabilityZone))
              .toList();
      if (subnets.isEmpty()) {
        throw new SandboxException(
            "%s has no default VPC in %s: create one, the example needs its subnets."
                .formatted(endpoint.uri(), AwsEndpoint.REGION));
      }
      return new Ground(
          subnets.stream().map(Subnet::subnetId).toList(),
          defaultSecurityGroup(subnets.getFirst().vpcId()).groupId(),
          ssm.getParameter(request -> request.name(IMAGE_PARAMETER)).parameter().value());
    } catch (SdkException failure) {
      throw failed("look around", failure);
    }
  }

  /**
   * The Auto Scaling group of a stack, found by the operator's own tag.
   *
   * @param stack namespace and name, as {@code default/web}
   */
  public AutoScalingGroup group(String stack) {
    try {
      return autoScaling
          .describeAutoScalingGroupsPaginator(request -> request.filters(List.of(stackTag(stack))))
          .autoScalingGroups()
          .stream()
          .findFirst()
          .orElseThrow(
              () -> new SandboxException("There is no Auto Scaling group of the stack " + stack));
    } catch (SdkException failure) {
      throw failed("read the group of " + stack, failure);
    }
  }

  /**
   * Sets the maximum of a group and nothing else.
   *
   * @return the group as it is now
   */
  public AutoScalingGroup setMaxSize(AutoScalingGroup group, int maxSize) {
    try {
      autoScaling.updateAutoScalingGroup(
          request -> request.autoScalingGroupName(group.autoScalingGroupName()).maxSize(maxSize));
      return group.toBuilder().maxSize(maxSize).build();
    } catch (SdkException failure) {
      throw failed("change the group " + group.autoScalingGroupName(), failure);
    }
  }

  @Override
  public void close() {
    ec2.close();
    ssm.close();
    autoScaling.close();
  }

  private static software.amazon.awssdk.services.autoscaling.model.Filter stackTag(String stack) {
    return software.amazon.awssdk.services.autoscaling.model.Filter.builder()
        .name("tag:hastack.dev/stack")
        .values(stack)
        .build();
  }

  private SecurityGroup defaultSecurityGroup(String vpcId) {
    return ec2.describeSecurityGroups(
            request ->
                request.filters(
                    Filter.builder().name("vpc-id").values(vpcId).build(),
                    Filter.builder().name("group-name").values("default").build()))
        .securityGroups()
        .getFirst();
  }

  private SandboxException failed(String what, SdkException failure) {
    return new SandboxException(
        "Could not %s at %s: %s".formatted(what, endpoint.uri(), failure.getMessage()), failure);
  }
}
