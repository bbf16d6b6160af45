package dev.hastack.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ChartTest {
  private static final String CRD = "hastacks.hastack.dev-v1.yml";
  private static final Path COMMITTED = Path.of("crds", CRD);
  private static final Path CHART = Path.of("helm", "hastack");

  /** A chart can only install what is inside of it. */
  @Test
  void shouldInstallTheCustomResourceDefinitionThatIsCommitted() throws IOException {
    // Given
    Path installed = CHART.resolve("files").resolve(CRD);
    String committed = Files.readString(COMMITTED);
    if (Boolean.getBoolean("hastack.update")) {
      Files.writeString(installed, committed);
    }

    // Then
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
