package dev.hastack.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CrdIsCurrentTest {
  @ParameterizedTest
  @EnumSource(CommittedCrd.class)
  void shouldBeCommittedAsGeneratedWhenTypesChange(CommittedCrd crd) throws IOException {
    // Given
    String generated = CrdGeneration.yaml(crd);
    if (Boolean.getBoolean("hastack.update")) {
      Files.createDirectories(crd.file().getParent());
      Files.writeString(crd.file(), generated);
    }

    // When
    String committed = Files.exists(crd.file()) ? Files.readString(crd.file()) : "";

    // Then
    assertThat(committed)
        .as(
            "%s is stale; rewrite it with ./mvnw test -Dtest=CrdIsCurrentTest -Dhastack.update=true"
                + " and look at what changed",
            crd.file())
        .isEqualTo(generated);
  }
}
