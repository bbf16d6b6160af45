package dev.hastack.provider.aws.gateway;

import static dev.hastack.provider.aws.rights.Grant.TRAFFIC_OWN;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.AwsCallException;
import dev.hastack.provider.aws.resource.LoadBalancer;
import dev.hastack.provider.aws.rights.AwsRight;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;

/**
 * Writes what a load balancer has under AWS's keys. Access logs are written by themselves, since
 * their bucket is somebody's who may not let them in; a load balancer serves without them.
 */
record BalancerAttributes(ElasticLoadBalancingV2Client loadBalancing) {
  static final List<AwsRight> RIGHTS =
      List.of(
          TRAFFIC_OWN.toCall(
              "elasticloadbalancing:ModifyLoadBalancerAttributes",
              "Timeouts, access logs and deletion protection follow the spec."));

  /**
   * What came of it.
   *
   * @param outputs what the load balancer provides, whatever becomes of its attributes
   */
  Outcome write(String arn, Map<String, String> attributes, Map<String, Value> outputs) {
    var logs = new TreeMap<>(attributes);
    logs.keySet().removeIf(key -> !key.startsWith(LoadBalancer.ACCESS_LOGS));
    var others = new TreeMap<>(attributes);
    others.keySet().removeAll(logs.keySet());
    return Stream.of(others, logs)
        .flatMap(each -> refused(arn, each).stream())
        .findFirst()
        .<Outcome>map(failure -> new Outcome.Failed(failure, outputs))
        .orElseGet(() -> new Outcome.Done(outputs));
  }

  private Optional<Failure> refused(String arn, SortedMap<String, String> attributes) {
    if (attributes.isEmpty()) {
      return Optional.empty();
    }
    try {
      loadBalancing.modifyLoadBalancerAttributes(
          request ->
              request
                  .loadBalancerArn(arn)
                  .attributes(
                      attributes.entrySet().stream()
                          .map(
                              each ->
                                  LoadBalancerAttribute.builder()
                                      .key(each.getKey())
                                      .value(each.getValue())
                                      .build())
                          .toList()));
      return Optional.empty();
    } catch (AwsCallException refused) {
      Failure failure = AccessLogBucket.explained(refused, arn, attributes).failure();
      String names =
          attributes.entrySet().stream()
              .map(each -> each.getKey() + " = " + each.getValue())
              .collect(Collectors.joining(", "));
      return Optional.of(
          new Failure(
              failure.kind(),
              failure.operation(),
              failure.code(),
              names + ": " + failure.message()));
    }
  }
}
