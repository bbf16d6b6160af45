package dev.hastack.api.manifest;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.hastack.api.v1alpha1.HAStack;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads an HAStack from YAML or JSON without a cluster.
 *
 * <p>Checks what the CRD's schema says about structure: types, required and unknown fields, enums,
 * patterns, ranges, lengths, sets. It does not evaluate the schema's CEL rules, which compare
 * fields with each other; only the API server does. The one exception is that a cloud is given.
 *
 * <p>YAML is read with the scalars of YAML 1.2: {@code yes} and {@code on} are text here, whereas
 * kubectl takes them for {@code true}.
 */
public final class ManifestReader {
  private static final String CRD = "/crds/hastacks.hastack.dev-v1.yml";
  private static final String API_VERSION = HAStack.GROUP + "/" + HAStack.VERSION;
  private static final String KIND = HasMetadata.getKind(HAStack.class);

  private final KubernetesSerialization serialization = new KubernetesSerialization();
  private final YAMLMapper yaml =
      YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();
  private final JSONSchemaProps schema;

  /** Loads the CRD that is part of the program. */
  public ManifestReader() {
    try (InputStream crd = ManifestReader.class.getResourceAsStream(CRD)) {
      if (crd == null) {
        throw new IllegalStateException("the program was built without its CRD " + CRD);
      }
      schema =
          serialization
              .unmarshal(crd, CustomResourceDefinition.class)
              .getSpec()
              .getVersions()
              .getFirst()
              .getSchema()
              .getOpenAPIV3Schema();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a file that holds exactly one HAStack, in UTF-8. */
  public Manifest read(Path file) {
    try {
      return read(Files.readString(file));
    } catch (NoSuchFileException e) {
      return invalid("", file.toString(), "is not there", "check the path");
    } catch (CharacterCodingException e) {
      return invalid("", file.toString(), "is not UTF-8 text", "save it as UTF-8");
    } catch (IOException e) {
      return invalid("", file.toString(), "cannot be read: " + e.getMessage(), "check the file");
    }
  }

  /** Reads text that holds exactly one HAStack; documents of other kinds beside it are left out. */
  public Manifest read(String text) {
    List<JsonNode> documents;
    try {
      documents = documents(text);
    } catch (JacksonException e) {
      String where =
          e.getLocation() == null
              ? ""
              : "line %d, column %d"
                  .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
      return invalid(
          "", where, "is not YAML or JSON: " + firstLine(e.getOriginalMessage()), "correct it");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<JsonNode> stacks =
        documents.stream().filter(node -> KIND.equals(node.path("kind").asText())).toList();
    if (stacks.size() != 1) {
      List<String> kinds =
          documents.stream().map(node -> node.path("kind").asText("no kind")).toList();
      return invalid(
          "",
          kinds.isEmpty() ? "empty" : String.join(", ", kinds),
          "must hold exactly one " + KIND + ", not " + stacks.size(),
          stacks.isEmpty() ? "add one with kind: " + KIND : "split it into one file for each");
    }
    return stacks.getFirst() instanceof ObjectNode stack
        ? read(stack)
        : invalid("", "", "must be an object", "begin with apiVersion: " + API_VERSION);
  }

  private Manifest read(ObjectNode written) {
    Optional<Problem> version = apiVersion(written);
    if (version.isPresent()) {
      return new Manifest.Invalid(List.of(version.get()));
    }
    ObjectNode body = written.deepCopy();
    body.remove(List.of("apiVersion", "kind"));
    JsonNode metadata = body.remove("metadata");

    List<Problem> problems = new ArrayList<>(new MetadataCheck(serialization).problems(metadata));
    SchemaDefaults.apply(schema, body);
    problems.addAll(SchemaCheck.problems(schema, body));
    if (problems.isEmpty() && !body.path("spec").has("aws")) {
      problems.add(new Problem("spec", "", "must name exactly one cloud", "write spec.aws"));
    }
    if (!problems.isEmpty()) {
      return new Manifest.Invalid(problems);
    }
    writeWholeNumbersInDigits(body);
    body.set("metadata", metadata);
    body.put("apiVersion", API_VERSION).put("kind", KIND);
    return new Manifest.Valid(serialization.convertValue(body, HAStack.class));
  }

  /** To JSON, and so to the API server, 2.0 is the whole number that 2 is; to Java it is not. */
  private static void writeWholeNumbersInDigits(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.properties().forEach(field -> field.setValue(inDigits(field.getValue())));
    }
    node.forEach(ManifestReader::writeWholeNumbersInDigits);
  }

  private static JsonNode inDigits(JsonNode value) {
    return value.isFloatingPointNumber() ? LongNode.valueOf(value.longValue()) : value;
  }

  private static Optional<Problem> apiVersion(ObjectNode written) {
    String found = written.path("apiVersion").asText();
    return found.equals(API_VERSION)
        ? Optional.empty()
        : Optional.of(
            new Problem(
                "apiVersion", found, "must be " + API_VERSION, "write apiVersion: " + API_VERSION));
  }

  private List<JsonNode> documents(String text) throws IOException {
    List<JsonNode> documents = new ArrayList<>();
    try (MappingIterator<JsonNode> nodes = yaml.readerFor(JsonNode.class).readValues(text)) {
      while (nodes.hasNextValue()) {
        JsonNode node = nodes.nextValue();
        if (!node.isNull() && !node.isMissingNode()) {
          documents.add(node);
        }
      }
    }
    return documents;
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("").strip();
  }

  private static Manifest invalid(String field, String found, String expected, String remedy) {
    return new Manifest.Invalid(List.of(new Problem(field, found, expected, remedy)));
  }
}
