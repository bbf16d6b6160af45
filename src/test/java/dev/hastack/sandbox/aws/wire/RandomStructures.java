package dev.hastack.sandbox.aws.wire;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.traits.DefaultValueTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * Structures of the SDK with random contents.
 *
 * @param empties whether lists and texts may be empty; EC2's requests cannot say so
 */
record RandomStructures(Random random, boolean empties) {
  private static final List<String> TEXTS =
      List.of(
          "a",
          "plain text",
          "a&b=c d+e%20",
          "<x> \"q\" 'p' ]]>",
          "one\ntwo\r\n\tend",
          "äöü € 漢字 😀",
          " lead and trail ",
          "arn:aws:x:us-east-1:1:y/z.w.1",
          "0",
          "true",
          "#{[,]}",
          "null");
  private static final int DEEPEST = 6;
  private static final int MORE_THAN_NINE = 12;
  private static final long AN_INSTANT = 1_700_000_000_000L;

  /** Fills a request or an answer. */
  SdkPojo fill(SdkPojo builder) {
    SdkPojo filled = fill(builder, 0);
    return filled == null ? built(builder) : filled;
  }

  /** Null where nothing could be set: an empty structure has no form in the query protocol. */
  private @Nullable SdkPojo fill(SdkPojo builder, int depth) {
    boolean any = false;
    for (Member member : SdkModel.members(builder)) {
      // The SDK itself would fill in a client token, at random.
      boolean required = member.field().containsTrait(DefaultValueTrait.class);
      if (required || !oneIn(depth < 3 ? 4 : 2)) {
        any |= set(builder, member, depth);
      }
    }
    for (Member member : SdkModel.members(builder)) {
      any = any || set(builder, member, depth);
    }
    return any ? built(builder) : null;
  }

  private boolean set(SdkPojo builder, Member member, int depth) {
    Object value = value(member.shape(), depth);
    if (value == null) {
      return false;
    }
    member.set(builder, value);
    return true;
  }

  private @Nullable Object value(Shape shape, int depth) {
    return switch (shape) {
      case Shape.Text any -> empties && oneIn(10) ? "" : text();
      case Shape.Truth any -> random.nextBoolean();
      case Shape.Numeric number -> number(number);
      case Shape.Moment any -> Instant.ofEpochMilli(oneIn(3) ? AN_INSTANT : AN_INSTANT + millis());
      case Shape.Blob any -> SdkBytes.fromByteArray(bytes());
      case Shape.Freeform any -> document();
      case Shape.ListOf list -> list(list, depth);
      case Shape.MapOf map -> map(map, depth);
      case Shape.Structure structure ->
          depth > DEEPEST ? null : fill(structure.builder().get(), depth + 1);
    };
  }

  private @Nullable List<Object> list(Shape.ListOf list, int depth) {
    int size = empties && oneIn(6) ? 0 : oneIn(20) ? MORE_THAN_NINE : 1 + random.nextInt(3);
    List<Object> values = new ArrayList<>();
    for (int index = 0; index < size; index++) {
      Object value = value(list.element().shape(), depth + 1);
      if (value == null) {
        return null;
      }
      values.add(value);
    }
    return values;
  }

  private @Nullable Map<String, Object> map(Shape.MapOf map, int depth) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int left = 1 + random.nextInt(3); left > 0; left--) {
      Object value = value(map.value().shape(), depth + 1);
      if (value == null) {
        return null;
      }
      values.put(text(), value);
    }
    return values;
  }

  private Document document() {
    return Document.mapBuilder()
        .putString("text", text())
        .putNumber("number", random.nextInt())
        .putBoolean("truth", random.nextBoolean())
        .putNull("nothing")
        .putList("list", List.of(Document.fromString(text())))
        .build();
  }

  private String text() {
    String text = TEXTS.get(random.nextInt(TEXTS.size()));
    return oneIn(3) ? text + random.nextInt(1000) : text;
  }

  private Object number(Shape.Numeric number) {
    List<String> tries =
        List.of(
            Long.toString(random.nextLong()),
            Integer.toString(random.nextInt()),
            Double.toString(random.nextDouble() * 1e20),
            Double.toString(random.nextDouble() * 1e-10),
            "0",
            "1",
            "-3");
    Object parsed = null;
    while (parsed == null) {
      try {
        parsed = number.parser().apply(tries.get(random.nextInt(tries.size())));
      } catch (NumberFormatException notOfThisType) {
        parsed = null;
      }
    }
    return parsed;
  }

  private long millis() {
    return random.nextLong(200_000_000_000L);
  }

  private byte[] bytes() {
    byte[] bytes = new byte[1 + random.nextInt(20)];
    random.nextBytes(bytes);
    return bytes;
  }

  private boolean oneIn(int chances) {
    return random.nextInt(chances) == 0;
  }

  private static SdkPojo built(SdkPojo builder) {
    return (SdkPojo) ((Buildable) builder).build();
  }
}
