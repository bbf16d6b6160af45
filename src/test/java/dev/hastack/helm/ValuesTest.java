package dev.hastack.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ValuesTest {
  private static final Path CHART = Path.of("helm", "hastack");
  private static final Path PAGE = CHART.resolve("README.md");
  private static final String BEGIN = "<!-- generated from values.yaml -->\n";
  private static final String END = "<!-- end of what is generated -->\n";

  private static ValuesTable table() throws IOException {
    return ValuesTable.of(Files.readAllLines(CHART.resolve("values.yaml")));
  }

  @Test
  void shouldBeDocumentedAsTheFileSays() throws IOException {
    // Given
    String page = Files.readString(PAGE);
    int from = page.indexOf(BEGIN) + BEGIN.length();

    // When
    String current =
        page.substring(0, from) + table().markdown() + page.substring(page.indexOf(END));
    if (Boolean.getBoolean("hastack.update")) {
      Files.writeString(PAGE, current);
    }

    // Then
    assertThat(PAGE)
        .as(
            "%s is stale; rewrite it with ./mvnw test -Dtest=ValuesTest -Dhastack.update=true",
            PAGE)
        .hasContent(current);
  }

  @Test
  void shouldSayWhatEachValueIs() throws IOException {
    assertThat(table().rows())
        .filteredOn(row -> row.meaning().isEmpty() && !row.path().startsWith("resources."))
        .extracting(ValuesTable.Row::path)
        .isEmpty();
  }

  @Test
  void shouldHaveEachValueThatTheSchemaTakes() throws IOException {
    // Given
    var taken = new ArrayList<String>();
    collect("", new ObjectMapper().readTree(CHART.resolve("values.schema.json").toFile()), taken);
    taken.remove("global");

    // Then
    List<String> documented = table().rows().stream().map(ValuesTable.Row::path).toList();
    assertThat(taken)
        .hasSizeGreaterThan(40)
        .allMatch(
            path -> documented.stream().anyMatch(each -> (each + ".").startsWith(path + ".")));
  }

  /** Those that have no values below them. */
  private static void collect(String path, JsonNode schema, List<String> leaves) {
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      String name = path.isEmpty() ? property.getKey() : path + "." + property.getKey();
      if (property.getValue().path("properties").isEmpty()) {
        leaves.add(name);
      } else {
        collect(name, property.getValue(), leaves);
      }
    }
  }
}
