package dev.hastack.sandbox.aws.eventbridge;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Page;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
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
import software.amazon.awssdk.services.eventbridge.model.PutRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.PutRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.Rule;
import software.amazon.awssdk.services.eventbridge.model.RuleState;

/** Rules: EventBridge API reference, PutRule and the operations around it. */
record RuleCalls(Foundation foundation, Store store) {
  private static final Pattern NAME = Pattern.compile("[.\\-_A-Za-z0-9]{1,64}");
  private static final int MOST_RULES = 300;
  private static final int MOST_LISTED = 100;

  /** "If you are updating an existing rule, the rule is replaced" but for its tags and targets. */
  PutRuleResponse put(PutRuleRequest request) {
    String name = String.valueOf(request.name());
    if (!NAME.matcher(name).matches()) {
      throw invalid(
          "Value '%s' at 'name' failed to satisfy constraint: [\\.\\-_A-Za-z0-9]+".formatted(name));
    }
    Optional<RuleRow> before = store.find(request.eventBusName(), name);
    RuleRow.Settings settings = settings(request);
    if (before.isEmpty() && store.all().size() >= MOST_RULES) {
      throw new ApiError(
          "LimitExceededException", "The requested resource exceeds the maximum number allowed.");
    }
    RuleRow row =
        before
            .map(rule -> rule.with(settings))
            .orElseGet(
                () ->
                    new RuleRow(
                        name,
                        foundation.arn("events", "rule/" + name),
                        settings,
                        new TreeMap<>(),
                        Tags.byKey(request.tags())));
    store.put(row);
    return PutRuleResponse.builder().ruleArn(row.arn()).build();
  }

  private static RuleRow.Settings settings(PutRuleRequest request) {
    if (request.scheduleExpression() != null) {
      throw new UnsupportedOperationException("scheduled rules");
    }
    if (request.eventPattern() == null) {
      throw invalid("Parameter(s) EventPattern or ScheduleExpression must be specified.");
    }
    EventPattern.parse(request.eventPattern());
    RuleState state = request.state() == null ? RuleState.ENABLED : request.state();
    if (state == RuleState.UNKNOWN_TO_SDK_VERSION) {
      throw invalid("Value '%s' at 'state' is not valid".formatted(request.stateAsString()));
    }
    return new RuleRow.Settings(
        request.eventPattern(), state, request.description(), request.roleArn());
  }

  DescribeRuleResponse describe(DescribeRuleRequest request) {
    RuleRow row = store.seen(request.eventBusName(), request.name());
    return DescribeRuleResponse.builder()
        .name(row.name())
        .arn(row.arn())
        .eventPattern(row.settings().pattern())
        .state(row.settings().state())
        .description(row.settings().description())
        .roleArn(row.settings().roleArn())
        .eventBusName(Store.BUS)
        .createdBy(foundation.accountId())
        .build();
  }

  ListRulesResponse list(ListRulesRequest request) {
    String prefix = request.namePrefix() == null ? "" : request.namePrefix();
    List<Rule> rules =
        store.seen(request.eventBusName()).stream()
            .filter(row -> row.name().startsWith(prefix))
            .map(RuleCalls::rule)
            .toList();
    Page<Rule> page =
        Page.of(
            rules,
            request.nextToken(),
            foundation.call().pageSize(request.limit(), MOST_LISTED, MOST_LISTED),
            "ValidationException");
    return ListRulesResponse.builder().rules(page.items()).nextToken(page.nextToken()).build();
  }

  private static Rule rule(RuleRow row) {
    return Rule.builder()
        .name(row.name())
        .arn(row.arn())
        .eventPattern(row.settings().pattern())
        .state(row.settings().state())
        .description(row.settings().description())
        .roleArn(row.settings().roleArn())
        .eventBusName(Store.BUS)
        .build();
  }

  /** One that is not there counts as deleted; that is not documented. */
  DeleteRuleResponse delete(DeleteRuleRequest request) {
    Optional<RuleRow> row = store.find(request.eventBusName(), request.name());
    if (row.isPresent()) {
      if (!row.get().targets().isEmpty()) {
        throw invalid("Rule can't be deleted since it has targets.");
      }
      store.remove(row.get().name());
    }
    return DeleteRuleResponse.builder().build();
  }

  EnableRuleResponse enable(EnableRuleRequest request) {
    become(request.eventBusName(), request.name(), RuleState.ENABLED);
    return EnableRuleResponse.builder().build();
  }

  DisableRuleResponse disable(DisableRuleRequest request) {
    become(request.eventBusName(), request.name(), RuleState.DISABLED);
    return DisableRuleResponse.builder().build();
  }

  private void become(@Nullable String bus, @Nullable String name, RuleState state) {
    RuleRow row = store.named(bus, name);
    store.put(row.with(row.settings().in(state)));
  }

  static ApiError invalid(String message) {
    return new ApiError("ValidationException", message);
  }
}
