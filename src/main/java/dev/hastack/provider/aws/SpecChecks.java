package dev.hastack.provider.aws;

import static dev.hastack.provider.aws.rights.Grant.CORE_READS;
import static dev.hastack.provider.aws.rights.Grant.FLEET_READS;

import dev.hastack.api.v1alpha1.AwsSpec;
import dev.hastack.api.v1alpha1.FleetSpec;
import dev.hastack.api.v1alpha1.NetworkSpec;
import dev.hastack.api.v1alpha1.PurchaseSpec;
import dev.hastack.api.v1alpha1.SpotSpec;
import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.provider.aws.rights.AwsRight;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.ArchitectureType;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.EbsBlockDevice;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.KeyPairInfo;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.Subnet;

/**
 * Holds what a spec names against what the account has. Everything is asked for by filter, which
 * tells what is missing instead of failing at the first.
 */
final class SpecChecks {
  static final List<AwsRight> RIGHTS =
      List.of(
          CORE_READS.toCall(
              "ec2:DescribeSubnets", "The subnets of a spec tell the VPC and the zones."),
          CORE_READS.toCall(
              "ec2:DescribeSecurityGroups",
              "Groups missing or of another VPC are said before anything is made."),
          FLEET_READS.toCall(
              "ec2:DescribeKeyPairs", "A missing key pair is said before anything is made."),
          FLEET_READS.toCall(
              "ec2:DescribeSnapshots", "A root volume too small for its image is said in advance."),
          FLEET_READS.toCall(
              "ec2:DescribeInstanceTypes",
              "Types that the image cannot run on are said in advance."));

  /** EC2 user guide, user data: before encoding. */
  private static final int USER_DATA_BYTES = 16_384;

  private final RegionClients clients;

  SpecChecks(RegionClients clients) {
    this.clients = clients;
  }

  static void userData(@Nullable String userData) {
    if (userData == null) {
      return;
    }
    userDataSize("spec.aws.fleet.userData", userData.getBytes(StandardCharsets.UTF_8).length);
  }

  /**
   * @param what has that many bytes, in words
   */
  static void userDataSize(String what, int bytes) {
    if (bytes > USER_DATA_BYTES) {
      throw invalid(
          "UserDataTooLarge",
          ("%s has %d bytes, AWS takes at most %d; make it shorter, for example by fetching the"
                  + " rest from S3")
              .formatted(what, bytes, USER_DATA_BYTES));
    }
  }

  List<Subnet> subnets(NetworkSpec network) {
    return subnets("spec.aws.network.subnetIds", network.subnetIds(), network.allowSingleZone());
  }

  /**
   * Subnets that are there, of one VPC and of two zones at least.
   *
   * @param field that names them
   */
  List<Subnet> subnets(String field, List<String> ids, boolean allowSingleZone) {
    List<Subnet> subnets =
        clients
            .ec2()
            .describeSubnetsPaginator(request -> request.filters(filter("subnet-id", ids)))
            .subnets()
            .stream()
            .toList();
    missing(ids, subnets, Subnet::subnetId)
        .ifPresent(
            absent -> {
              throw notFound(
                  "SubnetNotFound",
                  "%s names %s, which this account does not have in this region; correct the id"
                      .formatted(field, absent));
            });
    Map<String, String> byVpc =
        subnets.stream()
            .collect(
                Collectors.groupingBy(
                    Subnet::vpcId,
                    TreeMap::new,
                    Collectors.mapping(Subnet::subnetId, Collectors.joining(", "))));
    if (byVpc.size() > 1) {
      throw invalid(
          "SubnetsOfSeveralVpcs",
          "%s names subnets of %d VPCs, and all must be of one: %s"
              .formatted(
                  field,
                  byVpc.size(),
                  byVpc.entrySet().stream()
                      .map(vpc -> vpc.getValue() + " of " + vpc.getKey())
                      .collect(Collectors.joining("; "))));
    }
    var zones = new TreeSet<String>();
    subnets.forEach(subnet -> zones.add(subnet.availabilityZone()));
    if (zones.size() < 2 && !allowSingleZone) {
      throw invalid(
          "SingleZone",
          ("%s all lie in %s; add a subnet of another zone or set"
                  + " spec.aws.network.allowSingleZone: true")
              .formatted(field, zones.first()));
    }
    return subnets;
  }

  /**
   * Security groups that are there, of the servers' VPC.
   *
   * @param field that names them
   * @param wanted null where nothing is said of them
   */
  List<SecurityGroup> securityGroups(String field, @Nullable List<String> wanted, String vpcId) {
    if (wanted == null) {
      return List.of();
    }
    List<SecurityGroup> groups =
        clients
            .ec2()
            .describeSecurityGroupsPaginator(request -> request.filters(filter("group-id", wanted)))
            .securityGroups()
            .stream()
            .toList();
    missing(wanted, groups, SecurityGroup::groupId)
        .ifPresent(
            absent -> {
              throw notFound(
                  "SecurityGroupNotFound",
                  "%s names %s, which this account does not have in this region; correct the id"
                      .formatted(field, absent));
            });
    groups.stream()
        .filter(group -> !vpcId.equals(group.vpcId()))
        .findFirst()
        .ifPresent(
            group -> {
              throw invalid(
                  "SecurityGroupOfOtherVpc",
                  "%s names %s of %s, but the subnets are of %s; name a group of the subnets' VPC"
                      .formatted(field, group.groupId(), group.vpcId(), vpcId));
            });
    return groups;
  }

