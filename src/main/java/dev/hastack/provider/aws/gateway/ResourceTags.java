package dev.hastack.provider.aws.gateway;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;

/** The tags of whatever Elastic Load Balancing knows by an ARN. */
record ResourceTags(ElasticLoadBalancingV2Client loadBalancing) {

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
