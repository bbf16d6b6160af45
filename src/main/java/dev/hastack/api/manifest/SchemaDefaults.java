package dev.hastack.api.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.Map;

/**
 * Fills in a schema's defaults from the outside in, as the API server does: a default for an object
 * makes room for the defaults within it, and null counts as left out where there is a default.
 */
final class SchemaDefaults {
  private SchemaDefaults() {}

  static void apply(JSONSchemaProps schema, JsonNode value) {
    if (value instanceof ObjectNode object) {
      applyToProperties(schema, object);
      if (schema.getAdditionalProperties() != null) {
        object.forEach(child -> apply(schema.getAdditionalProperties().getSchema(), child));
      }
    }
    if (value instanceof ArrayNode list && schema.getItems() != null) {
      list.forEach(item -> apply(schema.getItems().getSchema(), item));
    }
  }

  private static void applyToProperties(JSONSchemaProps schema, ObjectNode object) {
    for (Map.Entry<String, JSONSchemaProps> property : schema.getProperties().entrySet()) {
      JSONSchemaProps child = property.getValue();
      JsonNode written = object.path(property.getKey());
      if (child.getDefault() != null && (written.isMissingNode() || written.isNull())) {
        object.set(property.getKey(), child.getDefault().deepCopy());
      }
      if (object.has(property.getKey())) {
        apply(child, object.get(property.getKey()));
      }
    }
  }
}
