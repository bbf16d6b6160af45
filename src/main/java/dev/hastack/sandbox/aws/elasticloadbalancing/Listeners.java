package dev.hastack.sandbox.aws.elasticloadbalancing;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Certificates;
import dev.hastack.sandbox.aws.world.CurrentCall;
import dev.hastack.sandbox.aws.world.Page;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteListenerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerResponse;

/** The listeners: ELBv2 API reference, CreateListener and its kin. */
final class Listeners {
  private static final int MOST_A_PAGE = 400;

  /** "Quotas for your Application Load Balancers". */
  private static final int MOST_LISTENERS = 50;

  private static final Set<String> APPLICATION = Set.of("HTTP", "HTTPS");
  private static final Set<String> NETWORK = Set.of("TCP", "TLS", "UDP", "TCP_UDP");
  private static final Set<String> ENCRYPTED = Set.of("HTTPS", "TLS");

  private final Tables tables;
  private final Actions actions;
  private final Ids ids;
  private final Tags tags;
  private final Registrations registrations;
  private final CertificateRules certificates;
  private final CurrentCall call;

  Listeners(
      Tables tables,
      Ids ids,
      Registrations registrations,
      Certificates certificates,
      CurrentCall call) {
    this.tables = tables;
    this.actions = new Actions(tables);
    this.ids = ids;
    this.tags = new Tags(tables, call);
    this.certificates = new CertificateRules(certificates);
    this.registrations = registrations;
    this.call = call;
  }

  CreateListenerResponse create(CreateListenerRequest request) {
    call.concerns(request.loadBalancerArn());
    LoadBalancerRow loadBalancer = tables.loadBalancer(request.loadBalancerArn());
    if (request.protocolAsString() == null || request.port() == null) {
      throw new ApiError("ValidationError", "A listener protocol and a port must be specified");
    }
    if (!ENCRYPTED.contains(request.protocolAsString()) && !request.certificates().isEmpty()) {
      throw new ApiError(
          "ValidationError",
          "A certificate cannot be specified for %s listeners"
              .formatted(request.protocolAsString()));
    }
    var checkedTags = Tags.byKey(request.tags());
    Listener wanted =
        Listener.builder()
            .loadBalancerArn(loadBalancer.arn())
            .port(request.port())
            .protocol(request.protocolAsString())
            .sslPolicy(request.sslPolicy())
            .certificates(certificates.checked(request.certificates()))
            .defaultActions(
                actions.checked(
                    loadBalancer,
                    new Redirects.Entry(request.protocolAsString(), request.port()),
                    request.defaultActions()))
            .build();
    String path = "listener/" + Ids.tail(loadBalancer.arn());
    validatePort(loadBalancer, "", wanted.port());
    if (tables.listenersOf(loadBalancer.arn()).size() >= MOST_LISTENERS) {
      throw new ApiError("TooManyListeners", "The maximum number of listeners has been reached");
    }
    Listener created =
        encrypted(loadBalancer, wanted).toBuilder().listenerArn(ids.arn(path)).build();
    tables
        .listeners()
        .put(
            created.listenerArn(),
            new ListenerRow(
                created, ListenerAttributes.defaults(created.protocolAsString()), List.of()));
    tags.first(created.listenerArn(), checkedTags);
    call.concerns(created.listenerArn());
    registrations.usageChanged();
    return CreateListenerResponse.builder().listeners(created).build();
  }

  ModifyListenerResponse modify(ModifyListenerRequest request) {
    call.concerns(request.listenerArn());
    ListenerRow row = tables.listener(request.listenerArn());
    LoadBalancerRow loadBalancer = tables.loadBalancer(row.loadBalancerArn());
    Listener.Builder wanted = row.settings().toBuilder();
    if (request.port() != null) {
      validatePort(loadBalancer, row.arn(), request.port());
      wanted.port(request.port());
    }
    if (request.protocolAsString() != null) {
      wanted.protocol(request.protocolAsString());
    }
    if (request.sslPolicy() != null) {
      wanted.sslPolicy(request.sslPolicy());
    }
    if (!request.certificates().isEmpty()) {
      wanted.certificates(certificates.checked(request.certificates()));
    }
    if (!request.defaultActions().isEmpty()) {
      Listener asked = wanted.build();
      wanted.defaultActions(
          actions.checked(
              loadBalancer,
              new Redirects.Entry(asked.protocolAsString(), asked.port()),
              request.defaultActions()));
    }
    Listener changed = encrypted(loadBalancer, wanted.build());
    tables
        .listeners()
        .put(
            row.arn(),
            changed.certificates().isEmpty()
                ? row.with(changed).withCertificates(List.of())
                : row.with(changed));
    registrations.usageChanged();
    return ModifyListenerResponse.builder().listeners(changed).build();
  }

