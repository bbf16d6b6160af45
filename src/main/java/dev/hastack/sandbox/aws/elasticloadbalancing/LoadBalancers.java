package dev.hastack.sandbox.aws.elasticloadbalancing;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Chance;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Page;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AvailabilityZone;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteLoadBalancerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerState;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerStateEnum;

/** The load balancers: ELBv2 API reference, CreateLoadBalancer and its kin. */
final class LoadBalancers {
  /** Not documented; minutes in practice. */
  private static final Duration ACTIVE_AT_LEAST = Duration.ofMinutes(1);

  private static final Duration ACTIVE_AT_MOST = Duration.ofMinutes(3);
  private static final int MOST_A_PAGE = 400;

  /** "Quotas for your Application Load Balancers"; as many network ones. */
  private static final int MOST_LOAD_BALANCERS = 50;

  private final Foundation foundation;
  private final Tables tables;
  private final Ids ids;
  private final Tags tags;
  private final Registrations registrations;
  private final Placement placement;

  LoadBalancers(
      Foundation foundation,
      Tables tables,
      Tags tags,
      Registrations registrations,
      Placement placement) {
    this.foundation = foundation;
    this.tables = tables;
    this.ids = new Ids(foundation, "load balancer");
    this.tags = tags;
    this.registrations = registrations;
    this.placement = placement;
  }

  /** "If a load balancer with the same settings exists, the call succeeds"; tags do not count. */
  CreateLoadBalancerResponse create(CreateLoadBalancerRequest request) {
    Naming.validate("The load balancer", request.name());
    foundation.call().concerns(request.name());
    if (request.name().startsWith("internal-")) {
      throw new ApiError(
          "ValidationError",
          "The load balancer name '%s' cannot begin with 'internal-'".formatted(request.name()));
    }
    LoadBalancer wanted = wanted(request);
    Optional<LoadBalancerRow> existing =
        tables.loadBalancers().all().stream()
            .filter(row -> row.settings().loadBalancerName().equals(request.name()))
            .findFirst();
    if (existing.isPresent()) {
      return same(existing.get(), wanted);
    }
    long ofType =
        tables.loadBalancers().all().stream()
            .filter(row -> row.settings().type() == wanted.type())
            .count();
    if (ofType >= MOST_LOAD_BALANCERS) {
      throw new ApiError(
          "TooManyLoadBalancers", "The maximum number of load balancers has been reached");
    }
    return add(wanted, request);
  }

  private LoadBalancer wanted(CreateLoadBalancerRequest request) {
    String type = request.typeAsString() == null ? "application" : request.typeAsString();
    if (!type.equals("application") && !type.equals("network")) {
      throw new ApiError(
          501, "NotImplemented", "Load balancer type '" + type + "' is not modelled here");
    }
    boolean network = type.equals("network");
    List<AvailabilityZone> zones =
        placement.zones(network, request.subnets(), request.subnetMappings());
    @Nullable String vpcId = placement.vpc(zones);
    return LoadBalancer.builder()
        .loadBalancerName(request.name())
        .type(type)
        .scheme(request.schemeAsString() == null ? "internet-facing" : request.schemeAsString())
        .ipAddressType(
            request.ipAddressTypeAsString() == null ? "ipv4" : request.ipAddressTypeAsString())
        .securityGroups(placement.securityGroups(network, request.securityGroups(), vpcId))
        .vpcId(vpcId)
        .availabilityZones(zones)
        .build();
  }

  private static CreateLoadBalancerResponse same(LoadBalancerRow existing, LoadBalancer wanted) {
    LoadBalancer settings = existing.settings();
    boolean equal =
        settings.type() == wanted.type()
            && settings.scheme() == wanted.scheme()
            && settings.ipAddressType() == wanted.ipAddressType()
            && settings.availabilityZones().equals(wanted.availabilityZones())
            && settings.securityGroups().equals(wanted.securityGroups());
    if (!equal) {
      throw new ApiError(
          "DuplicateLoadBalancerName",
          "A load balancer with the same name '%s' exists, but with different settings"
              .formatted(wanted.loadBalancerName()));
    }
    return CreateLoadBalancerResponse.builder().loadBalancers(settings).build();
  }

