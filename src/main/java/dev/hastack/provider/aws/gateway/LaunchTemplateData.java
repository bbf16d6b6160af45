package dev.hastack.provider.aws.gateway;

import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.resource.AttributeValues;
import dev.hastack.provider.aws.resource.LaunchTemplate;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateBlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateBlockDeviceMappingRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateEbsBlockDevice;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateEbsBlockDeviceRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateIamInstanceProfileSpecification;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateIamInstanceProfileSpecificationRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateInstanceMetadataOptionsRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateTagSpecificationRequest;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.ResponseLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.Tag;

/** A version's content on the wire and as attributes. */
final class LaunchTemplateData {
  private LaunchTemplateData() {}

  /**
   * Everything a version holds. What we know is read into attributes; the rest is known by name:
   * every member that these attributes would not make again exactly as it is.
   */
  static AttributeValues.Builder read(ResponseLaunchTemplateData data) {
    AttributeValues.Builder attributes = known(data);
    Set<String> others =
        LaunchTemplateContent.of(data)
            .differences(LaunchTemplateContent.of(write(attributes.build())));
    return attributes.set(LaunchTemplate.LAUNCH_TEMPLATE_DATA, nullIfEmpty(others));
  }

  private static AttributeValues.Builder known(ResponseLaunchTemplateData data) {
    var into = AttributeValues.builder();
    into.text(LaunchTemplate.IMAGE_ID, data.imageId())
        .text(LaunchTemplate.KEY_NAME, nullIfEmpty(data.keyName()))
        .text(LaunchTemplate.IAM_INSTANCE_PROFILE, profile(data.iamInstanceProfile()))
        .set(LaunchTemplate.SECURITY_GROUP_IDS, nullIfEmpty(data.securityGroupIds()))
        .text(LaunchTemplate.USER_DATA, decoded(data.userData()))
        .put(LaunchTemplate.BLOCK_DEVICE_MAPPINGS, mappings(data))
        .put(LaunchTemplate.METADATA_OPTIONS, metadata(data))
        .keyed(LaunchTemplate.TAG_SPECIFICATIONS, volumeTags(data));
    if (data.monitoring() != null) {
      into.flag(LaunchTemplate.MONITORING, data.monitoring().enabled());
    }
    return into;
  }

  /** The content that attributes tell of; not the members known by name alone. */
  static RequestLaunchTemplateData write(AttributeValues after) {
    var data = RequestLaunchTemplateData.builder();
    after.text(LaunchTemplate.IMAGE_ID).ifPresent(data::imageId);
    after.text(LaunchTemplate.KEY_NAME).ifPresent(data::keyName);
    after
        .text(LaunchTemplate.IAM_INSTANCE_PROFILE)
        .map(LaunchTemplateData::profile)
        .ifPresent(data::iamInstanceProfile);
    if (after.value(LaunchTemplate.SECURITY_GROUP_IDS).isPresent()) {
      data.securityGroupIds(after.texts(LaunchTemplate.SECURITY_GROUP_IDS));
    }
    after.text(LaunchTemplate.USER_DATA).map(LaunchTemplateData::encoded).ifPresent(data::userData);
    if (after.value(LaunchTemplate.BLOCK_DEVICE_MAPPINGS).isPresent()) {
      data.blockDeviceMappings(
          after.items(LaunchTemplate.BLOCK_DEVICE_MAPPINGS).stream()
              .map(LaunchTemplateData::mapping)
              .toList());
    }
    if (after.value(LaunchTemplate.METADATA_OPTIONS).isPresent()) {
      data.metadataOptions(metadata(after.struct(LaunchTemplate.METADATA_OPTIONS)));
    }
    after
        .flag(LaunchTemplate.MONITORING)
        .ifPresent(enabled -> data.monitoring(monitoring -> monitoring.enabled(enabled)));
    Map<String, String> volumeTags = after.keyedTexts(LaunchTemplate.TAG_SPECIFICATIONS);
    if (!volumeTags.isEmpty()) {
      data.tagSpecifications(
          LaunchTemplateTagSpecificationRequest.builder()
              .resourceType(ResourceType.VOLUME)
              .tags(tags(volumeTags))
              .build());
    }
    return data.build();
  }

