package dev.hastack.sandbox.aws.ec2;

import static dev.hastack.sandbox.aws.ec2.Region.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.sandbox.aws.world.Chance;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Instance;
import dev.hastack.sandbox.aws.world.LaunchOrder;
import dev.hastack.sandbox.aws.world.SimulatedTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.ArchitectureType;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.LocationType;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ssm.SsmClient;

class GroundTest {
  private final Region region = new Region();
  private final Ec2Client ec2 = region.ec2;

  private static Filter filter(String name, String... values) {
    return Filter.builder().name(name).values(values).build();
  }

  @Test
  void shouldHaveADefaultSubnetInEachZoneWhenAccountIsNew() {
    // When
    List<Subnet> subnets =
        ec2.describeSubnets(request -> request.filters(filter("default-for-az", "true"))).subnets();

    // Then
    assertThat(subnets)
        .extracting(Subnet::availabilityZone)
        .containsExactlyInAnyOrder(
            "us-east-1a", "us-east-1b", "us-east-1c", "us-east-1d", "us-east-1e", "us-east-1f");
    assertThat(subnets).extracting(Subnet::vpcId).containsOnly(defaultVpc());
    assertThat(subnets).extracting(Subnet::availableIpAddressCount).containsOnly(4091);
    assertThat(ec2.describeAvailabilityZones().availabilityZones())
        .extracting(zone -> zone.zoneId())
        .startsWith("use1-az1")
        .hasSize(6);
  }

  private String defaultVpc() {
    return ec2.describeVpcs(request -> request.filters(filter("is-default", "true")))
        .vpcs()
        .getFirst()
        .vpcId();
  }

  @Test
  void shouldHaveThreeZonesAndAmisOfItsOwnWhenInAnotherRegion() {
    // When
    var time = new SimulatedTime(Region.START);
    var ireland =
        new Ec2Region(
            new Foundation(
                time,
                new Chance(1),
                new PlainCall(time, Duration.ZERO),
                Region.ACCOUNT,
                "eu-west-1"));

    // Then
    assertThat(ireland.service().describeAvailabilityZones().availabilityZones())
        .extracting(zone -> zone.zoneId())
        .containsExactly("euw1-az1", "euw1-az2", "euw1-az3");
    assertRefused(
        () -> ireland.service().describeImages(request -> request.imageIds(region.imageId())),
        "InvalidAMIID.NotFound");
  }

  @Test
  void shouldFindTheImageOfAParameterWithItsSnapshot() {
    // When
    var image =
        ec2.describeImages(request -> request.imageIds(region.imageId())).images().getFirst();

    // Then
    assertThat(image.architecture().toString()).isEqualTo("x86_64");
    assertThat(image.rootDeviceName()).isEqualTo("/dev/xvda");
    assertThat(
            ec2.describeSnapshots(
                    request ->
                        request.filters(
                            filter(
                                "snapshot-id",
                                image.blockDeviceMappings().getFirst().ebs().snapshotId())))
                .snapshots())
        .singleElement()
        .satisfies(
            snapshot ->
                assertThat(snapshot.volumeSize())
                    .isEqualTo(image.blockDeviceMappings().getFirst().ebs().volumeSize()));
    assertThat(
            ec2.describeImages(
                    request ->
                        request
                            .owners("amazon")
                            .filters(
                                filter("architecture", "arm64"), filter("root-device-type", "ebs")))
                .images())
        .hasSize(3);
    assertThat(ec2.describeImages(request -> request.owners("self")).images()).isEmpty();
  }

  @Test
  void shouldKeepParametersThatArePut() {
    // Given
    SsmClient ssm = region.region.ssm();
    ssm.putParameter(request -> request.name("/image").value("ami-1").type("String"));

    // Then
    assertRefused(
        () -> ssm.putParameter(request -> request.name("/image").value("ami-2")),
        "ParameterAlreadyExists");
    ssm.putParameter(request -> request.name("/image").value("ami-2").overwrite(true));
    assertThat(ssm.getParameter(request -> request.name("/image")).parameter())
        .satisfies(
            parameter -> {
              assertThat(parameter.value()).isEqualTo("ami-2");
              assertThat(parameter.version()).isEqualTo(2);
            });
    assertRefused(() -> ssm.getParameter(request -> request.name("/nothing")), "ParameterNotFound");
  }

  @Test
  void shouldNameWhatDoesNotExist() {
    assertRefused(
        () -> ec2.describeSubnets(request -> request.subnetIds("subnet-0")),
        "InvalidSubnetID.NotFound");
    assertRefused(
        () -> ec2.describeVpcs(request -> request.vpcIds("vpc-0")), "InvalidVpcID.NotFound");
    assertRefused(
        () -> ec2.describeSecurityGroups(request -> request.groupIds("sg-0")),
        "InvalidGroup.NotFound");
    assertRefused(
        () -> ec2.describeKeyPairs(request -> request.keyNames("nobodys")),
        "InvalidKeyPair.NotFound");
    assertRefused(
        () -> ec2.describeSnapshots(request -> request.snapshotIds("snap-0")),
        "InvalidSnapshot.NotFound");
    assertRefused(
        () -> ec2.describeInstances(request -> request.instanceIds("i-0123456789abcdef0")),
        "InvalidInstanceID.NotFound");
    assertRefused(
        () -> ec2.describeInstances(request -> request.instanceIds("i-x")),
        "InvalidInstanceID.Malformed");
    assertRefused(
        () -> ec2.terminateInstances(request -> request.instanceIds("i-0123456789abcdef0")),
        "InvalidInstanceID.NotFound");
    assertRefused(
        () -> ec2.describeInstanceTypes(request -> request.instanceTypesWithStrings("t99.medium")),
        "InvalidInstanceType");
    assertRefused(
        () -> ec2.describeSubnets(request -> request.filters(filter("colour", "red"))),
        "InvalidParameterValue");
  }

