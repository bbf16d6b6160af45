package dev.hastack.sandbox.aws.elasticloadbalancing;

import dev.hastack.sandbox.aws.world.CurrentCall;
import dev.hastack.sandbox.aws.world.Foundation;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddListenerCertificatesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddListenerCertificatesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateRuleResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteListenerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteLoadBalancerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteRuleResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteTargetGroupResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeregisterTargetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeregisterTargetsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerCertificatesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerCertificatesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancerAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeSslPoliciesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeSslPoliciesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyLoadBalancerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyLoadBalancerAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RegisterTargetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RegisterTargetsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveListenerCertificatesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveListenerCertificatesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetIpAddressTypeRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetIpAddressTypeResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetRulePrioritiesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetRulePrioritiesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSecurityGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSecurityGroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSubnetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSubnetsResponse;

/** ELBv2's operations; each is answered by the class of its subject. */
final class LoadBalancingService implements ElasticLoadBalancingV2Client {
  private final TargetGroups targetGroups;
  private final TargetGroupAttributes targetGroupAttributes;
  private final TargetRequests targets;
  private final LoadBalancers loadBalancers;
  private final LoadBalancerAttributes loadBalancerAttributes;
  private final LoadBalancerNetwork loadBalancerNetwork;
  private final Listeners listeners;
  private final ListenerCertificates listenerCertificates;
  private final ListenerAttributes listenerAttributes;
  private final Rules rules;
  private final RuleQueries ruleQueries;
  private final Tags tags;

