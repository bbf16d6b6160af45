package dev.hastack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.hastack.api.manifest.Manifest;
import dev.hastack.api.manifest.ManifestReader;
import dev.hastack.testing.DocumentedManifest;
import dev.hastack.testing.Pages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The YAML of the pages is what it says it is; {@code CrdCasesIT} asks an API server as well. */
class DocumentedYamlTest {
  private static final YAMLMapper YAML = new YAMLMapper();

  static List<DocumentedManifest> stacks() {
    return DocumentedManifest.all().stream()
        .filter(manifest -> manifest.kind().equals("HAStack"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void shouldBeAStackWhenAPageShowsOneOrAPartOfOne(DocumentedManifest manifest) {
    assertThat(new ManifestReader().read(manifest.text())).isInstanceOf(Manifest.Valid.class);
  }

  @Test
  void shouldBeOfAKindThatIsHeldAgainstAnApiServer() {
    assertThat(DocumentedManifest.all())
        .isNotEmpty()
        .allSatisfy(
            manifest ->
                assertThat(manifest.kind())
                    .as(manifest.toString())
                    .isIn("HAStack", "AWSAccount", "Secret"));
  }

  static List<Pages.Block> values() {
    return DocumentedManifest.values();
  }

  @ParameterizedTest
  @MethodSource("values")
  void shouldNameValuesThatTheChartHas(Pages.Block block) throws IOException {
    assertHas(
        YAML.readTree(Files.readString(Path.of("helm", "hastack", "values.yaml"))),
        YAML.readTree(block.text()),
        "");
  }

  private static void assertHas(JsonNode values, JsonNode shown, String path) {
    for (Map.Entry<String, JsonNode> field : shown.properties()) {
      String name = path + "." + field.getKey();
      JsonNode value = values.path(field.getKey());
      assertThat(value.isMissingNode()).as(name).isFalse();
      assertThat(field.getValue().getNodeType()).as(name).isEqualTo(value.getNodeType());
      assertHas(value, field.getValue(), name);
    }
  }
}
