package dev.hastack.sandbox.aws.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.document.Document;

/** JSON of no fixed structure, as ECS has in few places. */
final class JsonDocument {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private JsonDocument() {}

  static Document decode(JsonNode json) {
    return switch (json.getNodeType()) {
      case NULL, MISSING -> Document.fromNull();
      case BOOLEAN -> Document.fromBoolean(json.booleanValue());
      case NUMBER -> Document.fromNumber(json.asText());
      case STRING -> Document.fromString(json.textValue());
      case ARRAY -> {
        List<Document> elements = new ArrayList<>();
        json.forEach(each -> elements.add(decode(each)));
        yield Document.fromList(elements);
      }
      case OBJECT -> {
        Map<String, Document> members = new LinkedHashMap<>();
        json.properties().forEach(each -> members.put(each.getKey(), decode(each.getValue())));
        yield Document.fromMap(members);
      }
      case BINARY, POJO -> throw new IllegalArgumentException("not of a parser: " + json);
    };
  }

  static JsonNode encode(Document document) {
    if (document.isString()) {
      return NODES.textNode(document.asString());
    }
    if (document.isBoolean()) {
      return NODES.booleanNode(document.asBoolean());
    }
    if (document.isNumber()) {
      return NODES.numberNode(new BigDecimal(document.asNumber().stringValue()));
    }
    if (document.isList()) {
      ArrayNode array = NODES.arrayNode();
      document.asList().forEach(each -> array.add(encode(each)));
      return array;
    }
    if (document.isMap()) {
      ObjectNode object = NODES.objectNode();
      document.asMap().forEach((name, each) -> object.set(name, encode(each)));
      return object;
    }
    return NODES.nullNode();
  }
}
