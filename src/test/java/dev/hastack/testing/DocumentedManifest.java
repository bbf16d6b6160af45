package dev.hastack.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * YAML of a page that a cluster would be given. A part that begins with {@code spec:} is put into
 * {@link #BASE} as {@code kubectl patch --type merge} would, so that the reader has a whole stack.
 *
 * @param block where it is shown
 * @param object the whole object
 */
public record DocumentedManifest(Pages.Block block, JsonNode object) {
  /** The first line of what is for the chart and not for a cluster. */
  public static final String VALUES = "# Values of the chart.";

  /** Has what most parts need beside them, and nothing that one of them excludes. */
  private static final String BASE = "behind-existing-listener.yaml";

  private static final YAMLMapper YAML = new YAMLMapper();

  /** All that pages show. */
  public static List<DocumentedManifest> all() {
    return Pages.blocks("yaml").stream()
        .filter(block -> !block.text().startsWith(VALUES))
        .map(block -> new DocumentedManifest(block, whole(parse(block.text()))))
        .toList();
  }

  /** What pages show for the chart. */
  public static List<Pages.Block> values() {
    return Pages.blocks("yaml").stream().filter(block -> block.text().startsWith(VALUES)).toList();
  }

  /** Its kind, or nothing where it has none. */
  public String kind() {
    return object.path("kind").asText();
  }

  /** The object as YAML. */
  public String text() {
    try {
      return YAML.writeValueAsString(object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return block.toString();
  }

  private static JsonNode whole(JsonNode shown) {
    return shown.has("kind") || !shown.has("spec")
        ? shown
        : merged(parse(Pages.read(Examples.ROOT.resolve(BASE))), shown);
  }

  /** JSON Merge Patch (RFC 7396), without its null. */
  private static JsonNode merged(JsonNode base, JsonNode patch) {
    if (!(base instanceof ObjectNode object) || !patch.isObject()) {
      return patch;
    }
    patch
        .properties()
        .forEach(
            field ->
                object.set(field.getKey(), merged(object.path(field.getKey()), field.getValue())));
    return object;
  }

  /** One document; a second one would be read by nobody. */
  private static JsonNode parse(String text) {
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
      JsonNode first = documents.nextValue();
      if (documents.hasNextValue()) {
        throw new IllegalArgumentException("more than one document in a block:\n" + text);
      }
      return first;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
