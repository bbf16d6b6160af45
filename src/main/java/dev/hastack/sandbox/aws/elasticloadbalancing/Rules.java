package dev.hastack.sandbox.aws.elasticloadbalancing;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.CurrentCall;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateRuleResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteRuleResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetRulePrioritiesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetRulePrioritiesResponse;

/** Changes of rules: ELBv2 API reference, CreateRule and its kin. */
final class Rules {
  private static final int LAST_PRIORITY = 50_000;

  /** "Quotas for your Application Load Balancers", but for default rules. */
  private static final int MOST_RULES = 100;

  private final Tables tables;
  private final Actions actions;
  private final Ids ids;
  private final Tags tags;
  private final Registrations registrations;
  private final CurrentCall call;

  Rules(Tables tables, Ids ids, Tags tags, Registrations registrations, CurrentCall call) {
    this.tables = tables;
    this.actions = new Actions(tables);
    this.ids = ids;
    this.tags = tags;
    this.registrations = registrations;
    this.call = call;
  }

  CreateRuleResponse create(CreateRuleRequest request) {
    call.concerns(request.listenerArn());
    ListenerRow listener = tables.listener(request.listenerArn());
    LoadBalancerRow loadBalancer = tables.loadBalancer(listener.loadBalancerArn());
    if (loadBalancer.network()) {
      throw new ApiError(
          "UnsupportedProtocol", "Rules are not supported by network load balancers");
    }
    var checkedTags = Tags.byKey(request.tags());
    Rule wanted =
        Rule.builder()
            .priority(Integer.toString(priority(request.priority())))
            .conditions(Conditions.checked(request.conditions()))
            .actions(actions.checked(loadBalancer, entry(listener), request.actions()))
            .isDefault(false)
            .build();
    validateFree(listener, Map.of("", request.priority()));
    long rules =
        tables.rules().all().stream()
            .filter(row -> row.loadBalancerArn().equals(loadBalancer.arn()))
            .count();
    if (rules >= MOST_RULES) {
      throw new ApiError("TooManyRules", "The maximum number of rules has been reached");
    }
    Rule created =
        wanted.toBuilder().ruleArn(ids.arn("listener-rule/" + Ids.tail(listener.arn()))).build();
    tables.rules().put(created.ruleArn(), new RuleRow(listener.arn(), loadBalancer.arn(), created));
    tags.first(created.ruleArn(), checkedTags);
    call.concerns(created.ruleArn());
    registrations.usageChanged();
    return CreateRuleResponse.builder().rules(created).build();
  }

  private static Redirects.Entry entry(ListenerRow listener) {
    return new Redirects.Entry(listener.settings().protocolAsString(), listener.settings().port());
  }

  ModifyRuleResponse modify(ModifyRuleRequest request) {
    RuleRow row = notDefault(request.ruleArn(), "modified");
    Rule.Builder wanted = row.settings().toBuilder();
    if (!request.conditions().isEmpty()) {
      wanted.conditions(Conditions.checked(request.conditions()));
    }
    if (!request.actions().isEmpty()) {
      wanted.actions(
          actions.checked(
              tables.loadBalancer(row.loadBalancerArn()),
              entry(tables.listener(row.listenerArn())),
              request.actions()));
    }
    RuleRow changed = row.with(wanted.build());
    tables.rules().put(row.arn(), changed);
    registrations.usageChanged();
    return ModifyRuleResponse.builder().rules(changed.settings()).build();
  }

  DeleteRuleResponse delete(DeleteRuleRequest request) {
    tables.removeRule(notDefault(request.ruleArn(), "deleted").arn());
    registrations.usageChanged();
    return DeleteRuleResponse.builder().build();
  }

  /** All or none. */
  SetRulePrioritiesResponse setPriorities(SetRulePrioritiesRequest request) {
    var wanted = new TreeMap<String, Integer>();
    request
        .rulePriorities()
        .forEach(
            each ->
                wanted.put(
                    notDefault(each.ruleArn(), "modified").arn(), priority(each.priority())));
    if (wanted.isEmpty()) {
      throw new ApiError("ValidationError", "At least one rule priority must be specified");
    }
    wanted
        .keySet()
        .forEach(arn -> validateFree(tables.listener(tables.rule(arn).listenerArn()), wanted));
    List<Rule> changed =
        wanted.entrySet().stream()
            .map(each -> moved(each.getKey(), each.getValue()).settings())
            .toList();
    registrations.usageChanged();
    return SetRulePrioritiesResponse.builder().rules(changed).build();
  }

  private RuleRow moved(String arn, int priority) {
    return tables
        .rules()
        .update(
            arn,
            row ->
                row.with(row.settings().toBuilder().priority(Integer.toString(priority)).build()));
  }

  /**
   * @param wanted the priority of each rule that gets one; an empty ARN for a new rule
   */
  private void validateFree(ListenerRow listener, Map<String, Integer> wanted) {
    var taken = new TreeMap<String, Integer>();
    tables.rulesOf(listener.arn()).forEach(row -> taken.put(row.arn(), row.priority()));
    taken.keySet().removeAll(wanted.keySet());
    for (int priority : wanted.values()) {
      if (taken.containsValue(priority)) {
        throw new ApiError("PriorityInUse", "Priority '" + priority + "' is currently in use");
      }
    }
    if (List.copyOf(wanted.values()).stream().distinct().count() < wanted.size()) {
      throw new ApiError("PriorityInUse", "Two rules cannot have the same priority");
    }
  }

  private static int priority(Integer priority) {
    if (priority == null || priority < 1 || priority > LAST_PRIORITY) {
      throw new ApiError(
          "ValidationError",
          "Priority '%s' must be between 1 and %d".formatted(priority, LAST_PRIORITY));
    }
    return priority;
  }

  private RuleRow notDefault(String arn, String what) {
    call.concerns(arn);
    boolean isDefault =
        tables.listeners().all().stream().anyMatch(row -> DefaultRule.arn(row).equals(arn));
    if (isDefault) {
      throw new ApiError(
          "OperationNotPermitted", "Default rule '%s' cannot be %s".formatted(arn, what));
    }
    return tables.rule(arn);
  }
}
