package dev.hastack.sandbox.aws.ec2;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Page;
import dev.hastack.sandbox.aws.world.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/**
 * Security groups; every VPC has its default one. Their rules are kept and shown; nothing in this
 * account is kept out by them.
 */
final class SecurityGroups {
  static final String DEFAULT = "default";

  private final Foundation foundation;
  private final Ids ids;
  private final Vpcs vpcs;
  private final Tags tags;
  private final Table<SecurityGroup> rows;
  private final Pages pages;
  private final Selection<SecurityGroup> filters;

  SecurityGroups(Foundation foundation, Ids ids, Vpcs vpcs, Tags tags) {
    this.foundation = foundation;
    this.ids = ids;
    this.vpcs = vpcs;
    this.tags = tags;
    this.rows = new Table<>(foundation.time());
    this.pages = new Pages(foundation.call(), 5, 1000);
    this.filters =
        new Selection<SecurityGroup>()
            .by("description", SecurityGroup::description)
            .byAny(
                "ip-permission.group-id",
                each -> Permissions.groupIds(each.ipPermissions()).toList())
            .by("group-id", SecurityGroup::groupId)
            .by("group-name", SecurityGroup::groupName)
            .by("owner-id", SecurityGroup::ownerId)
            .by("vpc-id", SecurityGroup::vpcId)
            .byTags(group -> tags.of(group.groupId(), foundation.call().readsAsOf()));
    addDefault(vpcs.ofDefault().vpcId());
  }

  /** It lets in whatever else has it ("Default security groups", VPC user guide). */
  void addDefault(String vpcId) {
    String id = add(vpcId, DEFAULT, "default VPC security group").groupId();
    var itself = UserIdGroupPair.builder().groupId(id).userId(foundation.accountId()).build();
    admit(id, List.of(IpPermission.builder().ipProtocol("-1").userIdGroupPairs(itself).build()));
  }

  private SecurityGroup add(String vpcId, String name, String description) {
    String id = ids.next("sg");
    SecurityGroup group =
        SecurityGroup.builder()
            .groupId(id)
            .securityGroupArn(foundation.arn("ec2", "security-group/" + id))
            .groupName(name)
            .description(description)
            .vpcId(vpcId)
            .ownerId(foundation.accountId())
            .ipPermissionsEgress(
                IpPermission.builder()
                    .ipProtocol("-1")
                    .ipRanges(IpRange.builder().cidrIp("0.0.0.0/0").build())
                    .build())
            .build();
    rows.put(id, group);
    return group;
  }

  SecurityGroup named(String groupId) {
    return find(groupId).orElseThrow(() -> notFound(groupId));
  }

  Optional<SecurityGroup> find(String groupId) {
    return rows.get(groupId);
  }

  List<SecurityGroup> all() {
    return rows.all();
  }

  List<SecurityGroup> of(String vpcId) {
    return rows.all().stream().filter(group -> group.vpcId().equals(vpcId)).toList();
  }

  String defaultOf(String vpcId) {
    return of(vpcId).stream()
        .filter(group -> group.groupName().equals(DEFAULT))
        .map(SecurityGroup::groupId)
        .findFirst()
        .orElseThrow();
  }

  CreateSecurityGroupResponse create(CreateSecurityGroupRequest request) {
    SortedMap<String, String> wanted =
        Tags.specified(request.tagSpecifications(), "security-group");
    String vpcId =
        request.vpcId() == null ? vpcs.ofDefault().vpcId() : vpcs.named(request.vpcId()).vpcId();
    mustBePresent("GroupName", request.groupName());
    mustBePresent("GroupDescription", request.description());
    if (of(vpcId).stream().anyMatch(group -> group.groupName().equals(request.groupName()))) {
      throw new ApiError(
          "InvalidGroup.Duplicate",
          "The security group '%s' already exists for VPC '%s'"
              .formatted(request.groupName(), vpcId));
    }
    SecurityGroup group = add(vpcId, request.groupName(), request.description());
    tags.put(group.groupId(), wanted);
    foundation.call().concerns(group.groupId());
    return CreateSecurityGroupResponse.builder()
        .groupId(group.groupId())
        .securityGroupArn(group.securityGroupArn())
        .tags(Tags.shown(wanted))
        .build();
  }

  private static void mustBePresent(String parameter, String value) {
    if (value == null || value.isEmpty()) {
      throw new ApiError("MissingParameter", "The request must contain the parameter " + parameter);
    }
  }

  /** From now on a group lets in this. */
  void admit(String groupId, List<IpPermission> permissions) {
    rows.update(groupId, group -> group.toBuilder().ipPermissions(permissions).build());
  }

  void remove(String groupId) {
    rows.remove(groupId);
    tags.forget(groupId);
  }

  DescribeSecurityGroupsResponse describe(DescribeSecurityGroupsRequest request) {
    Pages.notBoth("groupIds", request.groupIds(), request.maxResults());
    Instant asOf = foundation.call().readsAsOf();
    for (String id : request.groupIds()) {
      if (rows.get(id, asOf).isEmpty()) {
        throw notFound(id);
      }
    }
    for (String name : request.groupNames()) {
      ofDefaultVpc(name, rows.all(asOf));
    }
    List<SecurityGroup> asked =
        rows.all(asOf).stream()
            .filter(
                each -> request.groupIds().isEmpty() || request.groupIds().contains(each.groupId()))
            .filter(
                each ->
                    request.groupNames().isEmpty()
                        || (request.groupNames().contains(each.groupName())
                            && each.vpcId().equals(vpcs.ofDefault().vpcId())))
            .toList();
    Page<SecurityGroup> page =
        pages.of(filters.of(asked, request.filters()), request.maxResults(), request.nextToken());
    return DescribeSecurityGroupsResponse.builder()
        .securityGroups(
            page.items().stream()
                .map(
                    group ->
                        group.toBuilder().tags(Tags.shown(tags.of(group.groupId(), asOf))).build())
                .toList())
        .nextToken(page.nextToken())
        .build();
  }

  /**
   * By its name.
   *
   * @throws ApiError if the default VPC has none of this name
   */
  SecurityGroup ofDefaultVpc(String name) {
    return ofDefaultVpc(name, rows.all());
  }

  private SecurityGroup ofDefaultVpc(String name, List<SecurityGroup> all) {
    String vpcId = vpcs.ofDefault().vpcId();
    return all.stream()
        .filter(each -> each.groupName().equals(name) && each.vpcId().equals(vpcId))
        .findFirst()
        .orElseThrow(
            () ->
                new ApiError(
                    "InvalidGroup.NotFound",
                    "The security group '%s' does not exist in default VPC '%s'"
                        .formatted(name, vpcId)));
  }

  private static ApiError notFound(String groupId) {
    return new ApiError(
        "InvalidGroup.NotFound", "The security group '%s' does not exist".formatted(groupId));
  }
}
