package dev.hastack.sandbox.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hastack.sandbox.report.SandboxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptSectionsTest {
  @TempDir private Path directory;
  private Path document;

  @BeforeEach
  void prepare() {
    document = directory.resolve("benchmarks.md");
  }

  @Test
  void shouldReplaceOneSectionAndKeepTheRestWhenPut() throws IOException {
    // Given
    Files.writeString(
        document,
        """
        # By a person
        <!-- bench spot latency -->
        old
        <!-- end of bench spot latency -->
        Between.
        <!-- bench spot storm -->
        kept
        <!-- end of bench spot storm -->
        """);

    // When
    new KeptSections(document).put("bench spot latency", "## New\n\nfigures\n");

    // Then
    assertThat(document)
        .hasContent(
            """
            # By a person
            <!-- bench spot latency -->
            ## New

            figures
            <!-- end of bench spot latency -->
            Between.
            <!-- bench spot storm -->
            kept
            <!-- end of bench spot storm -->
            """);
  }

  @Test
  void shouldSayWhereASectionWouldGoWhenItHasNoPlace() throws IOException {
    // Given
    Files.writeString(document, "# By a person\n");

    // When, Then
    assertThatThrownBy(() -> new KeptSections(document).put("bench spot storm", "figures"))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("<!-- bench spot storm -->")
        .hasMessageContaining("<!-- end of bench spot storm -->");
    assertThat(document).hasContent("# By a person");
  }
}
