package dev.hastack.sandbox.aws.elasticloadbalancing;

import dev.hastack.sandbox.aws.world.ApiError;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.FixedResponseActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ForwardActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupStickinessConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/**
 * The actions of listeners and rules, as AWS takes and echoes them: ELBv2 API reference, Action;
 * "Listener rules for your Application Load Balancer". Authentication is not modelled.
 */
record Actions(Tables tables) {
  /** "Quotas for your Application Load Balancers", target groups per action. */
  private static final int MOST_GROUPS = 5;

  private static final int HEAVIEST = 999;
  private static final int LONGEST_BODY = 1024;

  /**
   * The actions as a describe shows them.
   *
   * @param entry of the listener that has them
   * @throws ApiError if the load balancer cannot have them
   */
  List<Action> checked(LoadBalancerRow loadBalancer, Redirects.Entry entry, List<Action> asked) {
    if (asked.isEmpty()) {
      throw new ApiError("ValidationError", "An action must be specified");
    }
    if (asked.size() > 1) {
      throw new ApiError(
          "TooManyActions", "Only one action that ends the rule is modelled in this account");
    }
    Action action = asked.getFirst();
    ActionTypeEnum type = action.type();
    if (loadBalancer.network() && type != ActionTypeEnum.FORWARD) {
      throw new ApiError(
          "InvalidLoadBalancerAction",
          "Action type '%s' is not supported by network load balancers"
              .formatted(action.typeAsString()));
    }
    return List.of(
        switch (type) {
          case FORWARD -> forward(loadBalancer, action);
          case REDIRECT ->
              action.toBuilder()
                  .redirectConfig(Redirects.checked(entry, action.redirectConfig()))
                  .build();
          case FIXED_RESPONSE -> fixedResponse(action);
          case AUTHENTICATE_OIDC, AUTHENTICATE_COGNITO, JWT_VALIDATION ->
              throw new ApiError(
                  501, "NotImplemented", "Action '" + type + "' is not modelled in this account");
          case UNKNOWN_TO_SDK_VERSION ->
              throw new ApiError(
                  "InvalidLoadBalancerAction",
                  "Action type '" + action.typeAsString() + "' is not valid");
        });
  }

  private Action forward(LoadBalancerRow loadBalancer, Action action) {
    List<TargetGroupTuple> forwards = forwards(action);
    if (forwards.size() > MOST_GROUPS) {
      throw new ApiError(
          "TooManyTargetGroups", "A forward action can have at most " + MOST_GROUPS + " groups");
    }
    forwards.forEach(each -> validate(loadBalancer, each));
    @Nullable ForwardActionConfig config = action.forwardConfig();
    return action.toBuilder()
        .targetGroupArn(forwards.size() == 1 ? forwards.getFirst().targetGroupArn() : null)
        .forwardConfig(
            ForwardActionConfig.builder()
                .targetGroups(forwards)
                .targetGroupStickinessConfig(
                    config == null || config.targetGroupStickinessConfig() == null
                        ? TargetGroupStickinessConfig.builder().enabled(false).build()
                        : config.targetGroupStickinessConfig())
                .build())
        .build();
  }

  /** From the short form with one group or from the other, which may stand beside it. */
  private static List<TargetGroupTuple> forwards(Action action) {
    var forwards = new ArrayList<TargetGroupTuple>();
    if (action.forwardConfig() != null && !action.forwardConfig().targetGroups().isEmpty()) {
      action
          .forwardConfig()
          .targetGroups()
          .forEach(
              each ->
                  forwards.add(each.weight() == null ? each.toBuilder().weight(1).build() : each));
    } else if (action.targetGroupArn() != null) {
      forwards.add(
          TargetGroupTuple.builder().targetGroupArn(action.targetGroupArn()).weight(1).build());
    }
    if (forwards.isEmpty()) {
      throw new ApiError(
          "ValidationError", "A target group ARN must be specified for a forward action");
    }
    return forwards;
  }

  private void validate(LoadBalancerRow loadBalancer, TargetGroupTuple forward) {
    String arn = forward.targetGroupArn();
    TargetGroupRow group = tables.targetGroup(arn);
    if (forward.weight() < 0 || forward.weight() > HEAVIEST) {
      throw new ApiError(
          "ValidationError",
          "Weight '%d' must be between 0 and %d".formatted(forward.weight(), HEAVIEST));
    }
    if (group.network() != loadBalancer.network()) {
      throw new ApiError(
          "IncompatibleProtocols",
          "The target group '%s' with protocol %s cannot be used by %s load balancers"
              .formatted(
                  arn,
                  group.settings().protocolAsString(),
                  loadBalancer.settings().typeAsString()));
    }
    SortedSet<String> users = new TreeSet<>(new Usage(tables).loadBalancerArns(arn));
    users.remove(loadBalancer.arn());
    if (!users.isEmpty()) {
      throw new ApiError(
          "TargetGroupAssociationLimit",
          "The following target groups cannot be associated with more than one load balancer: "
              + arn);
    }
  }

  private static Action fixedResponse(Action action) {
    @Nullable FixedResponseActionConfig config = action.fixedResponseConfig();
    if (config == null || !or(config.statusCode(), "").matches("[245]\\d\\d")) {
      throw new ApiError("ValidationError", "A fixed response needs a status code 2XX, 4XX or 5XX");
    }
    if (or(config.messageBody(), "").length() > LONGEST_BODY) {
      throw new ApiError(
          "ValidationError",
          "The message body of a fixed response can have at most " + LONGEST_BODY + " characters");
    }
    return action.toBuilder()
        .fixedResponseConfig(
            config.toBuilder().contentType(or(config.contentType(), "text/plain")).build())
        .build();
  }

  private static String or(@Nullable String value, String byDefault) {
    return value == null ? byDefault : value;
  }
}
