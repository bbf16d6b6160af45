package dev.hastack.api.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExamplesTest {
  private static final Path EXAMPLES = Path.of("examples");

  static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void shouldBeValidWhenCopiedByReader(Path example) {
    assertThat(new ManifestReader().read(example)).isInstanceOf(Manifest.Valid.class);
  }

  @Test
  void shouldShowTheLeastAndTheWholeWhenBrowsed() throws IOException {
    assertThat(examples()).contains(EXAMPLES.resolve("minimal.yaml"), EXAMPLES.resolve("web.yaml"));
  }
}
