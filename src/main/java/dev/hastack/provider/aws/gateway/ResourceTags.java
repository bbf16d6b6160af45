package dev.hastack.provider.aws.gateway;

import static dev.hastack.provider.aws.rights.Grant.TRAFFIC_OWN;

import dev.hastack.provider.aws.rights.AwsRight;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;

/** The tags of whatever Elastic Load Balancing knows by an ARN. */
record ResourceTags(ElasticLoadBalancingV2Client loadBalancing) {
  static final List<AwsRight> RIGHTS =
      List.of(
          TRAFFIC_OWN.toCall(
              "elasticloadbalancing:AddTags", "Tags of the spec are kept on what takes traffic."),
          TRAFFIC_OWN.toCall(
              "elasticloadbalancing:RemoveTags", "Tags that the spec has no more go."));

  void change(String arn, Map<String, String> set, Set<String> removed) {
    if (!set.isEmpty()) {
      loadBalancing.addTags(request -> request.resourceArns(arn).tags(of(set)));
    }
    if (!removed.isEmpty()) {
      loadBalancing.removeTags(request -> request.resourceArns(arn).tagKeys(removed));
    }
  }

  static Collection<Tag> of(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }
}
