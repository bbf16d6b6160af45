package dev.hastack.sandbox.aws.ec2;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Page;
import dev.hastack.sandbox.aws.world.Table;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import software.amazon.awssdk.services.ec2.model.CreateSubnetRequest;
import software.amazon.awssdk.services.ec2.model.CreateSubnetResponse;
import software.amazon.awssdk.services.ec2.model.DeleteSubnetRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSubnetResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.SubnetState;
import software.amazon.awssdk.services.ec2.model.Vpc;

/** Subnets, a default one in each zone to begin with, and the addresses in them. */
final class Subnets {
  private static final int DEFAULT_PREFIX = 20;
  private static final int SMALLEST_PREFIX = 28;

  /** The first four and the last ("Subnet sizing", VPC user guide). */
  private static final int RESERVED_FIRST = 4;

  private static final int RESERVED = RESERVED_FIRST + 1;

  private final Foundation foundation;
  private final Ids ids;
  private final Vpcs vpcs;
  private final Zones zones;
  private final Tags tags;
  private final Table<Subnet> rows;
  private final Pages pages;
  private final Selection<Subnet> filters;
  private final Map<String, Set<String>> takenAddresses = new HashMap<>();
  private final Map<String, Integer> nextAddresses = new HashMap<>();

  Subnets(Foundation foundation, Ids ids, Vpcs vpcs, Zones zones, Tags tags) {
    this.foundation = foundation;
    this.ids = ids;
    this.vpcs = vpcs;
    this.zones = zones;
    this.tags = tags;
    this.rows = new Table<>(foundation.time());
    this.pages = new Pages(foundation.call(), 5, 1000);
    this.filters =
        new Selection<Subnet>()
            .by("availability-zone", Subnet::availabilityZone)
            .by("availability-zone-id", Subnet::availabilityZoneId)
            .by(
                "available-ip-address-count",
                each -> String.valueOf(each.availableIpAddressCount()))
            .by("cidr-block", Subnet::cidrBlock)
            .by("cidr", Subnet::cidrBlock)
            .by("cidrBlock", Subnet::cidrBlock)
            .by("default-for-az", subnet -> String.valueOf(subnet.defaultForAz()))
            .by("defaultForAz", subnet -> String.valueOf(subnet.defaultForAz()))
            .by("map-public-ip-on-launch", each -> String.valueOf(each.mapPublicIpOnLaunch()))
            .by("owner-id", Subnet::ownerId)
            .by("state", Subnet::stateAsString)
            .by("subnet-arn", Subnet::subnetArn)
            .by("subnet-id", Subnet::subnetId)
            .by("vpc-id", Subnet::vpcId)
            .byTags(subnet -> tags.of(subnet.subnetId(), foundation.call().readsAsOf()));
    Cidr whole = Cidr.parse(vpcs.ofDefault().cidrBlock()).orElseThrow();
    for (String zone : zones.names()) {
      long offset = zones.names().indexOf(zone) * (1L << (32 - DEFAULT_PREFIX));
      add(vpcs.ofDefault(), new Cidr(whole.first() + offset, DEFAULT_PREFIX), zone, true);
    }
  }

  private Subnet add(Vpc vpc, Cidr cidr, String zone, boolean isDefault) {
    String id = ids.next("subnet");
    Subnet subnet =
        Subnet.builder()
            .subnetId(id)
            .subnetArn(foundation.arn("ec2", "subnet/" + id))
            .vpcId(vpc.vpcId())
            .cidrBlock(cidr.toString())
            .availabilityZone(zone)
            .availabilityZoneId(zones.idOf(zone))
            .availableIpAddressCount((int) cidr.size() - RESERVED)
            .defaultForAz(isDefault)
            .mapPublicIpOnLaunch(isDefault)
            .assignIpv6AddressOnCreation(false)
            .ownerId(foundation.accountId())
            .state(SubnetState.AVAILABLE)
            .build();
    rows.put(id, subnet);
    return subnet;
  }

  Optional<Subnet> find(String subnetId) {
    return rows.get(subnetId);
  }

  Subnet named(String subnetId) {
    return find(subnetId).orElseThrow(() -> notFound(subnetId));
  }

  List<Subnet> of(String vpcId) {
    return rows.all().stream().filter(subnet -> subnet.vpcId().equals(vpcId)).toList();
  }

