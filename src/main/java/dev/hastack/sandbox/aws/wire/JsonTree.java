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
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.utils.builder.Buildable;

/** Structures as JSON and back. */
final class JsonTree {
  private static final ScalarText SCALARS = new ScalarText(TimestampFormat.EPOCH_SECONDS);
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private JsonTree() {}

  /** Fills a structure; members that it does not know are passed over. */
  static SdkPojo decode(SdkPojo builder, JsonNode json) {
    if (!json.isObject()) {
      throw new IllegalArgumentException("Unexpected value instead of a structure");
    }
    for (Member member : SdkModel.members(builder)) {
      JsonNode value = json.get(member.requestName());
      if (value != null) {
        member.set(builder, decode(member.shape(), value));
      }
    }
    return (SdkPojo) ((Buildable) builder).build();
  }

  /** The members of a structure, each that is set. */
  static ObjectNode encode(SdkPojo structure) {
    ObjectNode json = NODES.objectNode();
    for (Member member : SdkModel.members(structure)) {
      Object value = member.of(structure);
      if (value != null) {
        json.set(member.requestName(), encode(member.shape(), value));
      }
    }
    return json;
  }

  private static @Nullable Object decode(Shape shape, JsonNode json) {
    if (json.isNull()) {
      return null;
    }
    return switch (shape) {
      case Shape.Scalar scalar -> SCALARS.parse(scalar, text(json));
      case Shape.Freeform any -> JsonDocument.decode(json);
      case Shape.ListOf list -> list(list.element().shape(), json);
      case Shape.MapOf map -> map(map.value().shape(), json);
      case Shape.Structure structure -> decode(structure.builder().get(), json);
    };
  }

  private static String text(JsonNode json) {
    if (!json.isValueNode()) {
      throw new IllegalArgumentException("Unexpected collection instead of a value");
    }
    return json.asText();
  }

  private static List<@Nullable Object> list(Shape element, JsonNode json) {
    if (!json.isArray()) {
      throw new IllegalArgumentException("Unexpected value instead of a list");
    }
    List<@Nullable Object> decoded = new ArrayList<>();
    json.forEach(each -> decoded.add(decode(element, each)));
    return decoded;
  }

  private static Map<String, @Nullable Object> map(Shape value, JsonNode json) {
    if (!json.isObject()) {
      throw new IllegalArgumentException("Unexpected value instead of a map");
    }
    Map<String, @Nullable Object> decoded = new LinkedHashMap<>();
    json.properties()
        .forEach(entry -> decoded.put(entry.getKey(), decode(value, entry.getValue())));
    return decoded;
  }

  private static JsonNode encode(Shape shape, @Nullable Object value) {
    if (value == null) {
      return NODES.nullNode();
    }
    return switch (shape) {
      case Shape.Scalar scalar -> scalar(scalar, value);
      case Shape.Freeform any -> JsonDocument.encode((Document) value);
      case Shape.ListOf list -> {
        ArrayNode array = NODES.arrayNode();
        ((List<?>) value).forEach(each -> array.add(encode(list.element().shape(), each)));
        yield array;
      }
      case Shape.MapOf map -> {
        ObjectNode object = NODES.objectNode();
        ((Map<?, ?>) value)
            .forEach(
                (key, each) -> object.set(String.valueOf(key), encode(map.value().shape(), each)));
        yield object;
      }
      case Shape.Structure any -> encode((SdkPojo) value);
    };
  }

  private static JsonNode scalar(Shape.Scalar shape, Object value) {
    String text = SCALARS.print(shape, value);
    return switch (shape) {
      case Shape.Text any -> NODES.textNode(text);
      case Shape.Blob any -> NODES.textNode(text);
      case Shape.Truth any -> NODES.booleanNode((Boolean) value);
      case Shape.Numeric any -> NODES.numberNode(new BigDecimal(text));
      case Shape.Moment moment ->
          SCALARS.format(moment).isNumber()
              ? NODES.numberNode(new BigDecimal(text))
              : NODES.textNode(text);
    };
  }
}
