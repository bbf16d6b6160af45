package dev.hastack.api.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.testing.Examples;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExamplesTest {
  static List<Path> examples() {
    return Examples.stacks();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void shouldBeValidWhenCopiedByReader(Path example) {
    assertThat(new ManifestReader().read(example)).isInstanceOf(Manifest.Valid.class);
  }

  @Test
  void shouldShowTheLeastAndTheWholeWhenBrowsed() {
    assertThat(examples())
        .contains(Examples.ROOT.resolve("minimal.yaml"), Examples.ROOT.resolve("web.yaml"));
  }

  @Test
  void shouldBeAStackUnlessItIsForAnotherTool() {
    assertThat(Examples.files())
        .filteredOn(file -> !file.startsWith(Examples.ROOT.resolve("gitops")))
        .allMatch(examples()::contains);
  }
}
