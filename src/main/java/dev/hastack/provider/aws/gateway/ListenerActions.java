package dev.hastack.provider.aws.gateway;

import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.resource.Actions;
import dev.hastack.provider.aws.resource.AttributeValues;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/** Actions of listeners and rules, between the wire and {@link Actions}. */
final class ListenerActions {
  private ListenerActions() {}

  static Value read(List<Action> actions) {
    return Value.list(actions.stream().map(ListenerActions::read).toList());
  }

  private static Value read(Action action) {
    var members = AttributeValues.builder().text(Actions.TYPE, action.typeAsString());
    switch (action.type()) {
      case FORWARD -> members.put(Actions.TARGET_GROUPS, Value.list(targets(action)));
      case REDIRECT -> {
        var redirect = action.redirectConfig();
        members
            .text(Actions.PROTOCOL, redirect.protocol())
            .text(Actions.PORT, redirect.port())
            .text(Actions.HOST, redirect.host())
            .text(Actions.PATH, redirect.path())
            .text(Actions.QUERY, redirect.query())
            .text(Actions.STATUS_CODE, redirect.statusCodeAsString());
      }
      case FIXED_RESPONSE -> {
        var fixed = action.fixedResponseConfig();
        String body = fixed.messageBody();
        members
            .text(Actions.STATUS_CODE, fixed.statusCode())
            .text(Actions.CONTENT_TYPE, fixed.contentType())
            .text(Actions.MESSAGE_BODY, body == null || body.isEmpty() ? null : body);
      }
      // Somebody else's: enough to see that it is not what is wanted.
      case AUTHENTICATE_COGNITO, AUTHENTICATE_OIDC, UNKNOWN_TO_SDK_VERSION -> {}
      default -> {}
    }
    if (action.forwardConfig() != null
        && action.forwardConfig().targetGroupStickinessConfig() != null
        && Boolean.TRUE.equals(action.forwardConfig().targetGroupStickinessConfig().enabled())) {
      members.whole(
          Actions.STICKINESS_SECONDS,
          action.forwardConfig().targetGroupStickinessConfig().durationSeconds());
    }
    return Value.struct(members.build().values());
  }

  private static List<Value> targets(Action action) {
    if (action.forwardConfig() == null) {
      return List.of(Actions.target(Value.text(action.targetGroupArn()), 1));
    }
    List<TargetGroupTuple> groups = action.forwardConfig().targetGroups();
    return groups.stream()
        .map(
            group ->
                Actions.target(
                    Value.text(group.targetGroupArn()),
                    groups.size() == 1 || group.weight() == null ? 1 : group.weight()))
        .toList();
  }

  static List<Action> write(AttributeValues attributes, String name) {
    var actions = new ArrayList<Action>();
    for (Value item : attributes.items(name)) {
      actions.add(write(new AttributeValues(((Value.Struct) item).members())));
    }
    return actions;
  }

  private static Action write(AttributeValues members) {
    String type = members.text(Actions.TYPE).orElse("");
    var action = Action.builder().type(type);
    switch (type) {
      case Actions.REDIRECT ->
          action.redirectConfig(
              redirect -> {
                members.text(Actions.PROTOCOL).ifPresent(redirect::protocol);
                members.text(Actions.PORT).ifPresent(redirect::port);
                members.text(Actions.HOST).ifPresent(redirect::host);
                members.text(Actions.PATH).ifPresent(redirect::path);
                members.text(Actions.QUERY).ifPresent(redirect::query);
                members.text(Actions.STATUS_CODE).ifPresent(redirect::statusCode);
              });
      case Actions.FIXED_RESPONSE ->
          action.fixedResponseConfig(
              fixed -> {
                members.text(Actions.STATUS_CODE).ifPresent(fixed::statusCode);
                members.text(Actions.CONTENT_TYPE).ifPresent(fixed::contentType);
                members.text(Actions.MESSAGE_BODY).ifPresent(fixed::messageBody);
              });
      default -> forward(members, action);
    }
    return action.build();
  }

  /** One alone is named in both ways, as AWS answers it. */
  private static void forward(AttributeValues members, Action.Builder action) {
    List<TargetGroupTuple> tuples =
        members.items(Actions.TARGET_GROUPS).stream()
            .map(item -> new AttributeValues(((Value.Struct) item).members()))
            .map(
                target ->
                    TargetGroupTuple.builder()
                        .targetGroupArn(target.text(Actions.TARGET_GROUP_ARN).orElse(""))
                        .weight(target.whole(Actions.WEIGHT).orElse(1))
                        .build())
            .toList();
    if (tuples.size() == 1) {
      action.targetGroupArn(tuples.getFirst().targetGroupArn());
    } else {
      action.forwardConfig(forward -> forward.targetGroups(tuples));
    }
  }
}
