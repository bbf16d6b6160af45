package dev.hastack.sandbox.aws.wire;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;

/** An XML answer in the making. Not indented: white space would become part of values. */
final class Xml {
  private static final ScalarText SCALARS = new ScalarText(TimestampFormat.ISO_8601);
  private static final char NOT_A_CHARACTER = '\uFFFD';

  private final StringBuilder text = new StringBuilder();

  Xml open(String element) {
    text.append('<').append(element).append('>');
    return this;
  }

  Xml close(String element) {
    text.append("</").append(element).append('>');
    return this;
  }

  Xml element(String name, String content) {
    open(name);
    escape(content);
    return close(name);
  }

  /** The members of a structure, each that is set. */
  Xml members(SdkPojo structure) {
    for (Member member : SdkModel.members(structure)) {
      value(member.answerName(), member.shape(), member.of(structure));
    }
    return this;
  }

  SdkBytes bytes() {
    return SdkBytes.fromUtf8String(text.toString());
  }

  private void value(String name, Shape shape, @Nullable Object value) {
    if (value == null) {
      return;
    }
    switch (shape) {
      case Shape.Scalar scalar -> element(name, SCALARS.print(scalar, value));
      case Shape.Freeform any -> throw new IllegalArgumentException("no free form in XML");
      case Shape.ListOf list -> list(name, list, (List<?>) value);
      case Shape.MapOf map -> map(name, map, (Map<?, ?>) value);
      case Shape.Structure any -> open(name).members((SdkPojo) value).close(name);
    }
  }

  private void list(String name, Shape.ListOf list, List<?> values) {
    if (list.flattened()) {
      values.forEach(value -> value(name, list.element().shape(), value));
    } else {
      open(name);
      values.forEach(value -> value(list.element().answerName(), list.element().shape(), value));
      close(name);
    }
  }

  private void map(String name, Shape.MapOf map, Map<?, ?> values) {
    String entry = map.flattened() ? name : "entry";
    if (!map.flattened()) {
      open(name);
    }
    values.forEach(
        (key, value) -> {
          open(entry).element(map.keyName(), String.valueOf(key));
          value(map.valueName(), map.value().shape(), value);
          close(entry);
        });
    if (!map.flattened()) {
      close(name);
    }
  }

  private void escape(String content) {
    for (int index = 0; index < content.length(); index++) {
      char each = content.charAt(index);
      switch (each) {
        case '<' -> text.append("&lt;");
        case '>' -> text.append("&gt;");
        case '&' -> text.append("&amp;");
        case '\r' -> text.append("&#13;"); // a parser would read it as \n
        case '\n', '\t' -> text.append(each);
        default -> text.append(each < ' ' ? NOT_A_CHARACTER : each); // XML 1.0 has no others
      }
    }
  }
}
