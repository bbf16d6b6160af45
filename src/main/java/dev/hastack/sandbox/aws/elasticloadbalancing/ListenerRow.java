package dev.hastack.sandbox.aws.elasticloadbalancing;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;

/**
 * A listener.
 *
 * @param settings as a describe shows them; its default actions are the default rule's
 * @param attributes by AWS's keys
 */
record ListenerRow(Listener settings, SortedMap<String, String> attributes) {

  ListenerRow {
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
  }

  String arn() {
    return settings.listenerArn();
  }

  String loadBalancerArn() {
    return settings.loadBalancerArn();
  }
}
