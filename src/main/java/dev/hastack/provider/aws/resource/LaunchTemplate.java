package dev.hastack.provider.aws.resource;

import dev.hastack.core.stack.Attribute;
import dev.hastack.core.stack.Impact;
import dev.hastack.core.stack.Schema;
import java.util.List;
import java.util.Set;

/**
 * An EC2 launch template, as its default version has it. A change of anything but the template's
 * own tags is another version, which only new servers follow. A version is ours as a whole or not
 * at all: what the spec leaves out is none in it, and a version that holds anything more than we
 * would write has drifted.
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

  /**
   * A set: the members of a version whose content none of the attributes above tells, be it that we
   * never write them or that they hold more than we ever write. Never wanted.
   */
  public static final String LAUNCH_TEMPLATE_DATA = "LaunchTemplateData";

  /** The template's own tags. */
  public static final String TAGS = "Tags";

  public static final String OUTPUT_ID = "LaunchTemplateId";

  /** The number of the default version, as text. */
  public static final String OUTPUT_VERSION = "Version";

  /** On the template: the SSM parameter its image came from. */
  public static final String IMAGE_PARAMETER_TAG = "hastack.dev/image-parameter";

  /** On the template, beside the parameter: the image that was found there. */
  public static final String IMAGE_TAG = "hastack.dev/image";

  public static final Schema<LaunchTemplate> SCHEMA =
      new Schema<>(
          KIND,
          LaunchTemplate.class,
          List.of(
              data(IMAGE_ID),
              data(IAM_INSTANCE_PROFILE),
              data(KEY_NAME),
              data(SECURITY_GROUP_IDS),
              data(USER_DATA).asSensitive(),
              data(BLOCK_DEVICE_MAPPINGS),
              data(METADATA_OPTIONS),
              data(MONITORING),
              data(TAG_SPECIFICATIONS).byKey().asNoneWhenOmitted(),
              data(LAUNCH_TEMPLATE_DATA),
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

  private static Attribute<LaunchTemplate> data(String name) {
    return AwsResource.<LaunchTemplate>declare(name)
        .impact(Impact.ROLLING)
        .asNoneWhenOmitted()
        .renewing(OUTPUT_VERSION);
  }
}
