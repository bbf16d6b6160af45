package dev.hastack.sandbox.aws.eventbridge;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Page;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.model.ListTargetsByRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.ListTargetsByRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsResponse;
import software.amazon.awssdk.services.eventbridge.model.RemoveTargetsRequest;
import software.amazon.awssdk.services.eventbridge.model.RemoveTargetsResponse;
import software.amazon.awssdk.services.eventbridge.model.Target;

/** The targets of rules: EventBridge API reference, PutTargets and RemoveTargets. */
record TargetCalls(Foundation foundation, Store store) {
  private static final Pattern ID = Pattern.compile("[.\\-_A-Za-z0-9]{1,64}");
  private static final int MOST_AT_ONCE = 10;
  private static final int MOST_OF_A_RULE = 5;
  private static final int MOST_LISTED = 100;
  private static final int LEAST_AGE = 60;
  private static final int MOST_AGE = 86_400;
  private static final int MOST_RETRIES = 185;

  PutTargetsResponse put(PutTargetsRequest request) {
    RuleRow row = store.named(request.eventBusName(), request.rule());
    if (request.targets().isEmpty() || request.targets().size() > MOST_AT_ONCE) {
      throw RuleCalls.invalid("Value at 'targets' must have between 1 and 10 members");
    }
    var all = new TreeMap<>(row.targets());
    for (Target target : request.targets()) {
      mustBeSound(target);
      all.put(target.id(), target);
    }
    if (all.size() > MOST_OF_A_RULE) {
      throw new ApiError(
          "LimitExceededException", "The requested resource exceeds the maximum number allowed.");
    }
    store.put(row.targeting(all));
    return PutTargetsResponse.builder().failedEntryCount(0).failedEntries(List.of()).build();
  }

  private static void mustBeSound(Target target) {
    if (target.id() == null || !ID.matcher(target.id()).matches()) {
      throw RuleCalls.invalid(
          "Value '%s' at 'targets.member.id' is not valid".formatted(target.id()));
    }
    if (target.arn() == null || !target.arn().startsWith("arn:")) {
      throw RuleCalls.invalid(
          "Parameter %s is not valid. Reason: Provided Arn is not in correct format."
              .formatted(target.arn()));
    }
    if (!target.arn().startsWith("arn:aws:sqs:")
        || target.inputPath() != null
        || target.inputTransformer() != null) {
      throw new UnsupportedOperationException("targets other than queues, and changed inputs");
    }
    if (target.retryPolicy() != null) {
      mustBeWithin(
          "maximumEventAgeInSeconds",
          target.retryPolicy().maximumEventAgeInSeconds(),
          LEAST_AGE,
          MOST_AGE);
      mustBeWithin(
          "maximumRetryAttempts", target.retryPolicy().maximumRetryAttempts(), 0, MOST_RETRIES);
    }
  }

  private static void mustBeWithin(String name, @Nullable Integer value, int least, int most) {
    if (value != null && (value < least || value > most)) {
      throw RuleCalls.invalid(
          "Value '%d' at 'targets.member.retryPolicy.%s' must be between %d and %d"
              .formatted(value, name, least, most));
    }
  }

  ListTargetsByRuleResponse list(ListTargetsByRuleRequest request) {
    RuleRow row = store.seen(request.eventBusName(), request.rule());
    Page<Target> page =
        Page.of(
            List.copyOf(row.targets().values()),
            request.nextToken(),
            foundation.call().pageSize(request.limit(), MOST_LISTED, MOST_LISTED),
            "ValidationException");
    return ListTargetsByRuleResponse.builder()
        .targets(page.items())
        .nextToken(page.nextToken())
        .build();
  }

  /** A target that is not there counts as removed; that is not documented. */
  RemoveTargetsResponse remove(RemoveTargetsRequest request) {
    RuleRow row = store.named(request.eventBusName(), request.rule());
    var left = new TreeMap<>(row.targets());
    left.keySet().removeAll(request.ids());
    store.put(row.targeting(left));
    return RemoveTargetsResponse.builder().failedEntryCount(0).failedEntries(List.of()).build();
  }
}
