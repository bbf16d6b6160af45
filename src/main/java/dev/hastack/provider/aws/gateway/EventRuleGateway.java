package dev.hastack.provider.aws.gateway;

import static dev.hastack.provider.aws.rights.Grant.SIGNALS_RULES;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.stack.Health;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.AwsCallException;
import dev.hastack.provider.aws.AwsFailures;
import dev.hastack.provider.aws.AwsNames;
import dev.hastack.provider.aws.AwsTags;
import dev.hastack.provider.aws.resource.AttributeValues;
import dev.hastack.provider.aws.resource.EventRule;
import dev.hastack.provider.aws.resource.JsonValues;
import dev.hastack.provider.aws.rights.AwsRight;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.DeadLetterConfig;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.ListTargetsByRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.RetryPolicy;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.eventbridge.model.Tag;

/** Rules of the default event bus, each asked for by its name. */
public final class EventRuleGateway implements ResourceGateway {
  static final List<AwsRight> RIGHTS =
      List.of(
          SIGNALS_RULES.toCall(
              "events:DescribeRule", "A rule of ours is compared with what it should be."),
          SIGNALS_RULES.toCall(
              "events:ListTargetsByRule",
              "Where a rule of ours sends events is compared with where it should."),
          SIGNALS_RULES.toCall(
              "events:ListTagsForResource", "Tags say whether a rule of our name is ours."),
          SIGNALS_RULES.toCall(
              "events:PutRule", "Rules pick the events that servers are taken back by."),
          SIGNALS_RULES.toCall("events:PutTargets", "Rules send their events to the queue."),
          SIGNALS_RULES.toCall(
              "events:TagResource",
              "A rule is marked as ours, by the call that makes it too (API reference, PutRule)."),
          SIGNALS_RULES.toCall("events:UntagResource", "Tags that nobody wants any more go."),
          SIGNALS_RULES.toCall("events:RemoveTargets", "A rule with targets cannot be deleted."),
          SIGNALS_RULES.toCall(
              "events:DeleteRule", "Rules go when no stack of the place drains Spot."));

  /** Our target's id, which needs to be unique within its rule alone. */
  private static final String TARGET_ID = "hastack";

  private final EventBridgeClient events;

  public EventRuleGateway(EventBridgeClient events) {
    this.events = events;
  }

  /** A rule as EventBridge tells of it. */
  private record Live(
      DescribeRuleResponse rule,
      List<software.amazon.awssdk.services.eventbridge.model.Target> targets,
      Map<String, String> tags) {}

  @Override
  public String kind() {
    return EventRule.KIND;
  }

  @Override
  public Reading read(StackId stack, Set<ResourceId> ids, Map<String, ResourceId> expected) {
    var names = new TreeMap<>(expected);
    ids.forEach(id -> names.putIfAbsent(AwsNames.eventRule(stack, id), id));
    var claims = new Claims<Live>(kind(), stack, names);
    for (String name : names.keySet()) {
      find(name)
          .ifPresent(
              live ->
                  claims.judge(
                      live,
                      name,
                      live.tags(),
                      claims.claimed(live.tags()).map(id -> AwsNames.eventRule(stack, id))));
    }
    return new Reading(
        claims.claims().stream()
            .map(claim -> new Reading.Found(claim.id(), present(claim)))
            .toList(),
        claims.foreignCopies());
  }

  private Optional<Live> find(String name) {
    try {
      DescribeRuleResponse rule = events.describeRule(request -> request.name(name));
      var tags = new TreeMap<String, String>();
      events
          .listTagsForResource(request -> request.resourceARN(rule.arn()))
          .tags()
          .forEach(tag -> tags.put(tag.key(), tag.value()));
      return Optional.of(new Live(rule, targets(name), tags));
    } catch (AwsCallException refused) {
      if (refused.failure().kind() == FailureKind.NOT_FOUND) {
        return Optional.empty();
      }
      throw refused;
    }
  }

  private List<software.amazon.awssdk.services.eventbridge.model.Target> targets(String rule) {
    var targets = new ArrayList<software.amazon.awssdk.services.eventbridge.model.Target>();
    @Nullable String token = null;
    do {
      String from = token;
      ListTargetsByRuleResponse page =
          events.listTargetsByRule(request -> request.rule(rule).nextToken(from));
      targets.addAll(page.targets());
      token = page.nextToken();
    } while (token != null);
    return targets;
  }

  private static Present present(Claims.Claim<Live> claim) {
    DescribeRuleResponse rule = claim.thing().rule();
    var values =
        AttributeValues.builder()
            .text(EventRule.STATE, rule.stateAsString())
            .text(EventRule.DESCRIPTION, rule.description())
            .keyed(EventRule.TAGS, AwsTags.attributes(claim.thing().tags()));
    if (rule.eventPattern() != null) {
      values.put(EventRule.EVENT_PATTERN, JsonValues.read(rule.eventPattern()));
    }
    claim.thing().targets().stream()
        .filter(target -> target.id().equals(TARGET_ID))
        .forEach(target -> values.put(EventRule.TARGET, value(target)));
    return new Present(
        rule.name(),
        rule.arn(),
        new EventRule(values.build()),
        Map.of(),
        claim.ownership(),
        Health.HEALTHY,
        Optional.empty(),
        Map.of());
  }