  private void validatePort(LoadBalancerRow loadBalancer, String ownArn, int port) {
    Naming.port(port);
    for (ListenerRow other : tables.listenersOf(loadBalancer.arn())) {
      if (!other.arn().equals(ownArn) && other.settings().port() == port) {
        throw new ApiError(
            "DuplicateListener",
            "A listener already exists on this port for this load balancer '%s'"
                .formatted(loadBalancer.arn()));
      }
    }
  }

  /** Whether it speaks TLS. */
  static boolean isEncrypted(Listener listener) {
    return ENCRYPTED.contains(listener.protocolAsString());
  }

  /** With a policy and a certificate where the protocol wants them, and without where not. */
  private static Listener encrypted(LoadBalancerRow loadBalancer, Listener listener) {
    String protocol = listener.protocolAsString();
    if (!(loadBalancer.network() ? NETWORK : APPLICATION).contains(protocol)) {
      throw new ApiError(
          "UnsupportedProtocol",
          "Protocol '%s' is not supported by %s load balancers"
              .formatted(protocol, loadBalancer.settings().typeAsString()));
    }
    if (!isEncrypted(listener)) {
      return listener.toBuilder().certificates((List<Certificate>) null).sslPolicy(null).build();
    }
    if (listener.certificates().size() != 1) {
      throw new ApiError(
          "ValidationError", "Exactly one certificate must be specified for " + protocol);
    }
    @Nullable String policy = listener.sslPolicy();
    return listener.toBuilder()
        .sslPolicy(policy == null ? SslPolicies.STANDARD : SslPolicies.known(policy))
        .build();
  }

  DescribeListenersResponse describe(DescribeListenersRequest request) {
    Instant asOf = call.readsAsOf();
    List<Listener> all = tables.listeners().all(asOf).stream().map(ListenerRow::settings).toList();
    List<Listener> chosen =
        request.listenerArns().isEmpty()
            ? ofLoadBalancer(all, request.loadBalancerArn(), asOf)
            : named(all, request.listenerArns());
    Page<Listener> page =
        Page.of(
            chosen,
            request.marker(),
            call.pageSize(request.pageSize(), MOST_A_PAGE, MOST_A_PAGE),
            "ValidationError");
    return DescribeListenersResponse.builder()
        .listeners(page.items())
        .nextMarker(page.nextToken())
        .build();
  }

  private List<Listener> ofLoadBalancer(List<Listener> all, @Nullable String arn, Instant asOf) {
    if (arn == null) {
      throw new ApiError(
          "ValidationError", "You must specify either listener ARNs or a load balancer ARN");
    }
    call.concerns(arn);
    if (tables.loadBalancers().get(arn, asOf).isEmpty()) {
      throw Tables.noLoadBalancer();
    }
    return all.stream().filter(each -> each.loadBalancerArn().equals(arn)).toList();
  }

  private List<Listener> named(List<Listener> all, List<String> arns) {
    arns.forEach(call::concerns);
    var wanted = new TreeSet<>(arns);
    List<Listener> chosen =
        all.stream().filter(each -> wanted.contains(each.listenerArn())).toList();
    if (chosen.size() < wanted.size()) {
      throw Tables.noListener();
    }
    return chosen;
  }

  DeleteListenerResponse delete(DeleteListenerRequest request) {
    call.concerns(request.listenerArn());
    tables.removeListener(tables.listener(request.listenerArn()).arn());
    registrations.usageChanged();
    return DeleteListenerResponse.builder().build();
  }
}
