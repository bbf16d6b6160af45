package dev.hastack.sandbox.aws.rds;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.CurrentCall;
import dev.hastack.sandbox.aws.world.Instances;
import dev.hastack.sandbox.aws.world.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.rds.model.CreateDbSubnetGroupRequest;
import software.amazon.awssdk.services.rds.model.CreateDbSubnetGroupResponse;
import software.amazon.awssdk.services.rds.model.DBSubnetGroup;
import software.amazon.awssdk.services.rds.model.DeleteDbSubnetGroupRequest;
import software.amazon.awssdk.services.rds.model.DeleteDbSubnetGroupResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbSubnetGroupsRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbSubnetGroupsResponse;
import software.amazon.awssdk.services.rds.model.ModifyDbSubnetGroupRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbSubnetGroupResponse;
import software.amazon.awssdk.services.rds.model.Subnet;

/**
 * Subnet groups: "Working with a DB cluster in a VPC", Aurora user guide ("at least two subnets in
 * at least two Availability Zones"), and CreateDBSubnetGroup, RDS API reference. The default one of
 * a VPC is not modelled.
 */
final class SubnetGroups {
  private static final Pattern NAME = Pattern.compile("[a-z0-9 ._-]{1,255}");
  private static final int FEWEST_ZONES = 2;

  private final Store store;
  private final Names names;
  private final Instances subnets;
  private final Quotas quotas;
  private final CurrentCall call;

  SubnetGroups(Store store, Names names, Instances subnets, Quotas quotas, CurrentCall call) {
    this.store = store;
    this.names = names;
    this.subnets = subnets;
    this.quotas = quotas;
    this.call = call;
  }

  CreateDbSubnetGroupResponse create(CreateDbSubnetGroupRequest request) {
    String name = Names.lowerCase(request.dbSubnetGroupName());
    call.concerns(name);
    String arn = names.arn("subgrp", name);
    store.require("CreateDBSubnetGroup", arn);
    if (!NAME.matcher(name).matches() || name.equals("default")) {
      throw Errors.wrongValue("The DB subnet group name '" + name + "' is not valid.");
    }
    if (store.subnetGroups().get(name).isPresent()) {
      throw new ApiError(
          "DBSubnetGroupAlreadyExists", "The DB subnet group '" + name + "' already exists.");
    }
    quotas.oneMoreSubnetGroup(store);
    DBSubnetGroup.Builder settings =
        DBSubnetGroup.builder()
            .dbSubnetGroupName(name)
            .dbSubnetGroupArn(arn)
            .dbSubnetGroupDescription(described(request.dbSubnetGroupDescription()))
            .subnetGroupStatus("Complete")
            .supportedNetworkTypes("IPV4");
    if (!request.tags().isEmpty()) {
      store.require("AddTagsToResource", arn);
    }
    SubnetGroupRow row =
        new SubnetGroupRow(in(settings, request.subnetIds()), Tags.checked(request.tags()));
    store.subnetGroups().put(name, row);
    return CreateDbSubnetGroupResponse.builder().dbSubnetGroup(row.settings()).build();
  }

  private static String described(@Nullable String description) {
    if (description == null || description.isEmpty()) {
      throw Errors.wrongValue("The parameter DBSubnetGroupDescription must be provided.");
    }
    return description;
  }

  private DBSubnetGroup in(DBSubnetGroup.Builder settings, List<String> subnetIds) {
    var members = new ArrayList<Subnet>();
    SortedSet<String> zones = new TreeSet<>();
    SortedSet<String> vpcs = new TreeSet<>();
    for (String id : new TreeSet<>(subnetIds)) {
      String zone = subnets.zoneOf(id).orElseThrow(() -> invalid(id));
      zones.add(zone);
      vpcs.add(subnets.vpcOf(id).orElseThrow(() -> invalid(id)));
      members.add(
          Subnet.builder()
              .subnetIdentifier(id)
              .subnetAvailabilityZone(each -> each.name(zone))
              .subnetOutpost(none -> {})
              .subnetStatus("Active")
              .build());
    }
    if (zones.size() < FEWEST_ZONES) {
      throw new ApiError(
          "DBSubnetGroupDoesNotCoverEnoughAZs",
          "The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Current AZ coverage: %s. Add subnets to cover at least 2 AZs."
              .formatted(String.join(", ", zones)));
    }
    if (vpcs.size() > 1) {
      throw new ApiError(
          "InvalidSubnet", "The subnets of a DB subnet group must be in one VPC, not in " + vpcs);
    }
    return settings.vpcId(vpcs.first()).subnets(members).build();
  }

