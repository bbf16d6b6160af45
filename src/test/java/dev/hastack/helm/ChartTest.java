package dev.hastack.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChartTest {
  private static final Path CHART = Path.of("helm", "hastack");

  /** A chart can only install what is inside of it. */
  @ParameterizedTest
  @ValueSource(strings = {"hastacks.hastack.dev-v1.yml", "awsaccounts.hastack.dev-v1.yml"})
  void shouldInstallTheCustomResourceDefinitionThatIsCommitted(String crd) throws IOException {
    // Given
    Path installed = CHART.resolve("files").resolve(crd);
    String committed = Files.readString(Path.of("crds", crd));
    if (Boolean.getBoolean("hastack.update")) {
      Files.writeString(installed, committed);
    }

    // Then
    assertThat(Files.readString(CHART.resolve("templates").resolve("crd.yaml"))).contains(crd);
    assertThat(installed)
        .as(
            "%s is stale; rewrite it with ./mvnw test -Dtest=ChartTest -Dhastack.update=true",
            installed)
        .hasContent(committed);
  }

  @Test
  void shouldInstallTheOperatorOfThisVersion() throws IOException {
    String built = first("<artifactId>hastack</artifactId>\\s*<version>(.+?)</version>", "pom.xml");
    String installed = first("(?m)^appVersion: (.+)$", CHART.resolve("Chart.yaml").toString());

    assertThat(installed).isEqualTo(built);
  }

  private static String first(String pattern, String file) throws IOException {
    return Pattern.compile(pattern)
        .matcher(Files.readString(Path.of(file)))
        .results()
        .map((MatchResult found) -> found.group(1))
        .findFirst()
        .orElseThrow();
  }
}
