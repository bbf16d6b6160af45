package dev.hastack.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.hastack.testing.Examples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class GitOpsExamplesTest {
  private static final Path GITOPS = Examples.ROOT.resolve("gitops");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private static List<JsonNode> documents(String file) throws IOException {
    try (var documents =
        YAML.readerFor(JsonNode.class)
            .<JsonNode>readValues(Files.readString(GITOPS.resolve(file)))) {
      return documents.readAll();
    }
  }

  @Test
  void shouldSyncTheFolderOfTheStacksAndNothingElse() throws IOException {
    // Given
    String argo = documents("argocd/application.yaml").getFirst().at("/spec/source/path").asText();
    String flux = documents("flux/kustomization.yaml").getLast().at("/spec/path").asText();

    // Then
    for (String path : List.of(argo, flux)) {
      assertThat(Path.of(path).normalize()).isEqualTo(GITOPS.resolve("stacks"));
    }
    try (var files = Files.list(GITOPS.resolve("stacks"))) {
      assertThat(Examples.stacks()).containsAll(files.toList());
    }
  }

  @Test
  void shouldLeaveTheNumberOfServersToWhoeverScales() throws IOException {
    JsonNode capacity = documents("stacks/storefront.yaml").getFirst().at("/spec/capacity");
    assertThat(capacity.has("min")).isTrue();
    assertThat(capacity.has("desired")).isFalse();
  }
}
