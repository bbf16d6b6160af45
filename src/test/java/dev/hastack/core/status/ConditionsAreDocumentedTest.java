package dev.hastack.core.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConditionsAreDocumentedTest {
  private static final Path PAGE = Path.of("docs", "conditions.md");

  @Test
  void shouldBeCommittedAsTheCodeSays() throws IOException {
    // When
    String page = ConditionsPage.markdown();
    if (Boolean.getBoolean("hastack.update")) {
      Files.writeString(PAGE, page);
    }

    // Then
    assertThat(PAGE)
        .as(
            "%s is stale; rewrite it with ./mvnw test -Dtest=ConditionsAreDocumentedTest"
                + " -Dhastack.update=true",
            PAGE)
        .hasContent(page);
  }
}
