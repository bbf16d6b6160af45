package dev.hastack.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.api.v1alpha1.HAStackStatus;
import dev.hastack.core.status.Notice;
import dev.hastack.testing.toy.ToyStacks;
import dev.hastack.testing.toy.ToyWorld;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class UnreadableRevisionTest {
  private static final String WHY = "format 2 is not one this version can read";

  private static ToyWorld unreadable() {
    ToyWorld world = new ToyWorld().edit(ToyStacks.web());
    world.settle();
    world.revisions().becomeUnreadable(WHY);
    return world;
  }

  @Test
  void shouldStallAndWriteNothingWhenWhatWasLastAppliedCannotBeRead() {
    // Given
    ToyWorld world = unreadable();
    int writes = world.cloud().writes().size();

    // When
    PassResult pass = world.pass();

    // Then
    assertThat(world.cloud().writes()).hasSize(writes);
    assertThat(Objects.requireNonNull(pass.status().conditions()))
        .filteredOn(condition -> condition.type().equals("Stalled"))
        .singleElement()
        .satisfies(
            stalled -> {
              assertThat(stalled.status()).isEqualTo(Condition.Status.True);
              assertThat(stalled.message()).contains(WHY);
            });
    assertThat(pass.notices()).extracting(Notice::reason).containsExactly(Notice.Reason.Failed);
  }

  @Test
  void shouldKeepWhatWasKnownWhenWhatWasLastAppliedCannotBeRead() {
    // Given
    ToyWorld world = new ToyWorld().edit(ToyStacks.web());
    HAStackStatus known = world.settle().status();
    world.revisions().becomeUnreadable(WHY);

    // When
    HAStackStatus blind = world.pass().status();

    // Then
    assertThat(blind.resources()).isEqualTo(known.resources()).hasSize(3);
    assertThat(blind.fleet()).isEqualTo(known.fleet()).isNotNull();
    assertThat(blind.traffic()).isEqualTo(known.traffic()).isNotNull();
    assertThat(blind.conditions())
        .filteredOn(condition -> condition.type().equals("FleetReady"))
        .extracting(Condition::status)
        .containsExactly(Condition.Status.Unknown);
  }

  @Test
  void shouldKeepTheFinalizerWhenDeletedAndWhatWasLastAppliedCannotBeRead() {
    // Given
    ToyWorld world = unreadable();
    int things = world.cloud().things().size();

    // When
    PassResult pass = world.delete().pass();

    // Then
    assertThat(pass.released()).isFalse();
    assertThat(world.cloud().things()).hasSize(things);
  }
}
