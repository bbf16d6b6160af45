package dev.hastack.api.manifest;

import com.fasterxml.jackson.databind.JsonNode;

/** A value as it is shown in a problem: short, and on one line. */
final class Shown {
  private static final int MAX_CHARACTERS = 60;

  private Shown() {}

  static String of(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> "an object";
      case ARRAY -> "a list";
      case NULL, MISSING -> "null";
      case BINARY, BOOLEAN, NUMBER, POJO, STRING -> shortened(value.toString());
    };
  }

  private static String shortened(String text) {
    return text.length() <= MAX_CHARACTERS ? text : text.substring(0, MAX_CHARACTERS) + "…";
  }
}
