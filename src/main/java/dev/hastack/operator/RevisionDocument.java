package dev.hastack.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hastack.core.plan.Approvals;
import dev.hastack.core.plan.LastApplied;
import dev.hastack.core.plan.LastApplied.Applied;
import dev.hastack.core.plan.LastApplied.Provenance;
import dev.hastack.core.stack.Place;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Value;
import dev.hastack.engine.Revisions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * {@link LastApplied} as a ControllerRevision holds it. The API server never lets {@code data}
 * change, so what is to be true goes there, and what changes while it is being made true goes into
 * annotations.
 *
 * @param data the place and the targets, as a tree for JSON
 * @param unfinished JSON, by resource a list of attributes
 * @param repeats JSON, by resource and attribute a count
 * @param approvals JSON, the latest digest and, by resource and attribute, digests of values
 */
record RevisionDocument(Object data, String unfinished, String repeats, String approvals) {

  /** The form written, and the newest that can be read. */
  static final int FORMAT = 1;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, Set<String>>> NAMES = new TypeReference<>() {};
  private static final TypeReference<Map<String, Map<String, Integer>>> COUNTS =
      new TypeReference<>() {};
  private static final TypeReference<Map<String, String>> DIGESTS = new TypeReference<>() {};
  private static final TypeReference<JsonNode> TREE = new TypeReference<>() {};

  static RevisionDocument of(LastApplied lastApplied) {
    var resources = new TreeMap<String, Object>();
    lastApplied.resources().forEach((id, applied) -> resources.put(id.toString(), tree(applied)));
    var data = new TreeMap<String, Object>();
    data.put("format", FORMAT);
    data.put("resources", resources);
    lastApplied
        .place()
        .ifPresent(
            place ->
                data.put(
                    "place", Map.of("accountId", place.accountId(), "region", place.region())));
    return new RevisionDocument(
        data,
        json(byId(lastApplied.unfinished())),
        json(byId(lastApplied.repeats())),
        json(tree(lastApplied.approvals())));
  }

  /**
   * The inverse of {@link #of}.
   *
   * @throws Revisions.UnreadableException for anything this version would not have written
   */
  LastApplied lastApplied() {
    JsonNode tree = JSON.valueToTree(data);
    int format = tree.path("format").asInt(0);
    if (format < 1 || format > FORMAT) {
      throw new Revisions.UnreadableException(
          "format "
              + tree.path("format")
              + " is not one this version can read (up to "
              + FORMAT
              + "); run the version of the operator that wrote it, or a newer one");
    }
    try {
      var resources = new TreeMap<ResourceId, Applied>();
      for (Map.Entry<String, JsonNode> entry : tree.path("resources").properties()) {
        resources.put(ResourceId.parse(entry.getKey()), applied(entry.getValue()));
      }
      return new LastApplied(
          place(tree), resources, names(unfinished), counts(repeats), approvals(approvals));
    } catch (IllegalArgumentException e) {
      throw new Revisions.UnreadableException("it is damaged: " + e.getMessage(), e);
    }
  }

  private static Optional<Place> place(JsonNode tree) {
    return tree.has("place")
        ? Optional.of(
            new Place(text(tree.get("place"), "accountId"), text(tree.get("place"), "region")))
        : Optional.empty();
  }

  private static Map<String, Object> tree(Applied applied) {
    var values = new TreeMap<String, Object>();
    applied.values().forEach((name, value) -> values.put(name, value.toTree()));
    Provenance from = applied.provenance();
    return Map.of(
        "physicalName",
        applied.physicalName(),
        "values",
        values,
        "provenance",
        Map.of(
            "specGeneration",
            from.specGeneration(),
            "factsDigest",
            from.factsDigest(),
            "blueprintVersion",
            from.blueprintVersion()));
  }

  private static Applied applied(JsonNode node) {
    var values = new TreeMap<String, Value>();
    for (Map.Entry<String, JsonNode> entry : node.path("values").properties()) {
      values.put(entry.getKey(), Value.ofTree(JSON.convertValue(entry.getValue(), Object.class)));
    }
    JsonNode from = node.path("provenance");
    if (!from.path("blueprintVersion").isInt()) {
      throw new IllegalArgumentException("provenance.blueprintVersion is not a number");
    }
    return new Applied(
        text(node, "physicalName"),
        values,
        new Provenance(
            text(from, "specGeneration"),
            text(from, "factsDigest"),
            from.path("blueprintVersion").intValue()));
  }

  private static String text(JsonNode node, String field) {
    if (!node.path(field).isTextual()) {
      throw new IllegalArgumentException(field + " is not a text");
    }
    return node.path(field).textValue();
  }

  private static SortedMap<ResourceId, Set<String>> names(String json) {
    var names = new TreeMap<ResourceId, Set<String>>();
    parse(json, NAMES)
        .forEach((id, attributes) -> names.put(ResourceId.parse(id), new TreeSet<>(attributes)));
    return names;
  }

  private static SortedMap<ResourceId, SortedMap<String, Integer>> counts(String json) {
    var counts = new TreeMap<ResourceId, SortedMap<String, Integer>>();
    parse(json, COUNTS)
        .forEach((id, byAttribute) -> counts.put(ResourceId.parse(id), new TreeMap<>(byAttribute)));
    return counts;
  }

  private static Map<String, Object> tree(Approvals approvals) {
    var tree = new TreeMap<String, Object>();
    approvals.latest().ifPresent(digest -> tree.put("latest", digest));
    if (!approvals.open().isEmpty()) {
      tree.put("open", byId(approvals.open()));
    }
    return tree;
  }

  private static Approvals approvals(String json) {
    JsonNode tree = parse(json, TREE);
    var open = new TreeMap<ResourceId, SortedMap<String, String>>();
    for (Map.Entry<String, JsonNode> entry : tree.path("open").properties()) {
      open.put(
          ResourceId.parse(entry.getKey()),
          new TreeMap<>(JSON.convertValue(entry.getValue(), DIGESTS)));
    }
    return new Approvals(
        tree.has("latest") ? Optional.of(text(tree, "latest")) : Optional.empty(), open);
  }

  private static Map<String, Object> byId(SortedMap<ResourceId, ?> values) {
    var tree = new TreeMap<String, Object>();
    values.forEach((id, value) -> tree.put(id.toString(), value));
    return tree;
  }

  private static String json(Map<String, Object> tree) {
    try {
      return JSON.writeValueAsString(tree);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("texts and numbers always have a JSON form", impossible);
    }
  }

  private static <T> T parse(String json, TypeReference<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
  }
}
