package dev.hastack.sandbox;

import dev.hastack.sandbox.aws.EmbeddedAws;
import dev.hastack.sandbox.aws.front.SimulatedRegion;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TagDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/**
 * The load balancers and target groups of one stack in the embedded account as they are now.
 *
 * @param stack namespace and name, as {@code default/web}
 */
record EmbeddedFront(EmbeddedAws aws, String stack) {

  List<LoadBalancer> loadBalancers() {
    return aws.look(
        region -> {
          var service = service(region);
          List<LoadBalancer> all =
              service.describeLoadBalancersPaginator().loadBalancers().stream().toList();
          Set<String> own = own(service, all.stream().map(LoadBalancer::loadBalancerArn).toList());
          return all.stream().filter(each -> own.contains(each.loadBalancerArn())).toList();
        });
  }

  List<TargetGroup> targetGroups() {
    return aws.look(
        region -> {
          var service = service(region);
          List<TargetGroup> all =
              service.describeTargetGroupsPaginator().targetGroups().stream().toList();
          Set<String> own = own(service, all.stream().map(TargetGroup::targetGroupArn).toList());
          return all.stream().filter(each -> own.contains(each.targetGroupArn())).toList();
        });
  }

  static ElasticLoadBalancingV2Client service(SimulatedRegion region) {
    return region.loadBalancing().service();
  }

  /** Those of these ARNs that carry the stack's tag. */
  private Set<String> own(ElasticLoadBalancingV2Client service, List<String> arns) {
    return arns.isEmpty()
        ? Set.of()
        : service.describeTags(request -> request.resourceArns(arns)).tagDescriptions().stream()
            .filter(
                each ->
                    each.tags().stream()
                        .anyMatch(
                            tag ->
                                tag.key().equals(EmbeddedFleet.STACK_TAG)
                                    && tag.value().equals(stack)))
            .map(TagDescription::resourceArn)
            .collect(Collectors.toUnmodifiableSet());
  }
}
