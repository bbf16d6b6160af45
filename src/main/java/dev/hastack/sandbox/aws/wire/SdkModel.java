package dev.hastack.sandbox.aws.wire;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait;

/** The SDK's model of structures, read once for each class. */
final class SdkModel {
  private static final Map<Class<?>, List<Member>> MEMBERS = new ConcurrentHashMap<>();

  private SdkModel() {}

  /** The members of a structure or of its builder. */
  static List<Member> members(SdkPojo structure) {
    List<Member> known = MEMBERS.get(structure.getClass());
    return known == null
        ? MEMBERS.computeIfAbsent(
            structure.getClass(), type -> structure.sdkFields().stream().map(SdkModel::of).toList())
        : known;
  }

  private static Member of(SdkField<?> field) {
    return new Member(field.locationName(), field.unmarshallLocationName(), shape(field), field);
  }

  private static Shape shape(SdkField<?> field) {
    return switch (field.marshallingType().getKnownType()) {
      case STRING -> new Shape.Text();
      case BOOLEAN -> new Shape.Truth();
      case BYTE -> new Shape.Numeric(Byte::valueOf);
      case SHORT -> new Shape.Numeric(Short::valueOf);
      case INTEGER -> new Shape.Numeric(Integer::valueOf);
      case LONG -> new Shape.Numeric(Long::valueOf);
      case FLOAT -> new Shape.Numeric(Float::valueOf);
      case DOUBLE -> new Shape.Numeric(Double::valueOf);
      case BIG_DECIMAL -> new Shape.Numeric(BigDecimal::new);
      case SDK_BYTES -> new Shape.Blob();
      case INSTANT -> new Shape.Moment(format(field));
      case LIST -> list(field.getRequiredTrait(ListTrait.class));
      case MAP -> map(field.getRequiredTrait(MapTrait.class));
      case SDK_POJO -> new Shape.Structure(field.constructor());
      case DOCUMENT -> new Shape.Freeform();
      case NULL -> throw new IllegalStateException("member of no type: " + field.memberName());
    };
  }

  private static Shape list(ListTrait trait) {
    return new Shape.ListOf(trait.isFlattened(), of(trait.memberFieldInfo()));
  }

  private static Shape map(MapTrait trait) {
    return new Shape.MapOf(
        trait.isFlattened(),
        trait.keyLocationName(),
        trait.valueLocationName(),
        of(trait.valueFieldInfo()));
  }

  private static @Nullable TimestampFormat format(SdkField<?> field) {
    return Optional.ofNullable(field.getTrait(TimestampFormatTrait.class))
        .map(TimestampFormatTrait::format)
        .map(
            format ->
                switch (format) {
                  case ISO_8601 -> TimestampFormat.ISO_8601;
                  case RFC_822 -> TimestampFormat.RFC_822;
                  case UNIX_TIMESTAMP -> TimestampFormat.EPOCH_SECONDS;
                  case UNIX_TIMESTAMP_MILLIS -> TimestampFormat.EPOCH_MILLIS;
                })
        .orElse(null);
  }
}
