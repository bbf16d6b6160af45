package dev.hastack.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.hastack.sandbox.cache.ArgoCd;
import dev.hastack.testing.Golden;
import dev.hastack.testing.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * How Argo CD finds an HAStack of every golden status. Its own evaluator says so with {@code
 * -Dhastack.gitops=full}, which builds it; without, the list is only held to be complete.
 */
class ArgoHealthTest {
  private static final Path HEALTH = Path.of("examples", "gitops", "argocd", "health.yaml");
  private static final Path APPLICATION =
      Path.of("examples", "gitops", "argocd", "application.yaml");
  private static final Path STATUSES = Golden.ROOT.resolve("stack");
  private static final Path EXPECTED = Path.of("src/test/resources/gitops/argo-health.txt");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  @TempDir private Path directory;

  private static Map<String, String> expected() throws IOException {
    return Files.readAllLines(EXPECTED).stream()
        .map(line -> line.split(" ", 2))
        .collect(Collectors.toMap(words -> words[0], words -> words[1]));
  }

  @Test
  void shouldNameEveryStatusAndEveryStateOfHealth() throws IOException {
    assertThat(expected().keySet())
        .as("%s; rewrite it with -Dhastack.gitops=full -Dhastack.update=true", EXPECTED)
        .hasSameElementsAs(Golden.of("stack").cases());
    assertThat(expected().values()).contains("Progressing", "Healthy", "Degraded", "Suspended");
  }

  @Test
  @EnabledIfSystemProperty(named = "hastack.gitops", matches = "full")
  void shouldBeFoundAsHealthyAsListedByArgoCd() throws IOException {
    // Given
    List<String> cases = Golden.of("stack").cases();
    var objects = new ArrayList<Path>();
    for (String name : cases) {
      objects.add(object(name, status(name), Files.exists(STATUSES.resolve(name + "/in-paused"))));
    }

    // When
    List<String> found = health(objects);

    // Then
    var lines = new StringBuilder();
    for (int each = 0; each < cases.size(); each++) {
      lines.append(cases.get(each)).append(' ').append(found.get(each)).append('\n');
    }
    if (Boolean.getBoolean("hastack.update")) {
      Files.writeString(EXPECTED, lines);
    }
    assertThat(EXPECTED).hasContent(lines.toString());
  }

  @Test
  @EnabledIfSystemProperty(named = "hastack.gitops", matches = "full")
  void shouldNotBeHealthyBeforeTheOperatorHasLooked() throws IOException {
    // Given
    JsonNode edited = status("settled");
    ((ObjectNode) edited).put("observedGeneration", 7);
    JsonNode unwell = status("settled");
    ((ObjectNode) unwell.get("conditions").get(0)).put("status", "False");

    // Then
    assertThat(health(List.of(object("new", YAML.createObjectNode(), false))))
        .containsExactly("Progressing");
    assertThat(health(List.of(object("edited", edited, false)))).containsExactly("Progressing");
    assertThat(health(List.of(object("edited-paused", edited, true)))).containsExactly("Suspended");
    assertThat(health(List.of(object("unwell", unwell, false)))).containsExactly("Degraded");
  }

  @Test
  @EnabledIfSystemProperty(named = "hastack.gitops", matches = "full")
  void shouldBeAnApplicationByArgoCdsOwnTypes() {
    assertThat(
            ArgoCd.in(World.cache())
                .call(directory.resolve("application.txt"), "application", APPLICATION.toString()))
        .containsExactly("stacks");
  }

  private List<String> health(List<Path> objects) throws IOException {
    var arguments = new ArrayList<>(List.of("health", HEALTH.toString()));
    objects.forEach(object -> arguments.add(object.toString()));
    var found = new ArrayList<String>();
    for (String line :
        ArgoCd.in(World.cache())
            .call(
                Files.createTempFile(directory, "health", ".txt"),
                arguments.toArray(String[]::new))) {
      found.add(new ObjectMapper().readTree(line).get("status").asText());
    }
    return found;
  }

  private static JsonNode status(String name) throws IOException {
    return YAML.readTree(Files.readString(STATUSES.resolve(name + "/out-status.yaml")));
  }

  /** Of the generation that the status of the settled case, or else it itself, is about. */
  private Path object(String name, JsonNode status, boolean paused) throws IOException {
    ObjectNode object = YAML.createObjectNode();
    object.put("apiVersion", "hastack.dev/v1alpha1").put("kind", "HAStack");
    ObjectNode metadata = object.putObject("metadata");
    boolean isCase = Files.isDirectory(STATUSES.resolve(name));
    metadata.put("name", "storefront").put("generation", isCase ? generation(status) : 1);
    if (paused) {
      metadata.putObject("annotations").put("hastack.dev/paused", "true");
    }
    object.set("status", status);
    Path file = directory.resolve(name + ".json");
    new ObjectMapper().writeValue(file.toFile(), object);
    return file;
  }

  private static long generation(JsonNode status) {
    return status.get("observedGeneration").asLong();
  }
}
