package dev.hastack.operator.metric;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class MetricsPageTest {
  private static final Path PAGE = Path.of("docs", "metrics.md");
  private static final String BEGIN = "<!-- generated from Metric.java -->\n";
  private static final String END = "<!-- end of what is generated -->\n";

  @Test
  void shouldHaveEveryMetricAsItIsDeclared() throws IOException {
    // Given
    String page = Files.readString(PAGE);
    int from = page.indexOf(BEGIN) + BEGIN.length();

    // When
    String current = page.substring(0, from) + table() + page.substring(page.indexOf(END));
    if (Boolean.getBoolean("hastack.update")) {
      Files.writeString(PAGE, current);
    }

    // Then
    assertThat(PAGE)
        .as(
            "%s is stale; rewrite it with ./mvnw test -Dtest=MetricsPageTest -Dhastack.update=true",
            PAGE)
        .hasContent(current);
  }

  private static String table() {
    return "| metric | type | labels | unit | what it tells |\n|---|---|---|---|---|\n"
        + Arrays.stream(Metric.values()).map(MetricsPageTest::row).collect(joining());
  }

  private static String row(Metric metric) {
    return "| `%s` | %s | %s | %s | %s |\n"
        .formatted(
            metric.family(),
            switch (metric.kind()) {
              case TIMER -> "summary";
              case COUNTER, GAUGE, HISTOGRAM -> metric.kind().name().toLowerCase(Locale.ROOT);
            },
            metric.labels().stream().map("`%s`"::formatted).collect(joining(", ")),
            metric.unit(),
            metric.meaning());
  }
}
