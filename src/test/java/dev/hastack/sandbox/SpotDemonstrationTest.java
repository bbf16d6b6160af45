package dev.hastack.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SpotDemonstrationTest {

  @Test
  void shouldTakeOnlyTheFallbackOutOfTheExample() throws IOException {
    // Given
    String example = Files.readString(Path.of("examples", "spot-web.yaml"));

    // When
    String adapted = SpotDemonstration.adapted(example);

    // Then
    assertThat(adapted)
        .contains("  name: bargains\n", "      onInterruption: Drain\n")
        .contains("      onRebalanceRecommendation: Ignore\n")
        .contains("minHealthyPercentageWhileDraining: 75\n    loadBalancer:\n")
        .doesNotContain("onDemandFallback", "holdForSeconds");
  }
}
