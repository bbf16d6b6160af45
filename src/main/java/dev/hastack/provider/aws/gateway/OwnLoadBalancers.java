package dev.hastack.provider.aws.gateway;

import dev.hastack.core.stack.StackId;
import dev.hastack.provider.aws.AwsNames;
import dev.hastack.provider.aws.AwsTags;
import dev.hastack.provider.aws.inventory.Inventory;
import dev.hastack.provider.aws.resource.LoadBalancer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The load balancers that carry a stack's tags under a name we would build. */
record OwnLoadBalancers(Inventory inventory) {

  List<software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer> of(
      StackId stack) {
    var named =
        inventory.loadBalancers(Set.of(AwsNames.loadBalancerPrefix(stack, LoadBalancer.APP)));
    var tags = inventory.elbTags(named.stream().map(each -> each.loadBalancerArn()).toList());
    return named.stream()
        .filter(
            each ->
                AwsTags.claim(stack, tags.getOrDefault(each.loadBalancerArn(), new TreeMap<>()))
                    .equals(Optional.of(LoadBalancer.APP)))
        .toList();
  }
}
