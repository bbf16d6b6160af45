package dev.hastack.sandbox.aws;

import dev.hastack.sandbox.report.SandboxException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.CertificateStatus;
import software.amazon.awssdk.services.acm.model.CertificateSummary;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * The account behind an endpoint, as somebody who is not the operator sees and changes it: what an
 * example needs to find there, and the hand that changes things behind the operator's back.
 */
public final class SandboxAccount implements AutoCloseable {
  /** AWS's own name for its current general-purpose image: the same on AWS and in an emulator. */
  private static final String IMAGE_PARAMETER =
      "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";

  private final AwsEndpoint endpoint;
  private final Ec2Client ec2;
  private final SsmClient ssm;
  private final AcmClient acm;
  private final AutoScalingClient autoScaling;
  private final RdsClient rds;

  public SandboxAccount(AwsEndpoint endpoint) {
    this.endpoint = endpoint;
    this.ec2 = endpoint.client(Ec2Client.builder());
    this.acm = endpoint.client(AcmClient.builder());
    this.ssm = endpoint.client(SsmClient.builder());
    this.autoScaling = endpoint.client(AutoScalingClient.builder());
    this.rds = endpoint.client(RdsClient.builder());
  }

  /**
   * What the servers of an example stand on.
   *
   * @param subnetIds subnets of the default VPC, each in another zone, in the order of the zones
   * @param securityGroupId the VPC's default security group
   * @param imageId an image for x86_64
   * @param front what the tiers of an example need; empty where nobody has put it
   */
  public record Ground(
      List<String> subnetIds, String securityGroupId, String imageId, Optional<Front> front) {
    public Ground {
      subnetIds = List.copyOf(subnetIds);
    }
  }

  /**
   * What a load balancer, the servers behind it and their database need.
   *
   * @param loadBalancerGroupId a security group that admits the world on 80 and 443
   * @param serverGroupId one that admits the former on 8000 to 9000
   * @param databaseGroupId one that admits the former on the ports of databases
   * @param certificateArn a certificate that is issued
   */
  public record Front(
      String loadBalancerGroupId,
      String serverGroupId,
      String databaseGroupId,
      String certificateArn) {}

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
      String vpcId = subnets.getFirst().vpcId();
      return new Ground(
          subnets.stream().map(Subnet::subnetId).toList(),
          securityGroup(vpcId, "default").orElseThrow(),
          ssm.getParameter(request -> request.name(IMAGE_PARAMETER)).parameter().value(),
          front(vpcId));
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

  /**
   * Sets the most capacity of a database and nothing else.
   *
   * @param acu in Aurora capacity units
   */
  public void setMaxCapacity(String clusterId, double acu) {
    try {
      rds.modifyDBCluster(
          request ->
              request
                  .dbClusterIdentifier(clusterId)
                  .serverlessV2ScalingConfiguration(capacity -> capacity.maxCapacity(acu)));
    } catch (SdkException failure) {
      throw failed("change the database " + clusterId, failure);
    }
  }

  @Override
  public void close() {
    ec2.close();
    ssm.close();
    acm.close();
    autoScaling.close();
    rds.close();
  }

  private static software.amazon.awssdk.services.autoscaling.model.Filter stackTag(String stack) {
    return software.amazon.awssdk.services.autoscaling.model.Filter.builder()
        .name("tag:hastack.dev/stack")
        .values(stack)
        .build();
  }

  /** Asks for certificates only where the groups are: an emulator may have no ACM. */
  private Optional<Front> front(String vpcId) {
    Optional<String> balancers = securityGroup(vpcId, Furnishing.LOAD_BALANCER_GROUP);
    Optional<String> servers = securityGroup(vpcId, Furnishing.SERVER_GROUP);
    Optional<String> databases = securityGroup(vpcId, Furnishing.DATABASE_GROUP);
    return balancers.isEmpty() || servers.isEmpty() || databases.isEmpty()
        ? Optional.empty()
        : certificate().map(arn -> new Front(balancers.get(), servers.get(), databases.get(), arn));
  }

  private Optional<String> certificate() {
    return acm
        .listCertificatesPaginator(request -> request.certificateStatuses(CertificateStatus.ISSUED))
        .certificateSummaryList()
        .stream()
        .filter(each -> each.domainName().equals(Furnishing.DOMAIN))
        .map(CertificateSummary::certificateArn)
        .findFirst();
  }

  private Optional<String> securityGroup(String vpcId, String name) {
    return ec2
        .describeSecurityGroups(
            request ->
                request.filters(
                    Filter.builder().name("vpc-id").values(vpcId).build(),
                    Filter.builder().name("group-name").values(name).build()))
        .securityGroups()
        .stream()
        .map(SecurityGroup::groupId)
        .findFirst();
  }

  private SandboxException failed(String what, SdkException failure) {
    return new SandboxException(
        "Could not %s at %s: %s".formatted(what, endpoint.uri(), failure.getMessage()), failure);
  }
}