  private CreateLoadBalancerResponse add(LoadBalancer wanted, CreateLoadBalancerRequest request) {
    var checkedTags = Tags.byKey(request.tags());
    boolean network = wanted.typeAsString().equals("network");
    String arn = ids.arn("loadbalancer/" + (network ? "net/" : "app/") + wanted.loadBalancerName());
    LoadBalancer created =
        wanted.toBuilder()
            .loadBalancerArn(arn)
            .dnsName(dnsName(wanted, network, arn))
            .canonicalHostedZoneId(HostedZones.of(foundation.region(), network))
            .createdTime(foundation.time().now().truncatedTo(ChronoUnit.MILLIS))
            .state(state(LoadBalancerStateEnum.PROVISIONING))
            .build();
    tables
        .loadBalancers()
        .put(arn, new LoadBalancerRow(created, LoadBalancerAttributes.defaults(network)));
    placement.stand(created);
    tags.first(arn, checkedTags);
    foundation.call().concerns(arn);
    Duration wait =
        Chance.between(
            foundation.chance().of("provisioning " + arn), ACTIVE_AT_LEAST, ACTIVE_AT_MOST);
    foundation.time().after(wait, () -> activate(arn));
    return CreateLoadBalancerResponse.builder().loadBalancers(created).build();
  }

  private String dnsName(LoadBalancer wanted, boolean network, String arn) {
    String digits = arn.substring(arn.lastIndexOf('/') + 1);
    String name = wanted.loadBalancerName() + '-' + digits;
    String prefix = wanted.schemeAsString().equals("internal") && !network ? "internal-" : "";
    return network
        ? name + ".elb." + foundation.region() + ".amazonaws.com"
        : prefix + name + '.' + foundation.region() + ".elb.amazonaws.com";
  }

  private void activate(String arn) {
    tables
        .loadBalancers()
        .get(arn)
        .ifPresent(
            row -> {
              put(row, row.settings().toBuilder().state(state(LoadBalancerStateEnum.ACTIVE)));
              registrations.usageChanged();
            });
  }

  DescribeLoadBalancersResponse describe(DescribeLoadBalancersRequest request) {
    List<LoadBalancer> chosen =
        tables.loadBalancers().all(foundation.call().readsAsOf()).stream()
            .map(LoadBalancerRow::settings)
            .toList();
    if (!request.loadBalancerArns().isEmpty()) {
      chosen = chosen(chosen, LoadBalancer::loadBalancerArn, request.loadBalancerArns());
    } else if (!request.names().isEmpty()) {
      chosen = chosen(chosen, LoadBalancer::loadBalancerName, request.names());
    }
    Page<LoadBalancer> page =
        Page.of(
            chosen,
            request.marker(),
            foundation.call().pageSize(request.pageSize(), MOST_A_PAGE, MOST_A_PAGE),
            "ValidationError");
    return DescribeLoadBalancersResponse.builder()
        .loadBalancers(page.items())
        .nextMarker(page.nextToken())
        .build();
  }

  private List<LoadBalancer> chosen(
      List<LoadBalancer> all, Function<LoadBalancer, String> key, List<String> asked) {
    asked.forEach(foundation.call()::concerns);
    var wanted = new TreeSet<>(asked);
    List<LoadBalancer> chosen =
        all.stream().filter(each -> wanted.contains(key.apply(each))).toList();
    if (chosen.size() < wanted.size()) {
      throw Tables.noLoadBalancer();
    }
    return chosen;
  }

  /** "If the load balancer does not exist or has already been deleted, the call succeeds". */
  DeleteLoadBalancerResponse delete(DeleteLoadBalancerRequest request) {
    String arn = request.loadBalancerArn();
    foundation.call().concerns(arn);
    @Nullable LoadBalancerRow row = tables.loadBalancers().get(arn).orElse(null);
    if (row == null) {
      return DeleteLoadBalancerResponse.builder().build();
    }
    if (row.attribute(LoadBalancerAttributes.DELETION_PROTECTION).equals("true")) {
      throw new ApiError(
          "OperationNotPermitted",
          "Load balancer '%s' cannot be deleted because deletion protection is enabled"
              .formatted(arn));
    }
    for (ListenerRow listener : tables.listenersOf(arn)) {
      tables.removeListener(listener.arn());
    }
    tables.loadBalancers().remove(arn);
    placement.leave(row.settings());
    tags.forget(arn);
    registrations.usageChanged();
    return DeleteLoadBalancerResponse.builder().build();
  }

  private void put(LoadBalancerRow row, LoadBalancer.Builder changed) {
    tables.loadBalancers().put(row.arn(), row.with(changed.build()));
  }

  private static LoadBalancerState state(LoadBalancerStateEnum code) {
    return LoadBalancerState.builder().code(code).build();
  }
}
