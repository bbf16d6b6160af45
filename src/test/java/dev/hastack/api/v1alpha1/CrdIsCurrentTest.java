package dev.hastack.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class CrdIsCurrentTest {
  @Test
  void shouldBeCommittedAsGeneratedWhenTypesChange() throws IOException {
    // Given
    String generated = CrdGeneration.yaml();
    if (Boolean.getBoolean("hastack.update")) {
      Files.createDirectories(CommittedCrd.FILE.getParent());
      Files.writeString(CommittedCrd.FILE, generated);
    }

    // When
    String committed = Files.exists(CommittedCrd.FILE) ? Files.readString(CommittedCrd.FILE) : "";

    // Then
    assertThat(committed)
        .as(
            "%s is stale; rewrite it with ./mvnw test -Dtest=CrdIsCurrentTest -Dhastack.update=true"
                + " and look at what changed",
            CommittedCrd.FILE)
        .isEqualTo(generated);
  }
}
