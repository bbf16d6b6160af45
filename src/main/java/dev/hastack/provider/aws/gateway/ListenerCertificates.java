package dev.hastack.provider.aws.gateway;

import static dev.hastack.provider.aws.rights.Grant.TRAFFIC_OWN;

import dev.hastack.provider.aws.inventory.Inventory;
import dev.hastack.provider.aws.rights.AwsRight;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;

/**
 * Certificates of a listener: the default one, and a list of others that are chosen by host name,
 * which may hold the default too (Application Load Balancer user guide, SSL certificates). Here
 * they are one list without repetition, the default first.
 */
record ListenerCertificates(ElasticLoadBalancingV2Client loadBalancing, Inventory inventory) {
  static final List<AwsRight> RIGHTS =
      List.of(
          TRAFFIC_OWN.toCall(
              "elasticloadbalancing:AddListenerCertificates",
              "A listener may have more certificates than one."),
          TRAFFIC_OWN.toCall(
              "elasticloadbalancing:RemoveListenerCertificates",
              "Certificates that the spec has no more are taken away."));

  /** Of a listener that has any. */
  List<String> of(Listener listener) {
    String first = listener.certificates().getFirst().certificateArn();
    var others = new TreeSet<String>();
    inventory.certificates(listener.listenerArn()).stream()
        .map(Certificate::certificateArn)
        .forEach(others::add);
    others.remove(first);
    var all = new ArrayList<String>();
    all.add(first);
    all.addAll(others);
    return all;
  }

  /**
   * Adds the others. One a call (API reference).
   *
   * @param wanted the default first
   * @param listed what the list has already
   */
  void add(String listenerArn, List<String> wanted, Collection<String> listed) {
    wanted.stream()
        .skip(1)
        .filter(each -> !listed.contains(each))
        .forEach(
            each ->
                loadBalancing.addListenerCertificates(
                    request -> request.listenerArn(listenerArn).certificates(certificate(each))));
  }

  /** Takes off the list what is not wanted: what AWS has there now, former defaults included. */
  void removeAllBut(String listenerArn, Collection<String> wanted) {
    inventory.certificates(listenerArn).stream()
        .filter(each -> !Boolean.TRUE.equals(each.isDefault()))
        .map(Certificate::certificateArn)
        .filter(each -> !wanted.contains(each))
        .forEach(
            each ->
                loadBalancing.removeListenerCertificates(
                    request -> request.listenerArn(listenerArn).certificates(certificate(each))));
  }

  static Certificate certificate(String arn) {
    return Certificate.builder().certificateArn(arn).build();
  }
}