  CreateSubnetResponse create(CreateSubnetRequest request) {
    SortedMap<String, String> wanted = Tags.specified(request.tagSpecifications(), "subnet");
    Vpc vpc = vpcs.named(request.vpcId());
    String zone =
        request.availabilityZone() == null ? zones.names().getFirst() : request.availabilityZone();
    zones.mustBeKnown(zone);
    Subnet subnet = add(vpc, freeBlock(vpc, request.cidrBlock()), zone, false);
    tags.put(subnet.subnetId(), wanted);
    foundation.call().concerns(subnet.subnetId());
    return CreateSubnetResponse.builder()
        .subnet(subnet.toBuilder().tags(Tags.shown(wanted)).build())
        .build();
  }

  private Cidr freeBlock(Vpc vpc, String asked) {
    Cidr cidr =
        Optional.ofNullable(asked)
            .flatMap(Cidr::parse)
            .filter(each -> each.prefix() <= SMALLEST_PREFIX)
            .filter(Cidr.parse(vpc.cidrBlock()).orElseThrow()::contains)
            .orElseThrow(
                () ->
                    new ApiError(
                        "InvalidSubnet.Range", "The CIDR '%s' is invalid.".formatted(asked)));
    if (of(vpc.vpcId()).stream()
        .anyMatch(each -> Cidr.parse(each.cidrBlock()).orElseThrow().overlaps(cidr))) {
      throw new ApiError(
          "InvalidSubnet.Conflict", "The CIDR '%s' conflicts with another subnet".formatted(asked));
    }
    return cidr;
  }

  DeleteSubnetResponse delete(DeleteSubnetRequest request) {
    Subnet subnet = named(request.subnetId());
    foundation.call().concerns(subnet.subnetId());
    if (!taken(subnet.subnetId()).isEmpty()) {
      throw new ApiError(
          "DependencyViolation",
          "The subnet '%s' has dependencies and cannot be deleted.".formatted(subnet.subnetId()));
    }
    rows.remove(subnet.subnetId());
    tags.forget(subnet.subnetId());
    return DeleteSubnetResponse.builder().build();
  }

  DescribeSubnetsResponse describe(DescribeSubnetsRequest request) {
    Pages.notBoth("subnetIds", request.subnetIds(), request.maxResults());
    Instant asOf = foundation.call().readsAsOf();
    List<Subnet> asked =
        request.subnetIds().isEmpty()
            ? rows.all(asOf)
            : request.subnetIds().stream()
                .map(id -> rows.get(id, asOf).orElseThrow(() -> notFound(id)))
                .toList();
    Page<Subnet> page =
        pages.of(filters.of(asked, request.filters()), request.maxResults(), request.nextToken());
    return DescribeSubnetsResponse.builder()
        .subnets(
            page.items().stream()
                .map(
                    subnet ->
                        subnet.toBuilder()
                            .tags(Tags.shown(tags.of(subnet.subnetId(), asOf)))
                            .build())
                .toList())
        .nextToken(page.nextToken())
        .build();
  }

  /** Whether an instance could be given an address. */
  void mustHaveRoom(Subnet subnet) {
    if (subnet.availableIpAddressCount() == 0) {
      throw new ApiError(
          "InsufficientFreeAddressesInSubnet",
          "There are not enough free addresses in subnet '%s' to satisfy the requested number of instances."
              .formatted(subnet.subnetId()));
    }
  }

  /** Takes the next free address, beginning anew after the last. */
  String takeAddress(String subnetId) {
    Subnet subnet = named(subnetId);
    mustHaveRoom(subnet);
    Cidr cidr = Cidr.parse(subnet.cidrBlock()).orElseThrow();
    String address;
    do {
      long next = nextAddresses.merge(subnetId, 1, Integer::sum) - 1L;
      address = cidr.address(RESERVED_FIRST + next % (cidr.size() - RESERVED));
    } while (taken(subnetId).contains(address));
    taken(subnetId).add(address);
    count(subnetId, -1);
    return address;
  }

  void releaseAddress(String subnetId, String address) {
    if (taken(subnetId).remove(address)) {
      count(subnetId, 1);
    }
  }

  private void count(String subnetId, int more) {
    rows.update(
        subnetId,
        subnet ->
            subnet.toBuilder()
                .availableIpAddressCount(subnet.availableIpAddressCount() + more)
                .build());
  }

  private Set<String> taken(String subnetId) {
    return takenAddresses.computeIfAbsent(subnetId, any -> new HashSet<>());
  }

  private static ApiError notFound(String subnetId) {
    return new ApiError(
        "InvalidSubnetID.NotFound", "The subnet ID '%s' does not exist".formatted(subnetId));
  }
}