  private static ApiError invalid(String subnetId) {
    return new ApiError("InvalidSubnet", "Some input subnets in :[" + subnetId + "] are invalid.");
  }

  /** A zone in which a member stands cannot be left: error SubnetAlreadyInUse. */
  ModifyDbSubnetGroupResponse modify(ModifyDbSubnetGroupRequest request) {
    SubnetGroupRow row = store.subnetGroup(request.dbSubnetGroupName());
    store.require("ModifyDBSubnetGroup", row.settings().dbSubnetGroupArn());
    DBSubnetGroup.Builder settings = row.settings().toBuilder();
    if (request.dbSubnetGroupDescription() != null) {
      settings.dbSubnetGroupDescription(request.dbSubnetGroupDescription());
    }
    SubnetGroupRow changed = new SubnetGroupRow(in(settings, request.subnetIds()), row.tags());
    SortedSet<String> zones = changed.zones();
    boolean leaves =
        users(row.name())
            .flatMap(
                cluster ->
                    store.members(cluster).stream()
                        .filter(each -> !zones.contains(each.availabilityZone()))
                        .findFirst())
            .isPresent();
    if (leaves) {
      throw new ApiError(
          "SubnetAlreadyInUse", "A DB subnet is already in use in the Availability Zone.");
    }
    store.subnetGroups().put(row.name(), changed);
    return ModifyDbSubnetGroupResponse.builder().dbSubnetGroup(changed.settings()).build();
  }

  DeleteDbSubnetGroupResponse delete(DeleteDbSubnetGroupRequest request) {
    SubnetGroupRow row = store.subnetGroup(request.dbSubnetGroupName());
    store.require("DeleteDBSubnetGroup", row.settings().dbSubnetGroupArn());
    Optional<String> user = users(row.name());
    if (user.isPresent()) {
      throw new ApiError(
          "InvalidDBSubnetGroupStateFault",
          "Cannot delete the subnet group '%s' because at least one database cluster: %s is still using it."
              .formatted(row.name(), user.get()));
    }
    store.subnetGroups().remove(row.name());
    return DeleteDbSubnetGroupResponse.builder().build();
  }

  private Optional<String> users(String name) {
    return store.clusters().all().stream()
        .filter(cluster -> name.equals(cluster.settings().dbSubnetGroup()))
        .map(ClusterRow::id)
        .findFirst();
  }

  DescribeDbSubnetGroupsResponse describe(DescribeDbSubnetGroupsRequest request) {
    Instant asOf = call.readsAsOf();
    List<DBSubnetGroup> chosen =
        request.dbSubnetGroupName() == null
            ? store.subnetGroups().all(asOf).stream().map(SubnetGroupRow::settings).toList()
            : List.of(named(request.dbSubnetGroupName(), asOf));
    Page<DBSubnetGroup> page = new Pages(call).of(chosen, request.marker(), request.maxRecords());
    return DescribeDbSubnetGroupsResponse.builder()
        .dbSubnetGroups(page.items())
        .marker(page.nextToken())
        .build();
  }

  private DBSubnetGroup named(String asked, Instant asOf) {
    String name = Names.lowerCase(asked);
    call.concerns(name);
    return store
        .subnetGroups()
        .get(name, asOf)
        .orElseThrow(() -> Errors.noSubnetGroup(name))
        .settings();
  }
}
