package dev.hastack.sandbox.aws.rds;

import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/** Sees that nothing a request asks for is passed over in silence. */
final class Modelled {
  private Modelled() {}

  /**
   * @param names AWS's own, of the members that the operation minds
   * @throws dev.hastack.sandbox.aws.world.ApiError that names a member which it would not
   */
  static void only(SdkPojo request, Set<String> names) {
    for (SdkField<?> field : request.sdkFields()) {
      if (!names.contains(field.memberName()) && isSaid(field.getValueOrDefault(request))) {
        throw Errors.notModelled(field.memberName());
      }
    }
  }

  static boolean isSaid(@Nullable Object value) {
    return !(value == null
        || Boolean.FALSE.equals(value)
        || (value instanceof Collection<?> items && items.isEmpty()));
  }
}