  /** Input of any kind would take the place of the event. */
  private static Value value(software.amazon.awssdk.services.eventbridge.model.Target target) {
    DeadLetterConfig deadLetters = target.deadLetterConfig();
    RetryPolicy retries = target.retryPolicy();
    var members =
        AttributeValues.builder()
            .text(EventRule.ARN, target.arn())
            .text(EventRule.DEAD_LETTER_ARN, deadLetters == null ? null : deadLetters.arn())
            .whole(
                EventRule.MAXIMUM_EVENT_AGE_IN_SECONDS,
                retries == null ? null : retries.maximumEventAgeInSeconds())
            .text("Input", target.input())
            .text("InputPath", target.inputPath())
            .text(
                "InputTransformer",
                target.inputTransformer() == null ? null : target.inputTransformer().toString());
    return Value.struct(members.build().values());
  }

  @Override
  public Outcome create(Target target) {
    String name = target.physicalName();
    Optional<Live> standing = find(name);
    if (standing.isPresent()) {
      return Refusals.alreadyThere(target, standing.get().tags(), "events:PutRule", name);
    }
    Map<String, String> tags = new TreeMap<>(target.after().keyedTexts(EventRule.TAGS));
    tags.putAll(AwsTags.ownership(target.stack(), target.id()));
    putRule(target, of(tags));
    putTarget(target);
    return Outcome.done();
  }

  @Override
  public Outcome update(Target target, Present observed) {
    retag(observed, target.keysToSet(EventRule.TAGS), target.keysToRemove(EventRule.TAGS));
    if (target.changesAny(
        Set.of(EventRule.EVENT_PATTERN, EventRule.STATE, EventRule.DESCRIPTION))) {
      putRule(target, List.of());
    }
    if (target.changes(EventRule.TARGET)) {
      putTarget(target);
    }
    return Outcome.done();
  }

  /** Replaces a rule of that name; takes tags for a new one only. */
  private void putRule(Target target, Collection<Tag> tags) {
    AttributeValues after = target.after();
    events.putRule(
        request -> {
          request
              .name(target.physicalName())
              .description(after.text(EventRule.DESCRIPTION).orElse(null))
              .eventPattern(
                  after.value(EventRule.EVENT_PATTERN).map(JsonValues::write).orElse(null))
              .state(RuleState.fromValue(after.text(EventRule.STATE).orElse(EventRule.ENABLED)));
          if (!tags.isEmpty()) {
            request.tags(tags);
          }
        });
  }

  private void putTarget(Target target) {
    AttributeValues wanted = target.after().struct(EventRule.TARGET);
    var ours =
        software.amazon.awssdk.services.eventbridge.model.Target.builder()
            .id(TARGET_ID)
            .arn(wanted.text(EventRule.ARN).orElse(null))
            .deadLetterConfig(
                letters -> letters.arn(wanted.text(EventRule.DEAD_LETTER_ARN).orElse(null)))
            .retryPolicy(
                retries ->
                    retries.maximumEventAgeInSeconds(
                        wanted.whole(EventRule.MAXIMUM_EVENT_AGE_IN_SECONDS).orElse(null)))
            .build();
    events
        .putTargets(request -> request.rule(target.physicalName()).targets(ours))
        .failedEntries()
        .forEach(
            entry -> {
              throw refused("events:PutTargets", entry.errorCode(), entry.errorMessage());
            });
  }

  @Override
  public Outcome delete(Removal removal) {
    String name = removal.observed().physicalName();
    return Deletion.by(
        () -> {
          removeTargets(name);
          events.deleteRule(request -> request.name(name));
        });
  }

  /** A rule that has targets, be they ours or not, cannot be deleted. */
  private void removeTargets(String rule) {
    List<String> ids = targets(rule).stream().map(target -> target.id()).toList();
    if (!ids.isEmpty()) {
      events
          .removeTargets(request -> request.rule(rule).ids(ids))
          .failedEntries()
          .forEach(
              entry -> {
                throw refused("events:RemoveTargets", entry.errorCode(), entry.errorMessage());
              });
    }
  }

  /** What the answer says of one entry, though the call as a whole was good. */
  private static AwsCallException refused(String operation, String code, String message) {
    return new AwsCallException(new Failure(AwsFailures.kindOf(code), operation, code, message));
  }

  @Override
  public void retag(Present observed, Map<String, String> set, Set<String> removed) {
    String arn = observed.physicalId();
    if (!set.isEmpty()) {
      events.tagResource(request -> request.resourceARN(arn).tags(of(set)));
    }
    if (!removed.isEmpty()) {
      events.untagResource(request -> request.resourceARN(arn).tagKeys(removed));
    }
  }

  private static Collection<Tag> of(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }
}
