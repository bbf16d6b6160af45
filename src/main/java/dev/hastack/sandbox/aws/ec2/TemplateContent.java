package dev.hastack.sandbox.aws.ec2;

import dev.hastack.sandbox.aws.world.ApiError;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.ResponseLaunchTemplateData;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * The data of a launch template version as it is sent and as it is shown. The SDK has two trees of
 * classes for the two, whose members have the same names; they are carried over by name.
 */
final class TemplateContent {
  /** "Run commands at launch", EC2 user guide: before encoding. */
  private static final int USER_DATA_BYTES = 16_384;

  private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

  private TemplateContent() {}

  /**
   * The data of a new version: what is sent, and of everything that is not, what the source version
   * has (API reference, CreateLaunchTemplateVersion, SourceVersion).
   *
   * @throws ApiError if nothing is sent at all, or user data that cannot be
   */
  static ResponseLaunchTemplateData of(
      @Nullable RequestLaunchTemplateData sent, ResponseLaunchTemplateData source) {
    if (sent == null) {
      throw new ApiError(
          "MissingParameter", "The request must contain the parameter LaunchTemplateData");
    }
    checkUserData(sent.userData());
    ResponseLaunchTemplateData.Builder data = source.toBuilder();
    carry(sent, data);
    ResponseLaunchTemplateData all = data.build();
    if (all.equals(ResponseLaunchTemplateData.builder().build())) {
      throw new ApiError(
          "InvalidRequest", "The launch template data must contain at least one parameter");
    }
    return all;
  }

  private static void checkUserData(@Nullable String userData) {
    if (userData == null) {
      return;
    }
    int bytes;
    try {
      bytes = Base64.getDecoder().decode(WHITE_SPACE.matcher(userData).replaceAll("")).length;
    } catch (IllegalArgumentException notBase64) {
      throw new ApiError("InvalidUserData.Malformed", "Invalid BASE64 encoding of user data.");
    }
    if (bytes > USER_DATA_BYTES) {
      throw new ApiError(
          "InvalidUserData.Malformed",
          "User data is limited to %d bytes".formatted(USER_DATA_BYTES));
    }
  }

  private static void carry(SdkPojo from, SdkPojo into) {
    Map<String, SdkField<?>> targets = new HashMap<>();
    into.sdkFields().forEach(field -> targets.put(field.memberName(), field));
    for (SdkField<?> field : from.sdkFields()) {
      Object value = field.getValueOrDefault(from);
      SdkField<?> target = targets.get(field.memberName());
      if (value != null
          && target != null
          && !(value instanceof Collection<?> list && list.isEmpty())) {
        target.set(into, carried(value, target));
      }
    }
  }

  private static Object carried(Object value, SdkField<?> target) {
    if (value instanceof SdkPojo structure) {
      SdkPojo builder = target.constructor().get();
      carry(structure, builder);
      return builder instanceof Buildable buildable ? buildable.build() : builder;
    }
    if (value instanceof List<?> list) {
      SdkField<?> member = target.getTrait(ListTrait.class).memberFieldInfo();
      return list.stream().map(each -> carried(each, member)).toList();
    }
    return value;
  }
}
