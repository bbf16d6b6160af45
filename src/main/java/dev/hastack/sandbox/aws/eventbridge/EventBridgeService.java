package dev.hastack.sandbox.aws.eventbridge;

import dev.hastack.sandbox.aws.world.Foundation;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.DeleteRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DeleteRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.DisableRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DisableRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.EnableRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.EnableRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.ListRulesRequest;
import software.amazon.awssdk.services.eventbridge.model.ListRulesResponse;
import software.amazon.awssdk.services.eventbridge.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.eventbridge.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.eventbridge.model.ListTargetsByRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.ListTargetsByRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.PutRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsResponse;
import software.amazon.awssdk.services.eventbridge.model.RemoveTargetsRequest;
import software.amazon.awssdk.services.eventbridge.model.RemoveTargetsResponse;
import software.amazon.awssdk.services.eventbridge.model.TagResourceRequest;
import software.amazon.awssdk.services.eventbridge.model.TagResourceResponse;
import software.amazon.awssdk.services.eventbridge.model.UntagResourceRequest;
import software.amazon.awssdk.services.eventbridge.model.UntagResourceResponse;

/** EventBridge's operations as far as they are modelled; each is answered by its subject. */
final class EventBridgeService implements EventBridgeClient {
  private final RuleCalls rules;
  private final TargetCalls targets;
  private final Tags tags;
  private final EventCalls events;

  EventBridgeService(Foundation foundation, Store store, Bus bus) {
    this.rules = new RuleCalls(foundation, store);
    this.targets = new TargetCalls(foundation, store);
    this.tags = new Tags(foundation, store);
    this.events = new EventCalls(foundation, bus);
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {
    // Nothing is open.
  }

  @Override
  public PutRuleResponse putRule(PutRuleRequest request) {
    return rules.put(request);
  }

  @Override
  public DescribeRuleResponse describeRule(DescribeRuleRequest request) {
    return rules.describe(request);
  }

  @Override
  public ListRulesResponse listRules(ListRulesRequest request) {
    return rules.list(request);
  }

  @Override
  public DeleteRuleResponse deleteRule(DeleteRuleRequest request) {
    return rules.delete(request);
  }

  @Override
  public EnableRuleResponse enableRule(EnableRuleRequest request) {
    return rules.enable(request);
  }

  @Override
  public DisableRuleResponse disableRule(DisableRuleRequest request) {
    return rules.disable(request);
  }

  @Override
  public PutTargetsResponse putTargets(PutTargetsRequest request) {
    return targets.put(request);
  }

  @Override
  public ListTargetsByRuleResponse listTargetsByRule(ListTargetsByRuleRequest request) {
    return targets.list(request);
  }

  @Override
  public RemoveTargetsResponse removeTargets(RemoveTargetsRequest request) {
    return targets.remove(request);
  }

  @Override
  public TagResourceResponse tagResource(TagResourceRequest request) {
    return tags.put(request);
  }

  @Override
  public UntagResourceResponse untagResource(UntagResourceRequest request) {
    return tags.remove(request);
  }

  @Override
  public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
    return tags.list(request);
  }

  @Override
  public PutEventsResponse putEvents(PutEventsRequest request) {
    return events.put(request);
  }
}