  @Test
  void shouldMakeSubnetsOnlyWhereThereIsRoom() {
    // Given
    String vpcId = ec2.createVpc(request -> request.cidrBlock("10.9.0.0/16")).vpc().vpcId();
    String subnetId = subnet(vpcId, "10.9.1.0/24");

    // Then
    assertRefused(() -> subnet(vpcId, "10.9.1.128/25"), "InvalidSubnet.Conflict");
    assertRefused(() -> subnet(vpcId, "10.8.0.0/24"), "InvalidSubnet.Range");
    assertRefused(() -> subnet("vpc-0", "10.9.2.0/24"), "InvalidVpcID.NotFound");
    assertRefused(() -> ec2.deleteVpc(request -> request.vpcId(vpcId)), "DependencyViolation");
    ec2.deleteSubnet(request -> request.subnetId(subnetId));
    ec2.deleteVpc(request -> request.vpcId(vpcId));
    assertThat(ec2.describeVpcs().vpcs()).hasSize(1);
  }

  private String subnet(String vpcId, String cidr) {
    return ec2.createSubnet(request -> request.vpcId(vpcId).cidrBlock(cidr)).subnet().subnetId();
  }

  @Test
  void shouldNotLetGoOfASubnetWhileAnInstanceIsInIt() {
    // Given
    Instance instance =
        region.launched(region.order(region.template("web"), "t3.medium", "us-east-1a"));
    String subnetId = instance.order().subnetId();

    // Then
    assertRefused(
        () -> ec2.deleteSubnet(request -> request.subnetId(subnetId)), "DependencyViolation");
    assertThat(available(subnetId)).isEqualTo(4090);

    // When
    ec2.terminateInstances(request -> request.instanceIds(instance.id()));
    region.time.advance(Duration.ofMinutes(1));

    // Then
    assertThat(available(subnetId)).isEqualTo(4091);
    ec2.deleteSubnet(request -> request.subnetId(subnetId));
    assertThat(region.instances.zoneOf(subnetId)).isEmpty();
  }

  private int available(String subnetId) {
    return ec2.describeSubnets(request -> request.subnetIds(subnetId))
        .subnets()
        .getFirst()
        .availableIpAddressCount();
  }

  @Test
  void shouldRefuseWhenSubnetIsFull() {
    // Given
    String vpcId = ec2.createVpc(request -> request.cidrBlock("10.9.0.0/16")).vpc().vpcId();
    String subnetId = subnet(vpcId, "10.9.1.0/28");
    String templateId = region.template("web");
    var order =
        new LaunchOrder(templateId, 1, "t3.medium", "us-east-1a", subnetId, false, null, Map.of());

    // When
    for (int number = 0; number < 11; number++) {
      region.launched(order);
    }

    // Then
    assertThat(region.refused(order).code()).isEqualTo("InsufficientFreeAddressesInSubnet");
    assertThat(region.instances.all())
        .extracting(Instance::privateIpAddress)
        .doesNotHaveDuplicates();
  }

  @Test
  void shouldMakeSecurityGroupsAndKeyPairsOnceOnly() {
    // Given
    ec2.createSecurityGroup(request -> request.groupName("others").description("others"));
    ec2.createKeyPair(request -> request.keyName("operations"));

    // Then
    assertRefused(
        () -> ec2.createSecurityGroup(each -> each.groupName("others").description("others")),
        "InvalidGroup.Duplicate");
    assertRefused(
        () -> ec2.createKeyPair(request -> request.keyName("operations")),
        "InvalidKeyPair.Duplicate");
    assertThat(
            ec2.describeSecurityGroups(
                    request ->
                        request.filters(
                            filter("vpc-id", defaultVpc()), filter("group-name", "default")))
                .securityGroups())
        .hasSize(1);
    assertThat(
            ec2.describeKeyPairs(request -> request.filters(filter("key-name", "operations")))
                .keyPairs())
        .hasSize(1);
  }

  @Test
  void shouldDescribeTypesWithTheirArchitecture() {
    assertThat(
            ec2.describeInstanceTypes(
                    request -> request.filters(filter("instance-type", "t3.medium", "t4g.micro")))
                .instanceTypes())
        .satisfiesExactly(
            medium -> {
              assertThat(medium.vCpuInfo().defaultVCpus()).isEqualTo(2);
              assertThat(medium.memoryInfo().sizeInMiB()).isEqualTo(4096);
              assertThat(architectures(medium)).containsExactly(ArchitectureType.X86_64);
            },
            micro -> assertThat(architectures(micro)).containsExactly(ArchitectureType.ARM64));
    assertThat(
            ec2.describeInstanceTypeOfferings(
                    request ->
                        request
                            .locationType(LocationType.AVAILABILITY_ZONE)
                            .filters(filter("instance-type", "t3.medium")))
                .instanceTypeOfferings())
        .extracting(offering -> offering.location())
        .containsExactly("us-east-1a", "us-east-1b", "us-east-1c", "us-east-1d", "us-east-1f");
    assertThat(
            ec2
                .describeInstanceTypesPaginator(request -> request.maxResults(20))
                .instanceTypes()
                .stream()
                .count())
        .isGreaterThan(90);
  }

  private static List<ArchitectureType> architectures(InstanceTypeInfo info) {
    return info.processorInfo().supportedArchitectures();
  }
}
