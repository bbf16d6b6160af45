package dev.hastack.sandbox.aws.elasticloadbalancing;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;

/**
 * A load balancer.
 *
 * @param settings as a describe shows them
 * @param attributes by AWS's keys
 */
record LoadBalancerRow(LoadBalancer settings, SortedMap<String, String> attributes) {

  LoadBalancerRow {
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
  }

  String arn() {
    return settings.loadBalancerArn();
  }

  LoadBalancerRow with(LoadBalancer changed) {
    return new LoadBalancerRow(changed, attributes);
  }

  boolean network() {
    return settings.type() == LoadBalancerTypeEnum.NETWORK;
  }

  boolean active() {
    return settings.state().code() == LoadBalancerStateEnum.ACTIVE;
  }

  SortedSet<String> zones() {
    var zones = new TreeSet<String>();
    settings.availabilityZones().forEach(zone -> zones.add(zone.zoneName()));
    return zones;
  }

  String attribute(String key) {
    return attributes.getOrDefault(key, "");
  }
}
