package dev.hastack.provider.aws.gateway;

import dev.hastack.core.stack.StackId;
import dev.hastack.provider.aws.AwsNames;
import dev.hastack.provider.aws.AwsTags;
import dev.hastack.provider.aws.inventory.ElbTags;
import dev.hastack.provider.aws.inventory.Inventory;
import dev.hastack.provider.aws.resource.LoadBalancer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;

/** The load balancers that carry a stack's tags under a name we would build. */
record OwnLoadBalancers(Inventory inventory) {

  /** A listener of one of them, be it ours or not. */
  record Placed(String loadBalancerName, Listener listener, Map<String, String> tags) {

    String arn() {
      return listener.listenerArn();
    }
  }

  List<Placed> listeners(StackId stack) {
    var named =
        inventory.loadBalancers(Set.of(AwsNames.loadBalancerPrefix(stack, LoadBalancer.APP)));
    ElbTags tags = inventory.elbTags(named.stream().map(each -> each.loadBalancerArn()).toList());
    return named.stream()
        .filter(
            each ->
                AwsTags.claim(stack, tags.of(each.loadBalancerArn()))
                    .equals(Optional.of(LoadBalancer.APP)))
        .flatMap(each -> listeners(each.loadBalancerArn(), each.loadBalancerName()))
        .toList();
  }

  private Stream<Placed> listeners(String loadBalancerArn, String loadBalancerName) {
    List<Listener> listeners = inventory.listeners(loadBalancerArn);
    ElbTags tags = inventory.elbTags(listeners.stream().map(Listener::listenerArn).toList());
    return listeners.stream()
        .map(each -> new Placed(loadBalancerName, each, tags.of(each.listenerArn())));
  }
}
