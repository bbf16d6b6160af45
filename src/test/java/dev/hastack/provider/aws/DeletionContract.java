package dev.hastack.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.plan.Change;
import dev.hastack.core.stack.DesiredStack;
import dev.hastack.core.stack.Observation;
import org.junit.jupiter.api.Test;

/** Taking everything away. */
abstract class DeletionContract extends ProviderContract {

  @Test
  void shouldLeaveNothingWhenDeleted() {
    // Given
    fleet.pass();

    // When
    for (int pass = 0; pass < 10 && !isGone(); pass++) {
      fleet.deletionPass();
    }

    // Then
    assertThat(isGone()).isTrue();
    assertThat(fleet.observe(DesiredStack.empty(fleet.id())).resources())
        .hasSize(3)
        .allMatch(entry -> entry.observation() instanceof Observation.Absent);
  }

  @Test
  void shouldDeleteWhatIsThereWhenStackIsHalfCreated() {
    // Given
    Change first = fleet.plan().effective().getFirst();
    fleet.apply(first);

    // When
    fleet.deletionPass();

    // Then
    assertThat(isGone()).isTrue();
  }
}
