package dev.hastack.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenTest {
  private static final String CASE = "some-case";
  private static final Pattern SUITE = Pattern.compile("(?m)^@GoldenSuite\\(\"(.+)\"\\)");

  private static Path file(Path suite, String name, String text) throws IOException {
    Path file = suite.resolve(CASE).resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return file;
  }

  @Test
  void shouldAcceptWhatItsFileSays(@TempDir Path suite) throws IOException {
    // Given
    file(suite, "out-plan.txt", "as it should be");
    Golden golden = Golden.of(suite, false);

    // When
    golden.check(CASE, "out-plan.txt", "as it should be");

    // Then
    assertThat(golden.unused()).isEmpty();
    assertThat(golden.cases()).containsExactly(CASE);
  }

  @Test
  void shouldFailAndRewriteNothingWhenItIsOtherwise(@TempDir Path suite) throws IOException {
    // Given
    Path file = file(suite, "out-plan.txt", "as it should be");
    Golden golden = Golden.of(suite, false);

    // Then
    assertThatThrownBy(() -> golden.check(CASE, "out-plan.txt", "as it is"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("-Dhastack.update=true");
    assertThat(file).hasContent("as it should be");
  }

  @Test
  void shouldFailWhenThereIsNoFile(@TempDir Path suite) {
    // Given
    Golden golden = Golden.of(suite, false);

    // Then
    assertThatThrownBy(() -> golden.check(CASE, "out-plan.txt", "as it is"))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void shouldRewriteWhenTold(@TempDir Path suite) throws IOException {
    // Given
    Path file = file(suite, "out-plan.txt", "as it was");

    // When
    Golden.of(suite, true).check(CASE, "out-plan.txt", "as it is");

    // Then
    assertThat(file).hasContent("as it is");
  }

  @Test
  void shouldNameTheFilesNobodyRead(@TempDir Path suite) throws IOException {
    // Given
    file(suite, "in-hastack.yaml", "read");
    Path forgotten = file(suite, "out-status.yaml", "forgotten");
    Golden golden = Golden.of(suite, false);

    // When
    String read = golden.read(CASE, "in-hastack.yaml");

    // Then
    assertThat(read).isEqualTo("read");
    assertThat(golden.unused()).containsExactly(forgotten);
  }

  @Test
  void shouldHaveATestForEverySuite() throws IOException {
    // Given
    var owned = new ArrayList<String>();
    try (Stream<Path> sources = Files.walk(Path.of("src/test/java"))) {
      for (Path source : sources.filter(Files::isRegularFile).toList()) {
        Matcher suite = SUITE.matcher(Files.readString(source));
        while (suite.find()) {
          owned.add(suite.group(1));
        }
      }
    }

    // When
    try (Stream<Path> folders = Files.list(Golden.ROOT)) {
      List<String> suites =
          folders
              .filter(Files::isDirectory)
              .map(folder -> folder.getFileName().toString())
              .toList();

      // Then
      assertThat(owned).as("suites with a test").containsExactlyInAnyOrderElementsOf(suites);
    }
  }
}
