package dev.hastack.sandbox.aws.elasticloadbalancing;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;

/**
 * A listener.
 *
 * @param settings as a describe shows them; its default actions are the default rule's
 * @param attributes by AWS's keys
 * @param certificates ARNs of those beside the default one, in the order in which they came
 */
record ListenerRow(
    Listener settings, SortedMap<String, String> attributes, List<String> certificates) {

  ListenerRow {
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    certificates = List.copyOf(certificates);
  }

  String arn() {
    return settings.listenerArn();
  }

  ListenerRow with(Listener changed) {
    return new ListenerRow(changed, attributes, certificates);
  }

  ListenerRow withAttributes(SortedMap<String, String> all) {
    return new ListenerRow(settings, all, certificates);
  }

  ListenerRow withCertificates(List<String> all) {
    return new ListenerRow(settings, attributes, all);
  }

  String loadBalancerArn() {
    return settings.loadBalancerArn();
  }
}
