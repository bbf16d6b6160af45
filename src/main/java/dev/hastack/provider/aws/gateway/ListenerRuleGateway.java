package dev.hastack.provider.aws.gateway;

import static dev.hastack.provider.aws.rights.Grant.TRAFFIC_NEW_RULES;
import static dev.hastack.provider.aws.rights.Grant.TRAFFIC_NEW_TAGS;
import static dev.hastack.provider.aws.rights.Grant.TRAFFIC_OWN;

import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.stack.Health;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.Ownership;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.AwsArns;
import dev.hastack.provider.aws.AwsCallException;
import dev.hastack.provider.aws.AwsNames;
import dev.hastack.provider.aws.AwsTags;
import dev.hastack.provider.aws.inventory.Inventory;
import dev.hastack.provider.aws.resource.AttributeValues;
import dev.hastack.provider.aws.resource.Listener;
import dev.hastack.provider.aws.resource.ListenerRule;
import dev.hastack.provider.aws.rights.AwsRight;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;

/**
 * Rules of listeners. Of a listener that is not ours only our rule is looked at, and nothing else
 * of it is ever written.
 */
public final class ListenerRuleGateway implements ResourceGateway {
  static final List<AwsRight> RIGHTS =
      List.of(
          TRAFFIC_NEW_RULES.toCall(
              "elasticloadbalancing:CreateRule",
              "A rule sends requests to the target group, also on a listener that is somebody"
                  + " else's."),
          TRAFFIC_NEW_TAGS.dependent(
              "elasticloadbalancing:AddTags",
              "A rule is marked as ours by the call that makes it.",
              "Service Authorization Reference: Elastic Load Balancing V2, CreateRule"),
          TRAFFIC_OWN.toCall(
              "elasticloadbalancing:ModifyRule",
              "Conditions and targets of a rule follow the spec."),
          TRAFFIC_OWN.toCall(
              "elasticloadbalancing:DeleteRule",
              "A rule goes with its stack, or when the spec has it no more."));

  /** A listener's ARN and the name by which its rules are named. */
  private record Owner(String listenerArn, String name) {
    boolean isForeign() {
      return name.equals(listenerArn);
    }
  }

  private record Placed(Owner owner, Rule rule, Map<String, String> tags) {}

  private final ElasticLoadBalancingV2Client loadBalancing;
  private final Inventory inventory;
  private final OwnLoadBalancers loadBalancers;
  private final ResourceTags tags;
  private final RulePriorities priorities;

  public ListenerRuleGateway(ElasticLoadBalancingV2Client loadBalancing, Inventory inventory) {
    this.loadBalancing = loadBalancing;
    this.inventory = inventory;
    this.loadBalancers = new OwnLoadBalancers(inventory);
    this.tags = new ResourceTags(loadBalancing);
    this.priorities = new RulePriorities(loadBalancing, inventory);
  }

  @Override
  public String kind() {
    return ListenerRule.KIND;
  }

  @Override
  public Reading read(StackId stack, Set<ResourceId> ids, Map<String, ResourceId> expected) {
    if (ids.isEmpty()) {
      return new Reading(List.of(), List.of());
    }
    var claims = new Claims<Placed>(kind(), stack, expected);
    for (Owner owner : owners(stack, expected.keySet())) {
      var rules = inventory.rules(owner.listenerArn());
      var own = inventory.elbTags(rules.stream().map(Rule::ruleArn).toList());
      for (Rule rule : rules) {
        Map<String, String> ruleTags = own.of(rule.ruleArn());
        claims
            .claimed(ruleTags)
            .ifPresent(
                id -> {
                  String name = AwsNames.listenerRule(owner.name(), id);
                  claims.judge(
                      new Placed(owner, rule, ruleTags), name, ruleTags, Optional.of(name));
                });
      }
    }
    return new Reading(
        claims.claims().stream()
            .map(
                claim ->
                    new Reading.Found(
                        claim.id(), present(claim.thing(), claim.id(), claim.ownership())))
            .toList(),
        claims.foreignCopies());
  }

  /** The listeners of our load balancers, and those that are or were named by the spec. */
  private List<Owner> owners(StackId stack, Set<String> expected) {
    var owners = new ArrayList<Owner>();
    expected.stream()
        .flatMap(name -> AwsNames.foreignListenerArn(name).stream())
        .distinct()
        .forEach(arn -> owners.add(new Owner(arn, arn)));
    if (expected.stream().allMatch(name -> AwsNames.foreignListenerArn(name).isPresent())) {
      return owners;
    }
    for (var placed : loadBalancers.listeners(stack)) {
      AwsTags.claim(stack, placed.tags())
          .filter(id -> id.kind().equals(Listener.KIND))
          .ifPresent(
              id ->
                  owners.add(
                      new Owner(placed.arn(), AwsNames.listener(placed.loadBalancerName(), id))));
    }
    return owners;
  }

  private Present present(Placed placed, ResourceId id, Ownership ownership) {
    Rule rule = placed.rule();
    return new Present(
        AwsNames.listenerRule(placed.owner().name(), id),
        rule.ruleArn(),
        new ListenerRule(
            AttributeValues.builder()
                .text(ListenerRule.LISTENER_ARN, placed.owner().listenerArn())
                .whole(ListenerRule.PRIORITY, Integer.valueOf(rule.priority()))
                .put(
                    ListenerRule.CONDITIONS,
                    Value.list(
                        rule.conditions().stream().map(ListenerRuleGateway::condition).toList()))
                .put(ListenerRule.ACTIONS, ListenerActions.read(rule.actions()))
                .keyed(ListenerRule.TAGS, AwsTags.attributes(placed.tags()))
                .build()),
        outputs(rule.ruleArn()),
        ownership,
        Health.HEALTHY,
        Optional.empty(),
        placed.owner().isForeign() ? whereabouts(placed.owner().listenerArn()) : Map.of());
  }

