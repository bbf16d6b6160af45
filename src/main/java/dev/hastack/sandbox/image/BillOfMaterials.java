package dev.hastack.sandbox.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the image is made of, in the format of CycloneDX: what Maven says of the project, but for
 * the libraries that the image has not, and with the Java runtime.
 *
 * @param ofProject the file that the CycloneDX plugin wrote
 */
record BillOfMaterials(Path ofProject) {
  static final String FILE = "sbom.cdx.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Writes it.
   *
   * @param libraries the jars of the image, named as Quarkus names them
   */
  void write(List<Path> libraries, Path into) throws IOException {
    List<String> files = libraries.stream().map(each -> each.getFileName().toString()).toList();
    var bom = (ObjectNode) JSON.readTree(ofProject.toFile());
    var kept = new HashSet<String>();
    kept.add(bom.at("/metadata/component/bom-ref").asText());
    ArrayNode components = JSON.createArrayNode();
    for (JsonNode component : bom.path("components")) {
      if (files.stream().anyMatch(file -> isOf(file, component))) {
        components.add(component);
        kept.add(component.path("bom-ref").asText());
      }
    }
    components.add(runtime());
    bom.set("components", components);
    bom.set("dependencies", among(kept, bom.path("dependencies")));
    Files.writeString(into, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(bom) + "\n");
  }

  private static boolean isOf(String file, JsonNode component) {
    String name =
        "%s.%s-%s"
            .formatted(
                component.path("group").asText(),
                component.path("name").asText(),
                component.path("version").asText());
    return file.equals(name + ".jar") || file.startsWith(name + "-");
  }

  private static ObjectNode runtime() {
    String version = Runtime.version().toString();
    return JSON.createObjectNode()
        .put("type", "platform")
        .put("bom-ref", "java-runtime@" + version)
        .put("publisher", System.getProperty("java.vendor"))
        .put("name", "java-runtime")
        .put("version", version);
  }

  private static ArrayNode among(Set<String> kept, JsonNode dependencies) {
    ArrayNode all = JSON.createArrayNode();
    for (JsonNode dependency : dependencies) {
      if (kept.contains(dependency.path("ref").asText())) {
        ArrayNode on = JSON.createArrayNode();
        for (JsonNode each : dependency.path("dependsOn")) {
          if (kept.contains(each.asText())) {
            on.add(each);
          }
        }
        all.add(
            JSON.createObjectNode()
                .put("ref", dependency.path("ref").asText())
                .set("dependsOn", on));
      }
    }
    return all;
  }
}
