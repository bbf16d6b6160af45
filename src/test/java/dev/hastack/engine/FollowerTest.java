package dev.hastack.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.DriftSpec;
import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Value;
import dev.hastack.core.status.Notice;
import dev.hastack.testing.toy.ToyStacks;
import dev.hastack.testing.toy.ToyWorld;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What follows another resource's output, and could not when that changed. */
class FollowerTest {
  private static final Failure THROTTLED =
      new Failure(FailureKind.THROTTLED, "toy:Read", "Throttling", "slow down");

  private static Optional<Value> version(ToyWorld world) {
    return Optional.ofNullable(world.cloud().thing(ToyStacks.GROUP).spec().values().get("Version"));
  }

  @ParameterizedTest
  @CsvSource({
    "AutoScalingGroup/app, Correct",
    "AutoScalingGroup/app, Report",
    "TargetGroup/app, Correct",
    "TargetGroup/app, Report"
  })
  void shouldFollowLaterAndCallItNoDriftWhenItWasHeldUp(String unread, DriftSpec.Policy policy) {
    // Given
    var world = new ToyWorld().drift(policy).edit(ToyStacks.web());
    world.settle();
    Optional<Value> before = version(world);
    world.cloud().makeUnreadable(ResourceId.parse(unread), THROTTLED);
    world.edit(ToyStacks.changed(ToyStacks.web(), ToyStacks.MOULD, "Shape", Value.text("square")));
    world.pass();
    assertThat(version(world)).isEqualTo(before);

    // When
    world.cloud().makeReadable();
    PassResult result = world.pass();

    // Then
    assertThat(version(world)).isNotEqualTo(before);
    assertThat(result.status().drift()).isEmpty();
    assertThat(result.notices()).extracting(Notice::reason).containsExactly(Notice.Reason.Applied);
    assertThat(world.pass().outcomes()).isEmpty();
  }
}