  static Collection<Tag> tags(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }

  private static LaunchTemplateInstanceMetadataOptionsRequest metadata(AttributeValues options) {
    var request = LaunchTemplateInstanceMetadataOptionsRequest.builder();
    options.text(LaunchTemplate.HTTP_TOKENS).ifPresent(request::httpTokens);
    options
        .whole(LaunchTemplate.HTTP_PUT_RESPONSE_HOP_LIMIT)
        .ifPresent(request::httpPutResponseHopLimit);
    return request.build();
  }

  private static @Nullable Value metadata(ResponseLaunchTemplateData data) {
    if (data.metadataOptions() == null) {
      return null;
    }
    return Value.struct(
        AttributeValues.builder()
            .text(LaunchTemplate.HTTP_TOKENS, data.metadataOptions().httpTokensAsString())
            .whole(
                LaunchTemplate.HTTP_PUT_RESPONSE_HOP_LIMIT,
                data.metadataOptions().httpPutResponseHopLimit())
            .build()
            .values());
  }

  private static LaunchTemplateBlockDeviceMappingRequest mapping(Value value) {
    AttributeValues members =
        value instanceof Value.Struct struct
            ? new AttributeValues(struct.members())
            : new AttributeValues(new TreeMap<>());
    var ebs = LaunchTemplateEbsBlockDeviceRequest.builder();
    members.whole(LaunchTemplate.VOLUME_SIZE).ifPresent(ebs::volumeSize);
    members.text(LaunchTemplate.VOLUME_TYPE).ifPresent(ebs::volumeType);
    members.flag(LaunchTemplate.ENCRYPTED).ifPresent(ebs::encrypted);
    var mapping = LaunchTemplateBlockDeviceMappingRequest.builder().ebs(ebs.build());
    members.text(LaunchTemplate.DEVICE_NAME).ifPresent(mapping::deviceName);
    return mapping.build();
  }

  private static @Nullable Value mappings(ResponseLaunchTemplateData data) {
    if (data.blockDeviceMappings().isEmpty()) {
      return null;
    }
    return Value.list(
        data.blockDeviceMappings().stream().map(LaunchTemplateData::mapping).toList());
  }

  private static Value mapping(LaunchTemplateBlockDeviceMapping mapping) {
    var members = AttributeValues.builder().text(LaunchTemplate.DEVICE_NAME, mapping.deviceName());
    LaunchTemplateEbsBlockDevice ebs = mapping.ebs();
    if (ebs != null) {
      members
          .whole(LaunchTemplate.VOLUME_SIZE, ebs.volumeSize())
          .text(LaunchTemplate.VOLUME_TYPE, ebs.volumeTypeAsString())
          .flag(LaunchTemplate.ENCRYPTED, ebs.encrypted());
    }
    return Value.struct(members.build().values());
  }

  private static Map<String, String> volumeTags(ResponseLaunchTemplateData data) {
    var tags = new TreeMap<String, String>();
    data.tagSpecifications().stream()
        .filter(each -> each.resourceType() == ResourceType.VOLUME)
        .flatMap(each -> each.tags().stream())
        .forEach(tag -> tags.put(tag.key(), tag.value()));
    return tags;
  }

  private static LaunchTemplateIamInstanceProfileSpecificationRequest profile(String nameOrArn) {
    var request = LaunchTemplateIamInstanceProfileSpecificationRequest.builder();
    return (nameOrArn.startsWith("arn:") ? request.arn(nameOrArn) : request.name(nameOrArn))
        .build();
  }

  private static @Nullable String profile(
      @Nullable LaunchTemplateIamInstanceProfileSpecification profile) {
    if (profile == null) {
      return null;
    }
    return nullIfEmpty(profile.name() == null ? profile.arn() : profile.name());
  }

  private static String encoded(String plain) {
    return Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  /** What is not text, or not base64, reads as something else; it is then known by name too. */
  private static @Nullable String decoded(@Nullable String base64) {
    if (base64 == null || base64.isEmpty()) {
      return null;
    }
    try {
      return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notBase64) {
      return base64;
    }
  }

  private static @Nullable String nullIfEmpty(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  private static @Nullable Collection<String> nullIfEmpty(Collection<String> items) {
    return items.isEmpty() ? null : items;
  }
}