  /**
   * Where clients find a listener that is not ours; of ours its load balancer tells. Nothing where
   * AWS does not say: the rule itself was read all the same.
   */
  private Map<String, Value> whereabouts(String listenerArn) {
    try {
      return inventory
          .loadBalancer(AwsArns.loadBalancerOf(listenerArn))
          .map(LoadBalancerGateway::whereabouts)
          .orElse(Map.of());
    } catch (AwsCallException unread) {
      return Map.of();
    }
  }

  private static Value condition(RuleCondition condition) {
    if (condition.httpHeaderConfig() != null) {
      return ListenerRule.headerCondition(
          condition.httpHeaderConfig().httpHeaderName(), condition.httpHeaderConfig().values());
    }
    if (condition.hostHeaderConfig() != null) {
      return ListenerRule.condition(condition.field(), condition.hostHeaderConfig().values());
    }
    return ListenerRule.condition(
        condition.field(),
        condition.pathPatternConfig() == null
            ? condition.values()
            : condition.pathPatternConfig().values());
  }

  @Override
  public Outcome create(Target target) {
    AttributeValues after = target.after();
    String listenerArn = after.text(ListenerRule.LISTENER_ARN).orElse("");
    String priority = after.text(ListenerRule.PRIORITY).orElse("");
    var rules = inventory.rules(listenerArn);
    var own = inventory.elbTags(rules.stream().map(Rule::ruleArn).toList());
    for (Rule rule : rules) {
      Map<String, String> tags = own.of(rule.ruleArn());
      if (AwsTags.claim(target.stack(), tags).equals(Optional.of(target.id()))) {
        return Refusals.alreadyThere(
            target, tags, "elasticloadbalancing:CreateRule", target.physicalName());
      }
      if (rule.priority().equals(priority)) {
        return priorities.taken(target.stack(), listenerArn, rule);
      }
    }
    var all = new TreeMap<>(after.keyedTexts(ListenerRule.TAGS));
    all.putAll(AwsTags.ownership(target.stack(), target.id()));
    String arn =
        loadBalancing
            .createRule(
                request -> {
                  request.listenerArn(listenerArn).tags(ResourceTags.of(all));
                  after.whole(ListenerRule.PRIORITY).ifPresent(request::priority);
                  request
                      .conditions(conditions(after))
                      .actions(ListenerActions.write(after, ListenerRule.ACTIONS));
                })
            .rules()
            .getFirst()
            .ruleArn();
    return new Outcome.Done(outputs(arn));
  }

  private static List<RuleCondition> conditions(AttributeValues attributes) {
    var conditions = new ArrayList<RuleCondition>();
    for (Value item : attributes.items(ListenerRule.CONDITIONS)) {
      var members = new AttributeValues(((Value.Struct) item).members());
      String field = members.text(ListenerRule.FIELD).orElse("");
      List<String> values = members.texts(ListenerRule.VALUES);
      var condition = RuleCondition.builder().field(field);
      switch (field) {
        case ListenerRule.HOST_HEADER -> condition.hostHeaderConfig(host -> host.values(values));
        case ListenerRule.HTTP_HEADER ->
            condition.httpHeaderConfig(
                header ->
                    header
                        .httpHeaderName(members.text(ListenerRule.HTTP_HEADER_NAME).orElse(""))
                        .values(values));
        default -> condition.pathPatternConfig(path -> path.values(values));
      }
      conditions.add(condition.build());
    }
    return conditions;
  }

  @Override
  public Outcome update(Target target, Present observed) {
    String arn = observed.physicalId();
    AttributeValues after = target.after();
    boolean conditions = target.changes(ListenerRule.CONDITIONS);
    boolean actions = target.changes(ListenerRule.ACTIONS);
    if (conditions || actions) {
      loadBalancing.modifyRule(
          request -> {
            request.ruleArn(arn);
            if (conditions) {
              request.conditions(conditions(after));
            }
            if (actions) {
              request.actions(ListenerActions.write(after, ListenerRule.ACTIONS));
            }
          });
    }
    retag(observed, target.keysToSet(ListenerRule.TAGS), target.keysToRemove(ListenerRule.TAGS));
    // Last, so that a priority that somebody else has keeps nothing of the rest back.
    Optional<Outcome> taken =
        target.changes(ListenerRule.PRIORITY)
            ? priorities.move(
                target.stack(),
                after.text(ListenerRule.LISTENER_ARN).orElseThrow(),
                arn,
                after.whole(ListenerRule.PRIORITY).orElseThrow())
            : Optional.empty();
    return taken.orElseGet(() -> new Outcome.Done(outputs(arn)));
  }

  @Override
  public Outcome delete(Removal removal) {
    return Deletion.by(
        () ->
            loadBalancing.deleteRule(request -> request.ruleArn(removal.observed().physicalId())));
  }

  @Override
  public void retag(Present observed, Map<String, String> set, Set<String> removed) {
    tags.change(observed.physicalId(), set, removed);
  }

  private static Map<String, Value> outputs(String arn) {
    return Map.of(ListenerRule.OUTPUT_ARN, Value.text(arn));
  }
}
