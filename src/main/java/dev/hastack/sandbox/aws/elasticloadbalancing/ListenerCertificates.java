package dev.hastack.sandbox.aws.elasticloadbalancing;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Certificates;
import dev.hastack.sandbox.aws.world.CurrentCall;
import dev.hastack.sandbox.aws.world.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddListenerCertificatesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddListenerCertificatesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerCertificatesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerCertificatesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveListenerCertificatesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveListenerCertificatesResponse;

/**
 * The certificates of listeners beside the default one: ELBv2 API reference,
 * AddListenerCertificates and its kin.
 */
final class ListenerCertificates {
  private static final int MOST_A_PAGE = 400;

  /** "Quotas for your Application Load Balancers", certificates but for default ones. */
  private static final int MOST_CERTIFICATES = 25;

  private final Tables tables;
  private final CertificateRules rules;
  private final CurrentCall call;

  ListenerCertificates(Tables tables, Certificates certificates, CurrentCall call) {
    this.tables = tables;
    this.rules = new CertificateRules(certificates);
    this.call = call;
  }

  /** The load balancers that presented a certificate, as the default one of a listener or not. */
  static SortedSet<String> users(Tables tables, String certificateArn, Instant asOf) {
    var users = new TreeSet<String>();
    for (ListenerRow listener : tables.listeners().all(asOf)) {
      if (all(listener).anyMatch(each -> each.certificateArn().equals(certificateArn))) {
        users.add(listener.loadBalancerArn());
      }
    }
    return users;
  }

  /** The default one first, which may be in the list once more. */
  private static Stream<Certificate> all(ListenerRow listener) {
    return Stream.concat(
        listener.settings().certificates().stream()
            .map(each -> each.toBuilder().isDefault(true).build()),
        listener.certificates().stream().map(ListenerCertificates::listed));
  }

  private static Certificate listed(String arn) {
    return Certificate.builder().certificateArn(arn).isDefault(false).build();
  }

  /** "If the certificate is already in the certificate list, the call is successful". */
  AddListenerCertificatesResponse add(AddListenerCertificatesRequest request) {
    ListenerRow row = encrypted(request.listenerArn());
    List<Certificate> added = rules.checked(request.certificates());
    var all = new LinkedHashSet<>(row.certificates());
    added.forEach(each -> all.add(each.certificateArn()));
    long ofLoadBalancer =
        tables.listenersOf(row.loadBalancerArn()).stream()
            .filter(other -> !other.arn().equals(row.arn()))
            .mapToLong(other -> other.certificates().size())
            .sum();
    if (ofLoadBalancer + all.size() > MOST_CERTIFICATES) {
      throw new ApiError(
          "TooManyCertificates", "The maximum number of certificates has been reached");
    }
    tables.listeners().put(row.arn(), row.withCertificates(List.copyOf(all)));
    return AddListenerCertificatesResponse.builder()
        .certificates(added.stream().map(each -> listed(each.certificateArn())).toList())
        .build();
  }

  /** One that is not in the list needs no removal; the default one is not removed but replaced. */
  RemoveListenerCertificatesResponse remove(RemoveListenerCertificatesRequest request) {
    ListenerRow row = encrypted(request.listenerArn());
    var left = new ArrayList<>(row.certificates());
    for (Certificate each : request.certificates()) {
      boolean listed = left.remove(each.certificateArn());
      if (!listed && row.settings().certificates().contains(each)) {
        throw new ApiError(
            "OperationNotPermitted",
            "Default certificate '%s' cannot be removed".formatted(each.certificateArn()));
      }
    }
    tables.listeners().put(row.arn(), row.withCertificates(left));
    return RemoveListenerCertificatesResponse.builder().build();
  }

  private ListenerRow encrypted(String arn) {
    call.concerns(arn);
    ListenerRow row = tables.listener(arn);
    if (row.settings().certificates().isEmpty()) {
      throw new ApiError(
          "ValidationError",
          "Certificates cannot be specified for %s listeners"
              .formatted(row.settings().protocolAsString()));
    }
    return row;
  }

  DescribeListenerCertificatesResponse describe(DescribeListenerCertificatesRequest request) {
    call.concerns(request.listenerArn());
    ListenerRow row =
        tables
            .listeners()
            .get(request.listenerArn(), call.readsAsOf())
            .orElseThrow(Tables::noListener);
    Page<Certificate> page =
        Page.of(
            all(row).toList(),
            request.marker(),
            call.pageSize(request.pageSize(), MOST_A_PAGE, MOST_A_PAGE),
            "ValidationError");
    return DescribeListenerCertificatesResponse.builder()
        .certificates(page.items())
        .nextMarker(page.nextToken())
        .build();
  }
}
