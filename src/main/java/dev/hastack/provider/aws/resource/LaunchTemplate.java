package dev.hastack.provider.aws.resource;

import dev.hastack.core.stack.Attribute;
import dev.hastack.core.stack.Impact;
import dev.hastack.core.stack.Schema;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.Sha256;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * An EC2 launch template, as its default version has it. A change of anything but the template's
 * own tags is another version, which only new servers follow.
 */
public record LaunchTemplate(AttributeValues attributes) implements AwsResource {
  public static final String KIND = "LaunchTemplate";

  public static final String IMAGE_ID = "ImageId";

  /** Plain text here, base64 on the wire. */
  public static final String USER_DATA = "UserData";

  public static final String KEY_NAME = "KeyName";

  /** A name or an ARN, as the spec has it. */
  public static final String IAM_INSTANCE_PROFILE = "IamInstanceProfile";

  public static final String SECURITY_GROUP_IDS = "SecurityGroupIds";

  /** A list of structures of the four members below. */
  public static final String BLOCK_DEVICE_MAPPINGS = "BlockDeviceMappings";

  public static final String DEVICE_NAME = "DeviceName";

  /** In GiB. */
  public static final String VOLUME_SIZE = "VolumeSize";

  public static final String VOLUME_TYPE = "VolumeType";
  public static final String ENCRYPTED = "Encrypted";

  /** A structure of the two members below. */
  public static final String METADATA_OPTIONS = "MetadataOptions";

  public static final String HTTP_TOKENS = "HttpTokens";
  public static final String HTTP_PUT_RESPONSE_HOP_LIMIT = "HttpPutResponseHopLimit";
  public static final String MONITORING = "Monitoring";

  /** Tags that the servers' volumes get. */
  public static final String TAG_SPECIFICATIONS = "TagSpecifications";

  /** The template's own tags. */
  public static final String TAGS = "Tags";

  public static final String OUTPUT_ID = "LaunchTemplateId";

  /** The number of the default version, as text. */
  public static final String OUTPUT_VERSION = "Version";

  /** On the template: the SSM parameter its image came from. */
  public static final String IMAGE_PARAMETER_TAG = "hastack.dev/image-parameter";

  private static final int CONTENT_HEX_DIGITS = 16;

  public static final Schema<LaunchTemplate> SCHEMA =
      new Schema<>(
          KIND,
          LaunchTemplate.class,
          List.of(
              data(IMAGE_ID),
              data(IAM_INSTANCE_PROFILE).asRemovable(),
              data(KEY_NAME).asRemovable(),
              data(SECURITY_GROUP_IDS).asRemovable(),
              data(USER_DATA).asSensitive().asRemovable(),
              data(BLOCK_DEVICE_MAPPINGS)
                  .asRemovable()
                  .equivalentWhen(LaunchTemplate::sameMappings),
              data(METADATA_OPTIONS),
              data(MONITORING).asRemovable(),
              data(TAG_SPECIFICATIONS).byKey(),
              AwsResource.<LaunchTemplate>declare(TAGS).impact(Impact.IGNORED).byKey()),
          Schema.ReplaceOrder.CREATE_FIRST,
          false,
          Set.of());

  @Override
  public Schema<LaunchTemplate> schema() {
    return SCHEMA;
  }

  /** Whether an attribute is kept in the versions, not on the template itself. */
  public static boolean isVersioned(String attribute) {
    return !attribute.equals(TAGS) && !attribute.startsWith(TAGS + ".");
  }

  /** Names what a version holds: 16 hex digits over everything but the template's own tags. */
  public static String contentDigest(AttributeValues attributes) {
    var parts = new ArrayList<String>();
    attributes
        .values()
        .forEach(
            (name, value) -> {
              if (isVersioned(name) && !name.startsWith(TAG_SPECIFICATIONS)) {
                parts.add(name);
                parts.add(value.toString());
              }
            });
    attributes
        .keyedTexts(TAG_SPECIFICATIONS)
        .forEach(
            (key, text) -> {
              parts.add(key);
              parts.add(text);
            });
    return Sha256.hex(CONTENT_HEX_DIGITS, parts);
  }

  private static Attribute<LaunchTemplate> data(String name) {
    return AwsResource.<LaunchTemplate>declare(name)
        .impact(Impact.ROLLING)
        .renewing(OUTPUT_VERSION);
  }

  /** The same devices, each as wanted; members that were not asked for may be there. */
  private static boolean sameMappings(Value wanted, Value found) {
    if (!(wanted instanceof Value.Sequence ours) || !(found instanceof Value.Sequence theirs)) {
      return false;
    }
    return ours.items().size() == theirs.items().size()
        && ours.items().stream()
            .allMatch(mapping -> theirs.items().stream().anyMatch(other -> covers(other, mapping)));
  }

  private static boolean covers(Value found, Value wanted) {
    return found instanceof Value.Struct theirs
        && wanted instanceof Value.Struct ours
        && new HashSet<>(theirs.members().entrySet()).containsAll(ours.members().entrySet());
  }
}