  void keyPair(@Nullable String keyName) {
    if (keyName == null) {
      return;
    }
    List<KeyPairInfo> pairs =
        clients
            .ec2()
            .describeKeyPairs(request -> request.filters(filter("key-name", List.of(keyName))))
            .keyPairs();
    // A name may have what the filter takes for a wildcard.
    if (pairs.stream().noneMatch(pair -> keyName.equals(pair.keyName()))) {
      throw notFound(
          "KeyPairNotFound",
          ("spec.aws.fleet.keyName is %s, which this account does not have in this region; create"
                  + " the key pair or correct the name")
              .formatted(keyName));
    }
  }

  void rootVolume(FleetSpec.@Nullable RootVolume volume, Image image) {
    Integer wantedGiB = volume == null ? null : volume.sizeGiB();
    Optional<EbsBlockDevice> root =
        image.blockDeviceMappings().stream()
            .filter(mapping -> Objects.equals(image.rootDeviceName(), mapping.deviceName()))
            .map(BlockDeviceMapping::ebs)
            .filter(ebs -> ebs != null && ebs.volumeSize() != null)
            .findFirst();
    if (wantedGiB == null || root.isEmpty() || wantedGiB >= root.get().volumeSize()) {
      return;
    }
    int leastGiB = snapshotGiB(root.get());
    if (wantedGiB < leastGiB) {
      throw invalid(
          "RootVolumeTooSmall",
          ("spec.aws.fleet.rootVolume.sizeGiB is %d, but the snapshot of %s has %d GiB; raise it to"
                  + " at least that")
              .formatted(wantedGiB, image.imageId(), leastGiB));
    }
  }

  /** An image may ask for more than its snapshot needs; a public one's snapshot may be hidden. */
  private int snapshotGiB(EbsBlockDevice root) {
    if (root.snapshotId() == null) {
      return root.volumeSize();
    }
    return clients
        .ec2()
        .describeSnapshots(
            request -> request.filters(filter("snapshot-id", List.of(root.snapshotId()))))
        .snapshots()
        .stream()
        .map(Snapshot::volumeSize)
        .findFirst()
        .orElse(root.volumeSize());
  }

  void instanceTypes(List<FleetSpec.InstanceType> types, Image image) {
    List<String> wanted = types.stream().map(FleetSpec.InstanceType::type).toList();
    List<InstanceTypeInfo> infos =
        clients
            .ec2()
            .describeInstanceTypesPaginator(
                request -> request.filters(filter("instance-type", wanted)))
            .instanceTypes()
            .stream()
            .toList();
    missing(wanted, infos, InstanceTypeInfo::instanceTypeAsString)
        .ifPresent(
            absent -> {
              throw invalid(
                  "InstanceTypeNotFound",
                  ("spec.aws.fleet.instanceTypes names %s, which this region does not have; remove"
                          + " it or correct it")
                      .formatted(absent));
            });
    String architecture = image.architectureAsString();
    infos.stream()
        .filter(info -> !architectures(info).contains(architecture))
        .findFirst()
        .ifPresent(
            info -> {
              throw invalid(
                  "ArchitectureMismatch",
                  ("spec.aws.fleet.instanceTypes names %s, which runs %s, but %s is for %s; choose"
                          + " types or an image that fit")
                      .formatted(
                          info.instanceTypeAsString(),
                          String.join(", ", architectures(info)),
                          image.imageId(),
                          architecture));
            });
  }

  /** What AWS advises against (Auto Scaling user guide, Capacity Rebalancing, Considerations). */
  static List<String> ofSpot(AwsSpec aws) {
    SpotSpec spot = aws.spot();
    return spot != null
            && spot.onRebalanceRecommendation() == SpotSpec.OnRebalanceRecommendation.LaunchFirst
            && aws.fleet().purchase().spotAllocationStrategy()
                == PurchaseSpec.SpotAllocationStrategy.LOWEST_PRICE
        ? List.of(
            "spec.aws.spot.onRebalanceRecommendation is LaunchFirst beside spotAllocationStrategy"
                + " lowest-price, which may choose for a server at risk a pool that is at risk as"
                + " well; choose price-capacity-optimized, or Ignore recommendations")
        : List.of();
  }

  private static List<String> architectures(InstanceTypeInfo info) {
    return info.processorInfo().supportedArchitectures().stream()
        .map(ArchitectureType::toString)
        .toList();
  }

  private static <T> Optional<String> missing(
      Collection<String> wanted, Collection<T> found, Function<T, String> id) {
    var absent = new ArrayList<>(wanted);
    found.forEach(each -> absent.remove(id.apply(each)));
    return absent.stream().findFirst();
  }

  private static Filter filter(String name, Collection<String> values) {
    return Filter.builder().name(name).values(values).build();
  }

  static AwsCallException notFound(String code, String message) {
    return new AwsCallException(Failure.ofSpec(FailureKind.NOT_FOUND, code, message));
  }

  static AwsCallException invalid(String code, String message) {
    return new AwsCallException(Failure.ofSpec(FailureKind.INVALID, code, message));
  }
}
