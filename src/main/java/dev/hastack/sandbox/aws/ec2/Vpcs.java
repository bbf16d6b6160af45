package dev.hastack.sandbox.aws.ec2;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Page;
import dev.hastack.sandbox.aws.world.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import software.amazon.awssdk.services.ec2.model.CreateVpcRequest;
import software.amazon.awssdk.services.ec2.model.CreateVpcResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsResponse;
import software.amazon.awssdk.services.ec2.model.Tenancy;
import software.amazon.awssdk.services.ec2.model.Vpc;
import software.amazon.awssdk.services.ec2.model.VpcState;

/** VPCs: the default one of a fresh account, and what is created. */
final class Vpcs {
  private static final int LARGEST_PREFIX = 16;
  private static final int SMALLEST_PREFIX = 28;

  private final Foundation foundation;
  private final Ids ids;
  private final Tags tags;
  private final Table<Vpc> rows;
  private final Pages pages;
  private final Selection<Vpc> filters;
  private final Vpc defaultVpc;

  Vpcs(Foundation foundation, Ids ids, Tags tags) {
    this.foundation = foundation;
    this.ids = ids;
    this.tags = tags;
    this.rows = new Table<>(foundation.time());
    this.pages = new Pages(foundation.call(), 5, 1000);
    this.filters =
        new Selection<Vpc>()
            .by("cidr", Vpc::cidrBlock)
            .by("is-default", vpc -> String.valueOf(vpc.isDefault()))
            .by("owner-id", Vpc::ownerId)
            .by("state", Vpc::stateAsString)
            .by("vpc-id", Vpc::vpcId)
            .byTags(vpc -> tags.of(vpc.vpcId(), foundation.call().readsAsOf()));
    this.defaultVpc = add("172.31.0.0/16", true);
  }

  private Vpc add(String cidr, boolean isDefault) {
    Vpc vpc =
        Vpc.builder()
            .vpcId(ids.next("vpc"))
            .cidrBlock(cidr)
            .isDefault(isDefault)
            .instanceTenancy(Tenancy.DEFAULT)
            .ownerId(foundation.accountId())
            .state(VpcState.AVAILABLE)
            .build();
    rows.put(vpc.vpcId(), vpc);
    return vpc;
  }

  Vpc ofDefault() {
    return defaultVpc;
  }

  Vpc named(String vpcId) {
    return rows.get(vpcId).orElseThrow(() -> notFound(vpcId));
  }

  boolean exists(String vpcId) {
    return rows.get(vpcId).isPresent();
  }

  CreateVpcResponse create(CreateVpcRequest request) {
    SortedMap<String, String> wanted = Tags.specified(request.tagSpecifications(), "vpc");
    Cidr cidr =
        Optional.ofNullable(request.cidrBlock())
            .flatMap(Cidr::parse)
            .filter(each -> each.prefix() >= LARGEST_PREFIX && each.prefix() <= SMALLEST_PREFIX)
            .orElseThrow(
                () ->
                    new ApiError(
                        "InvalidVpc.Range",
                        "The CIDR '%s' is invalid.".formatted(request.cidrBlock())));
    Vpc vpc = add(cidr.toString(), false);
    tags.put(vpc.vpcId(), wanted);
    foundation.call().concerns(vpc.vpcId());
    return CreateVpcResponse.builder()
        .vpc(vpc.toBuilder().state(VpcState.PENDING).tags(Tags.shown(wanted)).build())
        .build();
  }

  void remove(String vpcId) {
    rows.remove(vpcId);
    tags.forget(vpcId);
  }

  DescribeVpcsResponse describe(DescribeVpcsRequest request) {
    Pages.notBoth("vpcIds", request.vpcIds(), request.maxResults());
    Instant asOf = foundation.call().readsAsOf();
    List<Vpc> asked =
        request.vpcIds().isEmpty()
            ? rows.all(asOf)
            : request.vpcIds().stream()
                .map(id -> rows.get(id, asOf).orElseThrow(() -> notFound(id)))
                .toList();
    Page<Vpc> page =
        pages.of(filters.of(asked, request.filters()), request.maxResults(), request.nextToken());
    return DescribeVpcsResponse.builder()
        .vpcs(
            page.items().stream()
                .map(vpc -> vpc.toBuilder().tags(Tags.shown(tags.of(vpc.vpcId(), asOf))).build())
                .toList())
        .nextToken(page.nextToken())
        .build();
  }

  private static ApiError notFound(String vpcId) {
    return new ApiError("InvalidVpcID.NotFound", "The vpc ID '%s' does not exist".formatted(vpcId));
  }
}
