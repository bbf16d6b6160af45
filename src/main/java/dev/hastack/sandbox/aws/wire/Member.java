package dev.hastack.sandbox.aws.wire;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/**
 * A member of a structure, or the element of a list or map.
 *
 * @param requestName on the wire towards AWS
 * @param answerName on the wire back
 */
record Member(String requestName, String answerName, Shape shape, SdkField<?> field) {

  /** The value; null where it was never set, while an empty list that was set is a value. */
  @Nullable Object of(SdkPojo structure) {
    Object value = field.getValueOrDefault(structure);
    return value instanceof SdkAutoConstructList<?> || value instanceof SdkAutoConstructMap<?, ?>
        ? null
        : value;
  }

  void set(SdkPojo builder, @Nullable Object value) {
    field.set(builder, value);
  }
}
