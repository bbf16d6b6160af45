package dev.hastack.api.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks the part of an object that is Kubernetes' own and not in the CRD's schema: that it has a
 * name, that labels and annotations are text, that nothing is unknown.
 */
record MetadataCheck(KubernetesSerialization serialization) {
  List<Problem> problems(@Nullable JsonNode metadata) {
    if (!(metadata instanceof ObjectNode object)) {
      return List.of(
          new Problem("metadata", "", "must be an object with a name", "write metadata.name"));
    }
    List<Problem> problems = new ArrayList<>();
    for (String field : List.of("name", "namespace")) {
      JsonNode value = object.get(field);
      boolean missing = value == null || value.isNull();
      if (missing ? field.equals("name") : !value.isTextual() || value.textValue().isEmpty()) {
        problems.add(
            new Problem(
                "metadata." + field,
                value == null ? "" : Shown.of(value),
                "must be text that is not empty",
                "write a name"));
      }
    }
    for (String field : List.of("labels", "annotations")) {
      for (Map.Entry<String, JsonNode> entry : object.path(field).properties()) {
        if (!entry.getValue().isTextual()) {
          problems.add(
              new Problem(
                  "metadata.%s[%s]".formatted(field, entry.getKey()),
                  Shown.of(entry.getValue()),
                  "must be text",
                  "put it in quotes"));
        }
      }
    }
    return problems.isEmpty() ? beyondKubernetes(object) : problems;
  }

  private List<Problem> beyondKubernetes(ObjectNode object) {
    try {
      return serialization
          .convertValue(object, ObjectMeta.class)
          .getAdditionalProperties()
          .keySet()
          .stream()
          .map(
              field ->
                  new Problem(
                      "metadata." + field,
                      "",
                      "is not a field of Kubernetes metadata",
                      "remove it"))
          .toList();
    } catch (IllegalArgumentException e) {
      return List.of(
          new Problem(
              "metadata",
              "",
              "is not Kubernetes metadata: " + e.getMessage(),
              "keep name, namespace, labels and annotations only"));
    }
  }
}
