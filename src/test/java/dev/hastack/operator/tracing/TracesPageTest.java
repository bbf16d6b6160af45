package dev.hastack.operator.tracing;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TracesPageTest {

  @Test
  void shouldHaveEveryAttributeAsItIsDeclared() throws IOException {
    TracesPage.mustHave(
        "<!-- generated from TraceAttribute.java -->\n",
        "| attribute | spans | what it tells |\n|---|---|---|\n"
            + Arrays.stream(TraceAttribute.values()).map(TracesPageTest::row).collect(joining()),
        "<!-- end of what is generated -->\n");
  }

  private static String row(TraceAttribute attribute) {
    return "| `%s` | %s | %s |\n"
        .formatted(attribute.key(), attribute.spans(), attribute.meaning());
  }
}
