package dev.hastack.provider.aws.gateway;

import dev.hastack.provider.aws.Sha256;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateInstanceMetadataEndpointState;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateInstanceMetadataOptionsRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateInstanceMetadataProtocolIpv6;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateInstanceMetadataTagsState;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.ResponseLaunchTemplateData;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/**
 * The whole content of a launch template version, every member that AWS's model has: as the request
 * that makes it. Empty members are none, the order of lists says nothing, and a default that AWS
 * spells out is not said, so that the same content is equal whether it is to be written or was
 * read.
 */
record LaunchTemplateContent(RequestLaunchTemplateData data) {
  private static final int DIGEST_HEX_DIGITS = 16;

  static LaunchTemplateContent of(RequestLaunchTemplateData written) {
    return copied(written);
  }

  static LaunchTemplateContent of(ResponseLaunchTemplateData read) {
    return copied(read);
  }

  private static LaunchTemplateContent copied(SdkPojo data) {
    var copy = RequestLaunchTemplateData.builder();
    boolean unused = copy(data, copy);
    RequestLaunchTemplateData whole = copy.build();
    return new LaunchTemplateContent(
        whole.metadataOptions() == null
            ? whole
            : copy.metadataOptions(withoutDefaults(whole.metadataOptions())).build());
  }

  /**
   * AWS may answer options beside those given, with the values that they have anyway (EC2 API
   * reference, LaunchTemplateInstanceMetadataOptionsRequest).
   */
  private static @Nullable LaunchTemplateInstanceMetadataOptionsRequest withoutDefaults(
      LaunchTemplateInstanceMetadataOptionsRequest options) {
    var said = options.toBuilder();
    if (options.httpEndpoint() == LaunchTemplateInstanceMetadataEndpointState.ENABLED) {
      said.httpEndpoint((String) null);
    }
    if (options.httpProtocolIpv6() == LaunchTemplateInstanceMetadataProtocolIpv6.DISABLED) {
      said.httpProtocolIpv6((String) null);
    }
    if (options.instanceMetadataTags() == LaunchTemplateInstanceMetadataTagsState.DISABLED) {
      said.instanceMetadataTags((String) null);
    }
    var rest = said.build();
    return rest.equals(LaunchTemplateInstanceMetadataOptionsRequest.builder().build())
        ? null
        : rest;
  }

  /** The names of the members in which this and another differ. */
  Set<String> differences(LaunchTemplateContent other) {
    var names = new TreeSet<String>();
    for (SdkField<?> field : data.sdkFields()) {
      if (!Objects.equals(field.getValueOrDefault(data), field.getValueOrDefault(other.data))) {
        names.add(field.memberName());
      }
    }
    return names;
  }

  /** This content, with some members as another has them. */
  LaunchTemplateContent with(Collection<String> members, LaunchTemplateContent other) {
    var merged = data.toBuilder();
    for (SdkField<?> field : data.sdkFields()) {
      if (members.contains(field.memberName())) {
        field.set(merged, field.getValueOrDefault(other.data));
      }
    }
    return new LaunchTemplateContent(merged.build());
  }

  /** 16 hex digits over every member. */
  String digest() {
    var parts = new ArrayList<String>();
    collect(data, parts);
    return Sha256.hex(DIGEST_HEX_DIGITS, parts);
  }

  /** Member by member, since the SDK's own text leaves secrets out. */
  private static void collect(@Nullable Object value, List<String> parts) {
    switch (value) {
      case null -> {}
      case SdkPojo structure -> {
        parts.add("{");
        for (SdkField<?> field : structure.sdkFields()) {
          parts.add(field.memberName());
          collect(field.getValueOrDefault(structure), parts);
        }
        parts.add("}");
      }
      case List<?> items -> items.forEach(item -> collect(item, parts));
      default -> parts.add(value.toString());
    }
  }

  /**
   * Copies the members that both have; what only answers have, such as a state, is no content.
   *
   * @return whether there were any
   */
  private static boolean copy(SdkPojo from, SdkPojo into) {
    boolean any = false;
    for (SdkField<?> source : from.sdkFields()) {
      for (SdkField<?> field : into.sdkFields()) {
        Object value =
            field.memberName().equals(source.memberName())
                ? converted(source.getValueOrDefault(from), field)
                : null;
        if (value != null) {
          field.set(into, value);
          any = true;
        }
      }
    }
    return any;
  }

  private static @Nullable Object converted(@Nullable Object value, SdkField<?> field) {
    return switch (value) {
      case null -> null;
      case SdkPojo structure -> {
        SdkPojo copy = field.constructor().get();
        yield copy(structure, copy) && copy instanceof SdkBuilder<?, ?> builder
            ? builder.build()
            : null;
      }
      case List<?> items -> {
        SdkField<?> member = field.getRequiredTrait(ListTrait.class).memberFieldInfo();
        List<Object> copies = new ArrayList<>();
        for (Object item : items) {
          Object copy = converted(item, member);
          if (copy != null) {
            copies.add(copy);
          }
        }
        copies.sort(Comparator.comparing(Object::toString));
        yield copies.isEmpty() ? null : copies;
      }
      default -> value;
    };
  }
}
