package dev.hastack.operator.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The parts of the page that are not written by hand. */
final class TracesPage {
  private static final Path PAGE = Path.of("docs", "traces.md");

  private TracesPage() {}

  /** Rewrites the part where that is asked for. */
  static void mustHave(String begin, String part, String end) throws IOException {
    String page = Files.readString(PAGE);
    int from = page.indexOf(begin) + begin.length();
    String current = page.substring(0, from) + part + page.substring(page.indexOf(end));
    if (Boolean.getBoolean("hastack.update")) {
      Files.writeString(PAGE, current);
    }
    assertThat(PAGE)
        .as(
            "%s is stale; rewrite it with ./mvnw test -Dtest='Trac*Test' -Dhastack.update=true",
            PAGE)
        .hasContent(current);
  }
}
