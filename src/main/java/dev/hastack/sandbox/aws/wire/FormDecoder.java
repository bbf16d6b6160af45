package dev.hastack.sandbox.aws.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * Fills requests from forms (Smithy specification, AWS query protocol and AWS EC2 query protocol).
 *
 * @param everyListFlat as EC2 has it, whatever its model says
 */
record FormDecoder(boolean everyListFlat) {
  private static final ScalarText SCALARS = new ScalarText(TimestampFormat.ISO_8601);

  SdkPojo decode(SdkPojo builder, FormTree form) {
    for (Member member : SdkModel.members(builder)) {
      form.child(member.requestName())
          .ifPresent(value -> member.set(builder, decode(member.shape(), value)));
    }
    return (SdkPojo) ((Buildable) builder).build();
  }

  private @Nullable Object decode(Shape shape, FormTree form) {
    return switch (shape) {
      case Shape.Scalar scalar ->
          form.value().map(text -> SCALARS.parse(scalar, text)).orElse(null);
      case Shape.Freeform any -> throw new IllegalArgumentException("no free form in forms");
      case Shape.ListOf list -> list(list, form);
      case Shape.MapOf map -> map(map, form);
      case Shape.Structure structure -> decode(structure.builder().get(), form);
    };
  }

  /** An empty list is the bare name: {@code Name=}. */
  private List<@Nullable Object> list(Shape.ListOf list, FormTree form) {
    boolean flat = everyListFlat || list.flattened();
    FormTree elements = flat ? form : form.child(list.element().requestName()).orElse(form);
    List<@Nullable Object> decoded = new ArrayList<>();
    for (FormTree element : elements.numbered()) {
      decoded.add(decode(list.element().shape(), element));
    }
    return decoded;
  }

  private Map<String, @Nullable Object> map(Shape.MapOf map, FormTree form) {
    FormTree entries = map.flattened() ? form : form.child("entry").orElse(form);
    Map<String, @Nullable Object> decoded = new LinkedHashMap<>();
    for (FormTree entry : entries.numbered()) {
      decoded.put(
          entry.value(map.keyName()),
          entry
              .child(map.valueName())
              .map(value -> decode(map.value().shape(), value))
              .orElse(null));
    }
    return decoded;
  }
}
