package dev.hastack.sandbox.aws.ec2;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Chance;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Network;
import dev.hastack.sandbox.aws.world.Page;
import dev.hastack.sandbox.aws.world.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesResponse;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.NetworkInterfacePrivateIpAddress;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceStatus;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceType;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;

/**
 * The network interfaces of load balancers: "Requester-managed network interfaces", EC2 user guide.
 * Those of instances are not shown. How long an interface outlives the load balancer is not
 * documented.
 */
final class NetworkInterfaces implements Network {
  private static final Duration LINGERS_AT_LEAST = Duration.ofSeconds(30);
  private static final Duration LINGERS_AT_MOST = Duration.ofMinutes(5);
  private static final String REQUESTER = "amazon-elb";
  private static final String OF_NETWORK_LOAD_BALANCER = "ELB net/";

  private final Foundation foundation;
  private final Ids ids;
  private final Subnets subnets;
  private final SecurityGroups securityGroups;
  private final Table<NetworkInterface> rows;
  private final TreeSet<String> leaving = new TreeSet<>();
  private final Pages pages;
  private final Selection<NetworkInterface> filters;

  NetworkInterfaces(
      Foundation foundation, Ids ids, Subnets subnets, SecurityGroups securityGroups) {
    this.foundation = foundation;
    this.ids = ids;
    this.subnets = subnets;
    this.securityGroups = securityGroups;
    this.rows = new Table<>(foundation.time());
    this.pages = new Pages(foundation.call(), 5, 1000);
    this.filters =
        new Selection<NetworkInterface>()
            .by("attachment.instance-owner-id", each -> each.attachment().instanceOwnerId())
            .by("attachment.status", each -> each.attachment().statusAsString())
            .by("availability-zone", NetworkInterface::availabilityZone)
            .by("description", NetworkInterface::description)
            .byAny(
                "group-id", each -> each.groups().stream().map(GroupIdentifier::groupId).toList())
            .byAny(
                "group-name",
                each -> each.groups().stream().map(GroupIdentifier::groupName).toList())
            .by("interface-type", NetworkInterface::interfaceTypeAsString)
            .by("network-interface-id", NetworkInterface::networkInterfaceId)
            .by("owner-id", NetworkInterface::ownerId)
            .by("private-ip-address", NetworkInterface::privateIpAddress)
            .by("requester-id", NetworkInterface::requesterId)
            .by("requester-managed", each -> String.valueOf(each.requesterManaged()))
            .by("status", NetworkInterface::statusAsString)
            .by("subnet-id", NetworkInterface::subnetId)
            .by("vpc-id", NetworkInterface::vpcId);
  }

  @Override
  public void stand(String description, List<String> subnetIds, List<String> securityGroupIds) {
    var missing = new TreeSet<>(subnetIds);
    for (NetworkInterface each : of(description)) {
      if (missing.remove(each.subnetId())) {
        rows.put(
            each.networkInterfaceId(), each.toBuilder().groups(groups(securityGroupIds)).build());
      } else {
        leave(each);
      }
    }
    missing.forEach(subnetId -> add(description, subnets.named(subnetId), securityGroupIds));
  }

  /** But for those that are going. */
  private List<NetworkInterface> of(String description) {
    return rows.all().stream()
        .filter(each -> each.description().equals(description))
        .filter(each -> !leaving.contains(each.networkInterfaceId()))
        .toList();
  }

  private void add(String description, Subnet subnet, List<String> securityGroupIds) {
    String id = ids.next("eni");
    String address = subnets.takeAddress(subnet.subnetId());
    boolean network = description.startsWith(OF_NETWORK_LOAD_BALANCER);
    rows.put(
        id,
        NetworkInterface.builder()
            .networkInterfaceId(id)
            .description(description)
            .interfaceType(
                network
                    ? NetworkInterfaceType.NETWORK_LOAD_BALANCER
                    : NetworkInterfaceType.INTERFACE)
            .availabilityZone(subnet.availabilityZone())
            .subnetId(subnet.subnetId())
            .vpcId(subnet.vpcId())
            .ownerId(foundation.accountId())
            .requesterId(REQUESTER)
            .requesterManaged(true)
            .sourceDestCheck(!network)
            .privateIpAddress(address)
            .privateIpAddresses(
                NetworkInterfacePrivateIpAddress.builder()
                    .primary(true)
                    .privateIpAddress(address)
                    .build())
            .groups(groups(securityGroupIds))
            .status(NetworkInterfaceStatus.IN_USE)
            .attachment(
                attachment ->
                    attachment
                        .attachmentId(ids.next(network ? "ela-attach" : "eni-attach"))
                        .instanceOwnerId(REQUESTER)
                        .deleteOnTermination(false)
                        .deviceIndex(1)
                        .status("attached"))
            .build());
  }

  private List<GroupIdentifier> groups(List<String> securityGroupIds) {
    return securityGroupIds.stream()
        .map(securityGroups::named)
        .map(
            group ->
                GroupIdentifier.builder().groupId(group.groupId()).groupName(group.groupName()))
        .map(GroupIdentifier.Builder::build)
        .toList();
  }

  private void leave(NetworkInterface each) {
    String id = each.networkInterfaceId();
    leaving.add(id);
    Duration wait =
        Chance.between(
            foundation.chance().of("detachment " + id), LINGERS_AT_LEAST, LINGERS_AT_MOST);
    foundation
        .time()
        .after(
            wait,
            () -> {
              rows.remove(id);
              leaving.remove(id);
              subnets.releaseAddress(each.subnetId(), each.privateIpAddress());
            });
  }

  @Override
  public Optional<String> vpcOfGroup(String securityGroupId) {
    return securityGroups.find(securityGroupId).map(SecurityGroup::vpcId);
  }

  @Override
  public String defaultGroup(String vpcId) {
    return securityGroups.defaultOf(vpcId);
  }

  /** Whether one has a security group. */
  boolean use(String securityGroupId) {
    return rows.all().stream()
        .flatMap(each -> each.groups().stream())
        .anyMatch(group -> group.groupId().equals(securityGroupId));
  }

  DescribeNetworkInterfacesResponse describe(DescribeNetworkInterfacesRequest request) {
    Pages.notBoth("networkInterfaceIds", request.networkInterfaceIds(), request.maxResults());
    Instant asOf = foundation.call().readsAsOf();
    List<NetworkInterface> asked =
        request.networkInterfaceIds().isEmpty()
            ? rows.all(asOf)
            : request.networkInterfaceIds().stream().map(id -> named(id, asOf)).toList();
    Page<NetworkInterface> page =
        pages.of(filters.of(asked, request.filters()), request.maxResults(), request.nextToken());
    return DescribeNetworkInterfacesResponse.builder()
        .networkInterfaces(page.items())
        .nextToken(page.nextToken())
        .build();
  }

  private NetworkInterface named(String id, Instant asOf) {
    return rows.get(id, asOf)
        .orElseThrow(
            () ->
                new ApiError(
                    "InvalidNetworkInterfaceID.NotFound",
                    "The networkInterface ID '%s' does not exist".formatted(id)));
  }
}
