package dev.hastack.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.HAStackStatus;
import dev.hastack.core.stack.DesiredResource;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Value;
import dev.hastack.testing.toy.ToyStacks;
import dev.hastack.testing.toy.ToyWorld;
import dev.hastack.testing.toy.Toys;
import org.junit.jupiter.api.Test;

class ConvergenceTest {
  @Test
  void shouldMakeEverythingWhenNothingIsThere() {
    // Given
    var world = new ToyWorld().edit(ToyStacks.web());

    // When
    PassResult first = world.pass();

    // Then
    assertThat(first.plan().counts()).isEqualTo(java.util.Map.of("Create", 3));
    assertThat(world.cloud().thing(ToyStacks.GROUP).spec().values())
        .containsEntry("MouldId", Value.text("toy-1"))
        .containsEntry("Version", Value.text("1"));
  }

  @Test
  void shouldWriteAndSaveNothingAndKeepItsStatusWhenSettled() {
    // Given
    var world = new ToyWorld().edit(ToyStacks.web());
    HAStackStatus settled = world.settle().status();
    int steps = world.faults().steps().size();

    // When
    PassResult next = world.pass();

    // Then
    assertThat(next.status()).isEqualTo(settled);
    assertThat(next.notices()).isEmpty();
    assertThat(world.faults().steps()).hasSize(steps);
  }

  @Test
  void shouldLetTheGroupFollowInTheSamePassWhenItsMouldIsRenewed() {
    // Given
    var world = new ToyWorld().edit(ToyStacks.web());
    world.settle();
    DesiredResource[] renewed =
        ToyStacks.changed(ToyStacks.web(), ToyStacks.MOULD, "Shape", Value.text("square"));

    // When
    PassResult result = world.edit(renewed).pass();

    // Then
    assertThat(result.plan().effective())
        .extracting(change -> change.id())
        .containsExactly(ToyStacks.MOULD, ToyStacks.GROUP);
    assertThat(world.cloud().thing(ToyStacks.GROUP).spec().values())
        .containsEntry("Version", Value.text("2"));
    assertThat(new ResourceId(Toys.MOULD.kind(), "app")).isEqualTo(ToyStacks.MOULD);
  }
}
