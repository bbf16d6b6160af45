package dev.hastack.sandbox.aws.elasticloadbalancing;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.CurrentCall;
import dev.hastack.sandbox.aws.world.Page;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteTargetGroupResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/** The target groups: ELBv2 API reference, CreateTargetGroup and its kin. */
final class TargetGroups {
  private static final int MOST_A_PAGE = 400;

  /** "Quotas for your Application Load Balancers". */
  private static final int MOST_GROUPS = 3000;

  private static final Set<String> APPLICATION = Set.of("HTTP", "HTTPS");
  private static final Set<String> NETWORK = Set.of("TCP", "TLS", "UDP", "TCP_UDP");
  private static final Set<String> VERSIONS = Set.of("HTTP1", "HTTP2", "GRPC");

  private final Tables tables;
  private final Usage usage;
  private final Ids ids;
  private final Tags tags;
  private final Registrations registrations;
  private final CurrentCall call;

  TargetGroups(Tables tables, Ids ids, Tags tags, Registrations registrations, CurrentCall call) {
    this.tables = tables;
    this.usage = new Usage(tables);
    this.ids = ids;
    this.tags = tags;
    this.registrations = registrations;
    this.call = call;
  }

  /**
   * "If you try to create a target group that exists with the same settings, the call succeeds".
   * Whether tags count as settings is not documented; here they do not, and stay as they are.
   */
  CreateTargetGroupResponse create(CreateTargetGroupRequest request) {
    Naming.validate("Target group", request.name());
    call.concerns(request.name());
    TargetGroup wanted = HealthCheckSettings.settled(base(request), HealthCheckWish.of(request));
    Optional<TargetGroupRow> existing = named(request.name());
    if (existing.isPresent()) {
      return same(existing.get(), wanted);
    }
    if (tables.targetGroups().all().size() >= MOST_GROUPS) {
      throw new ApiError(
          "TooManyTargetGroups", "The maximum number of target groups has been reached");
    }
    var checkedTags = Tags.byKey(request.tags());
    String arn = ids.arn("targetgroup/" + request.name());
    TargetGroup created = wanted.toBuilder().targetGroupArn(arn).build();
    tables
        .targetGroups()
        .put(arn, new TargetGroupRow(created, TargetGroupAttributes.defaults(created)));
    tags.first(arn, checkedTags);
    call.concerns(arn);
    return CreateTargetGroupResponse.builder().targetGroups(created).build();
  }

  private CreateTargetGroupResponse same(TargetGroupRow existing, TargetGroup wanted) {
    if (!existing.settings().equals(wanted.toBuilder().targetGroupArn(existing.arn()).build())) {
      throw new ApiError(
          "DuplicateTargetGroupName",
          "A target group with the same name '%s' exists, but with different settings"
              .formatted(existing.name()));
    }
    return CreateTargetGroupResponse.builder()
        .targetGroups(
            shown(existing, Map.of(existing.arn(), usage.loadBalancerArns(existing.arn()))))
        .build();
  }

  private static TargetGroup base(CreateTargetGroupRequest request) {
    String type = request.targetType() == null ? "instance" : request.targetTypeAsString();
    if (!type.equals("instance") && !type.equals("ip")) {
      throw new ApiError(
          501, "NotImplemented", "Target type '" + type + "' is not modelled in this account");
    }
    String protocol = required("A protocol", request.protocolAsString());
    if (!APPLICATION.contains(protocol) && !NETWORK.contains(protocol)) {
      throw new ApiError(
          501, "NotImplemented", "Protocol '" + protocol + "' is not modelled in this account");
    }
    return TargetGroup.builder()
        .targetGroupName(request.name())
        .protocol(protocol)
        .protocolVersion(version(protocol, request.protocolVersion()))
        .port(Naming.port(required("A port", request.port())))
        .vpcId(required("A VPC ID", request.vpcId()))
        .targetType(type)
        .ipAddressType(request.ipAddressType() == null ? "ipv4" : request.ipAddressTypeAsString())
        .build();
  }