  LoadBalancingService(
      Foundation foundation, Tables tables, Registrations registrations, Neighbours neighbours) {
    CurrentCall call = foundation.call();
    var placement = new Placement(neighbours.instances(), neighbours.network());
    this.tags = new Tags(tables, call);
    this.targetGroups =
        new TargetGroups(tables, new Ids(foundation, "target group"), tags, registrations, call);
    this.targetGroupAttributes = new TargetGroupAttributes(tables, registrations, call);
    this.targets = new TargetRequests(tables, registrations, neighbours.instances(), call);
    this.loadBalancers = new LoadBalancers(foundation, tables, tags, registrations, placement);
    this.loadBalancerAttributes =
        new LoadBalancerAttributes(
            tables, registrations, new LogBuckets(neighbours.buckets(), call), call);
    this.loadBalancerNetwork = new LoadBalancerNetwork(tables, registrations, placement, call);
    this.listeners =
        new Listeners(
            tables,
            new Ids(foundation, "listener"),
            registrations,
            neighbours.certificates(),
            call);
    this.listenerCertificates = new ListenerCertificates(tables, neighbours.certificates(), call);
    this.listenerAttributes = new ListenerAttributes(tables, call);
    this.rules = new Rules(tables, new Ids(foundation, "rule"), tags, registrations, call);
    this.ruleQueries = new RuleQueries(tables, call);
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {
    // Nothing is held open.
  }

  @Override
  public CreateTargetGroupResponse createTargetGroup(CreateTargetGroupRequest request) {
    return targetGroups.create(request);
  }

  @Override
  public DescribeTargetGroupsResponse describeTargetGroups(DescribeTargetGroupsRequest request) {
    return targetGroups.describe(request);
  }

  @Override
  public ModifyTargetGroupResponse modifyTargetGroup(ModifyTargetGroupRequest request) {
    return targetGroups.modify(request);
  }

  @Override
  public DeleteTargetGroupResponse deleteTargetGroup(DeleteTargetGroupRequest request) {
    return targetGroups.delete(request);
  }

  @Override
  public DescribeTargetGroupAttributesResponse describeTargetGroupAttributes(
      DescribeTargetGroupAttributesRequest request) {
    return targetGroupAttributes.describe(request);
  }

  @Override
  public ModifyTargetGroupAttributesResponse modifyTargetGroupAttributes(
      ModifyTargetGroupAttributesRequest request) {
    return targetGroupAttributes.modify(request);
  }

  @Override
  public RegisterTargetsResponse registerTargets(RegisterTargetsRequest request) {
    return targets.register(request);
  }

  @Override
  public DeregisterTargetsResponse deregisterTargets(DeregisterTargetsRequest request) {
    return targets.deregister(request);
  }

  @Override
  public DescribeTargetHealthResponse describeTargetHealth(DescribeTargetHealthRequest request) {
    return targets.describe(request);
  }

  @Override
  public CreateLoadBalancerResponse createLoadBalancer(CreateLoadBalancerRequest request) {
    return loadBalancers.create(request);
  }

  @Override
  public DescribeLoadBalancersResponse describeLoadBalancers(DescribeLoadBalancersRequest request) {
    return loadBalancers.describe(request);
  }

  @Override
  public DeleteLoadBalancerResponse deleteLoadBalancer(DeleteLoadBalancerRequest request) {
    return loadBalancers.delete(request);
  }

  @Override
  public DescribeLoadBalancerAttributesResponse describeLoadBalancerAttributes(
      DescribeLoadBalancerAttributesRequest request) {
    return loadBalancerAttributes.describe(request);
  }

  @Override
  public ModifyLoadBalancerAttributesResponse modifyLoadBalancerAttributes(
      ModifyLoadBalancerAttributesRequest request) {
    return loadBalancerAttributes.modify(request);
  }

  @Override
  public SetSubnetsResponse setSubnets(SetSubnetsRequest request) {
    return loadBalancerNetwork.setSubnets(request);
  }

  @Override
  public SetSecurityGroupsResponse setSecurityGroups(SetSecurityGroupsRequest request) {
    return loadBalancerNetwork.setSecurityGroups(request);
  }

  @Override
  public SetIpAddressTypeResponse setIpAddressType(SetIpAddressTypeRequest request) {
    return loadBalancerNetwork.setIpAddressType(request);
  }

  @Override
  public CreateListenerResponse createListener(CreateListenerRequest request) {
    return listeners.create(request);
  }

  @Override
  public DescribeListenersResponse describeListeners(DescribeListenersRequest request) {
    return listeners.describe(request);
  }

  @Override
  public ModifyListenerResponse modifyListener(ModifyListenerRequest request) {
    return listeners.modify(request);
  }

  @Override
  public DeleteListenerResponse deleteListener(DeleteListenerRequest request) {
    return listeners.delete(request);
  }

  @Override
  public AddListenerCertificatesResponse addListenerCertificates(
      AddListenerCertificatesRequest request) {
    return listenerCertificates.add(request);
  }

  @Override
  public RemoveListenerCertificatesResponse removeListenerCertificates(
      RemoveListenerCertificatesRequest request) {
    return listenerCertificates.remove(request);
  }

  @Override
  public DescribeListenerCertificatesResponse describeListenerCertificates(
      DescribeListenerCertificatesRequest request) {
    return listenerCertificates.describe(request);
  }

  @Override
  public DescribeListenerAttributesResponse describeListenerAttributes(
      DescribeListenerAttributesRequest request) {
    return listenerAttributes.describe(request);
  }

  @Override
  public ModifyListenerAttributesResponse modifyListenerAttributes(
      ModifyListenerAttributesRequest request) {
    return listenerAttributes.modify(request);
  }

  @Override
  public CreateRuleResponse createRule(CreateRuleRequest request) {
    return rules.create(request);
  }

  @Override
  public ModifyRuleResponse modifyRule(ModifyRuleRequest request) {
    return rules.modify(request);
  }

  @Override
  public DeleteRuleResponse deleteRule(DeleteRuleRequest request) {
    return rules.delete(request);
  }

  @Override
  public SetRulePrioritiesResponse setRulePriorities(SetRulePrioritiesRequest request) {
    return rules.setPriorities(request);
  }

  @Override
  public DescribeRulesResponse describeRules(DescribeRulesRequest request) {
    return ruleQueries.describe(request);
  }

  @Override
  public DescribeSslPoliciesResponse describeSSLPolicies(DescribeSslPoliciesRequest request) {
    return SslPolicies.describe(request);
  }

  @Override
  public AddTagsResponse addTags(AddTagsRequest request) {
    return tags.add(request);
  }

  @Override
  public RemoveTagsResponse removeTags(RemoveTagsRequest request) {
    return tags.remove(request);
  }

  @Override
  public DescribeTagsResponse describeTags(DescribeTagsRequest request) {
    return tags.describe(request);
  }
}
