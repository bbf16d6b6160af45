package dev.hastack.provider.aws.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.resource.Actions;
import dev.hastack.provider.aws.resource.AttributeValues;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

class ListenerActionsTest {
  private static final Value BLUE = Value.text("arn:blue");
  private static final Value GREEN = Value.text("arn:green");

  static Stream<Value> actions() {
    return Stream.of(
        Actions.forwardTo(BLUE),
        Actions.forward(List.of(Actions.target(BLUE, 90), Actions.target(GREEN, 10))),
        Actions.forward(List.of(Actions.target(BLUE, 1), Actions.target(GREEN, 0))),
        alone(
            action("redirect")
                .text(Actions.PROTOCOL, "HTTPS")
                .text(Actions.PORT, "443")
                .text(Actions.HOST, "#{host}")
                .text(Actions.PATH, "/#{path}")
                .text(Actions.QUERY, "#{query}")
                .text(Actions.STATUS_CODE, "HTTP_302")),
        alone(
            action("fixed-response")
                .text(Actions.STATUS_CODE, "503")
                .text(Actions.CONTENT_TYPE, "text/html")
                .text(Actions.MESSAGE_BODY, "<p>later</p>")),
        alone(
            action("fixed-response")
                .text(Actions.STATUS_CODE, "404")
                .text(Actions.CONTENT_TYPE, "text/plain")));
  }

  private static AttributeValues.Builder action(String type) {
    return AttributeValues.builder().text(Actions.TYPE, type);
  }

  private static Value alone(AttributeValues.Builder action) {
    return Value.list(List.of(Value.struct(action.build().values())));
  }

  private static List<Action> written(Value actions) {
    return ListenerActions.write(
        AttributeValues.builder().put("DefaultActions", actions).build(), "DefaultActions");
  }

  @ParameterizedTest
  @MethodSource("actions")
  void shouldReadBackWhatItWrote(Value actions) {
    assertThat(ListenerActions.read(written(actions))).isEqualTo(actions);
  }

  @Test
  void shouldReadTheSameWhenAwsNamesOneTargetGroupInBothWays() {
    // Given
    Action answered =
        Action.builder()
            .type(ActionTypeEnum.FORWARD)
            .targetGroupArn("arn:blue")
            .forwardConfig(
                forward ->
                    forward
                        .targetGroups(
                            TargetGroupTuple.builder().targetGroupArn("arn:blue").weight(1).build())
                        .targetGroupStickinessConfig(sticky -> sticky.enabled(false)))
            .build();

    // Then
    assertThat(ListenerActions.read(List.of(answered))).isEqualTo(Actions.forwardTo(BLUE));
  }

  @Test
  void shouldSeeThatSomebodyMadeClientsStayWhenNobodyWantedIt() {
    // Given
    Action answered =
        Action.builder()
            .type(ActionTypeEnum.FORWARD)
            .forwardConfig(
                forward ->
                    forward
                        .targetGroups(TargetGroupTuple.builder().targetGroupArn("arn:blue").build())
                        .targetGroupStickinessConfig(
                            sticky -> sticky.enabled(true).durationSeconds(60)))
            .build();

    // Then
    assertThat(ListenerActions.read(List.of(answered))).isNotEqualTo(Actions.forwardTo(BLUE));
  }

  @Test
  void shouldSeeThatItIsNotWhatIsWantedWhenAnActionIsOfAnotherType() {
    // Given
    Action answered = Action.builder().type(ActionTypeEnum.AUTHENTICATE_OIDC).build();

    // Then
    assertThat(ListenerActions.read(List.of(answered)))
        .isEqualTo(alone(action("authenticate-oidc")));
  }
}