  private static @Nullable String version(String protocol, @Nullable String asked) {
    if (!APPLICATION.contains(protocol)) {
      if (asked != null) {
        throw new ApiError(
            "InvalidConfigurationRequest",
            "A protocol version is only supported with protocols HTTP and HTTPS");
      }
      return null;
    }
    if (asked != null && !VERSIONS.contains(asked)) {
      throw new ApiError(
          "ValidationError", "Protocol version '" + asked + "' must be one of " + VERSIONS);
    }
    return asked == null ? "HTTP1" : asked;
  }

  DescribeTargetGroupsResponse describe(DescribeTargetGroupsRequest request) {
    Instant asOf = call.readsAsOf();
    List<TargetGroupRow> all = tables.targetGroups().all(asOf);
    Map<String, SortedSet<String>> arns = usage.loadBalancerArns(asOf);
    List<TargetGroupRow> chosen = all;
    if (!request.targetGroupArns().isEmpty()) {
      chosen = chosen(all, TargetGroupRow::arn, request.targetGroupArns());
    } else if (!request.names().isEmpty()) {
      chosen = chosen(all, TargetGroupRow::name, request.names());
    } else if (request.loadBalancerArn() != null) {
      String arn =
          tables
              .loadBalancers()
              .get(request.loadBalancerArn(), asOf)
              .orElseThrow(Tables::noLoadBalancer)
              .arn();
      chosen =
          all.stream()
              .filter(row -> arns.getOrDefault(row.arn(), new TreeSet<>()).contains(arn))
              .toList();
    }
    Page<TargetGroupRow> page =
        Page.of(
            chosen,
            request.marker(),
            call.pageSize(request.pageSize(), MOST_A_PAGE, MOST_A_PAGE),
            "ValidationError");
    return DescribeTargetGroupsResponse.builder()
        .targetGroups(page.items().stream().map(row -> shown(row, arns)).toList())
        .nextMarker(page.nextToken())
        .build();
  }

  private List<TargetGroupRow> chosen(
      List<TargetGroupRow> all, Function<TargetGroupRow, String> key, List<String> asked) {
    asked.forEach(call::concerns);
    var wanted = new TreeSet<>(asked);
    List<TargetGroupRow> chosen =
        all.stream().filter(row -> wanted.contains(key.apply(row))).toList();
    if (chosen.size() < wanted.size()) {
      throw Tables.noTargetGroup();
    }
    return chosen;
  }

  ModifyTargetGroupResponse modify(ModifyTargetGroupRequest request) {
    call.concerns(request.targetGroupArn());
    TargetGroupRow group = tables.targetGroup(request.targetGroupArn());
    TargetGroupRow changed =
        group.with(HealthCheckSettings.settled(group.settings(), HealthCheckWish.of(request)));
    tables.targetGroups().put(group.arn(), changed);
    return ModifyTargetGroupResponse.builder()
        .targetGroups(shown(changed, Map.of(group.arn(), usage.loadBalancerArns(group.arn()))))
        .build();
  }

  /** "Deleting a target group also deletes any associated health checks". */
  DeleteTargetGroupResponse delete(DeleteTargetGroupRequest request) {
    String arn = request.targetGroupArn();
    call.concerns(arn);
    tables.targetGroup(arn);
    if (!usage.loadBalancerArns(arn).isEmpty()) {
      throw new ApiError(
          "ResourceInUse",
          "Target group '%s' is currently in use by a listener or a rule".formatted(arn));
    }
    registrations.forget(arn);
    tables.targetGroups().remove(arn);
    tags.forget(arn);
    return DeleteTargetGroupResponse.builder().build();
  }

  private Optional<TargetGroupRow> named(String name) {
    return tables.targetGroups().all().stream().filter(row -> row.name().equals(name)).findFirst();
  }

  private static TargetGroup shown(TargetGroupRow row, Map<String, SortedSet<String>> arns) {
    return row.settings().toBuilder()
        .loadBalancerArns(arns.getOrDefault(row.arn(), new TreeSet<>()))
        .build();
  }

  private static <T> T required(String what, @Nullable T value) {
    if (value == null) {
      throw new ApiError("ValidationError", what + " must be specified");
    }
    return value;
  }
}
