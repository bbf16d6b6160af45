package dev.hastack.provider.aws.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.stack.Value;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ActionsTest {
  private static final Value OLD = Value.text("arn:old");
  private static final Value NEW = Value.text("arn:new");
  private static final Value REDIRECT =
      Value.list(
          List.of(
              Value.struct(
                  Map.of(Actions.TYPE, Value.text("redirect"), Actions.PORT, Value.text("443")))));

  static Stream<List<Value>> different() {
    return Stream.of(
        List.of(Actions.forwardTo(OLD), Actions.forwardTo(NEW)),
        List.of(Actions.forwardTo(OLD), REDIRECT),
        List.of(
            Actions.forward(List.of(Actions.target(OLD, 1), Actions.target(NEW, 2))),
            Actions.forward(List.of(Actions.target(OLD, 2), Actions.target(NEW, 1)))));
  }

  @Test
  void shouldBeTheSameWhenOnlyTheOrderOfTargetGroupsDiffers() {
    assertThat(
            Actions.areSame(
                Actions.forward(List.of(Actions.target(OLD, 1), Actions.target(NEW, 2))),
                Actions.forward(List.of(Actions.target(NEW, 2), Actions.target(OLD, 1)))))
        .isTrue();
  }

  @ParameterizedTest
  @MethodSource("different")
  void shouldNotBeTheSameWhenRequestsGoElsewhere(List<Value> wantedAndFound) {
    assertThat(Actions.areSame(wantedAndFound.getFirst(), wantedAndFound.getLast())).isFalse();
  }

  @Test
  void shouldKeepEveryRequestWhereItGoesWhenAnIdleTargetGroupIsAdded() {
    assertThat(Actions.withIdle(Actions.forwardTo(OLD), NEW))
        .isEqualTo(Actions.forward(List.of(Actions.target(OLD, 1), Actions.target(NEW, 0))));
  }

  @Test
  void shouldAddNoIdleTargetGroupWhereNothingIsForwarded() {
    assertThat(Actions.withIdle(REDIRECT, NEW)).isEqualTo(REDIRECT);
  }

  /** An equal share of the requests, whatever the weights of the others are. */
  @Test
  void shouldGiveTheSameWeightAsTheOneItIsToShareWith() {
    Value other = Actions.target(Value.text("arn:other"), 40);
    assertThat(Actions.shared(Actions.forward(List.of(Actions.target(OLD, 60), other)), NEW, OLD))
        .isEqualTo(
            Actions.forward(List.of(Actions.target(OLD, 60), other, Actions.target(NEW, 60))));
  }

  @ParameterizedTest
  @CsvSource({"1, false", "4, false", "5, true"})
  void shouldBeFullWhenTheyForwardToAsManyTargetGroupsAsAwsTakes(int groups, boolean full) {
    List<Value> targets =
        IntStream.range(0, groups).mapToObj(any -> Actions.target(OLD, any)).toList();
    assertThat(Actions.areFull(Actions.forward(targets))).isEqualTo(full);
    assertThat(Actions.areFull(REDIRECT)).isFalse();
  }
}
