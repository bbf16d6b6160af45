package dev.hastack.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReferenceIsCurrentTest {
  private static final Path PAGE = Path.of("docs", "reference.md");

  @Test
  void shouldBeCommittedAsTheDefinitionSays() throws IOException {
    // When
    String page =
        new ReferencePage(CommittedCrd.HA_STACK.node(""), CommittedCrd.AWS_ACCOUNT.node(""))
            .markdown();
    if (Boolean.getBoolean("hastack.update")) {
      Files.writeString(PAGE, page);
    }

    // Then
    assertThat(PAGE)
        .as(
            "%s is stale; rewrite it with ./mvnw test -Dtest=ReferenceIsCurrentTest"
                + " -Dhastack.update=true",
            PAGE)
        .hasContent(page);
  }

  @ParameterizedTest
  @EnumSource(CommittedCrd.class)
  void shouldHaveEveryFieldOfTheDefinition(CommittedCrd crd) throws IOException {
    // Given
    String page = Files.readString(PAGE);

    // Then
    assertThat(crd.nodes().keySet())
        .filteredOn(path -> path.contains(".") && !path.endsWith("[*]"))
        .isNotEmpty()
        .allSatisfy(
            path ->
                assertThat(page).contains("`" + path.substring(path.lastIndexOf('.') + 1) + "`"));
  }
}
