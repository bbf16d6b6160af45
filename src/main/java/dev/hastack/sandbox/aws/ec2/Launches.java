package dev.hastack.sandbox.aws.ec2;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.LaunchOrder;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.EbsBlockDevice;
import software.amazon.awssdk.services.ec2.model.IamInstanceProfile;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateBlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateEbsBlockDevice;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateInstanceNetworkInterfaceSpecification;
import software.amazon.awssdk.services.ec2.model.ResponseLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;

/**
 * Holds an order against what the account has. Codes are those of "Error codes for the Amazon EC2
 * API"; the order in which EC2 finds mistakes is not documented.
 */
final class Launches {
  private final Ground ground;
  private final Templates templates;

  Launches(Ground ground, Templates templates) {
    this.ground = ground;
    this.templates = templates;
  }

  /**
   * What would be launched.
   *
   * @throws ApiError as EC2 refuses it
   */
  Launch prepare(LaunchOrder order, Launch.Names names) {
    Template template = templates.one(order.templateId(), null);
    ResponseLaunchTemplateData content =
        Templates.version(template, Long.toString(order.templateVersion())).data();
    InstanceKind kind = ground.types.named(order.instanceType());
    Image image = image(content);
    mustFit(kind, image);
    Subnet subnet = ground.subnets.named(order.subnetId());
    mustBeOffered(kind, subnet.availabilityZone());
    if (content.keyName() != null && !ground.keyPairs.exists(content.keyName())) {
      throw KeyPairs.notFound(content.keyName());
    }
    Launch launch =
        new Launch(
            content,
            kind,
            image,
            subnet,
            securityGroups(content, subnet),
            profile(content),
            rootVolume(content, image),
            names);
    ground.subnets.mustHaveRoom(subnet);
    return launch;
  }

  private Image image(ResponseLaunchTemplateData content) {
    String imageId = content.imageId();
    if (imageId == null) {
      throw new ApiError("MissingParameter", "The request must contain the parameter ImageId");
    }
    if (imageId.startsWith("resolve:ssm:")) {
      String resolved = ground.images.parameters().get(imageId.substring("resolve:ssm:".length()));
      if (resolved == null) {
        throw new ApiError(
            "InvalidParameterValue",
            "The parameter in '%s' could not be resolved.".formatted(imageId));
      }
      return ground.images.named(resolved);
    }
    return ground.images.named(imageId);
  }

  private static void mustFit(InstanceKind kind, Image image) {
    if (!kind.architecture().equals(image.architectureAsString())) {
      throw new ApiError(
          "InvalidParameterValue",
          ("The architecture '%s' of the specified instance type does not match the architecture"
                  + " '%s' of the specified AMI. Specify an instance type and an AMI that have"
                  + " matching architectures, and try again.")
              .formatted(kind.architecture(), image.architectureAsString()));
    }
  }

  private void mustBeOffered(InstanceKind kind, String zone) {
    List<String> zones = ground.types.zonesOf(kind);
    if (!zones.contains(zone)) {
      throw new ApiError(
          "Unsupported",
          ("Your requested instance type (%s) is not supported in your requested Availability Zone"
                  + " (%s). Please retry your request by not specifying an Availability Zone or"
                  + " choosing %s.")
              .formatted(kind.name(), zone, String.join(", ", zones)));
    }
  }

  private SortedMap<String, String> securityGroups(
      ResponseLaunchTemplateData content, Subnet subnet) {
    var groups = new TreeMap<String, String>();
    for (String id : groupIds(content, subnet.vpcId())) {
      SecurityGroup group = ground.securityGroups.named(id);
      if (!group.vpcId().equals(subnet.vpcId())) {
        throw new ApiError(
            "InvalidParameter",
            "Security group %s and subnet %s belong to different networks."
                .formatted(id, subnet.subnetId()));
      }
      groups.put(id, group.groupName());
    }
    return groups;
  }

  /** Those of the template, or of its first network interface, or the VPC's default one. */
  private Collection<String> groupIds(ResponseLaunchTemplateData content, String vpcId) {
    if (!content.securityGroupIds().isEmpty()) {
      return content.securityGroupIds();
    }
    return content.networkInterfaces().stream()
        .map(LaunchTemplateInstanceNetworkInterfaceSpecification::groups)
        .filter(groups -> !groups.isEmpty())
        .findFirst()
        .orElseGet(() -> List.of(ground.securityGroups.defaultOf(vpcId)));
  }

  private @Nullable IamInstanceProfile profile(ResponseLaunchTemplateData content) {
    return content.iamInstanceProfile() == null
        ? null
        : ground.profiles.resolve(content.iamInstanceProfile());
  }

  private Launch.RootVolume rootVolume(ResponseLaunchTemplateData content, Image image) {
    String device = image.rootDeviceName();
    EbsBlockDevice byImage = image.blockDeviceMappings().getFirst().ebs();
    Optional<LaunchTemplateEbsBlockDevice> byTemplate =
        content.blockDeviceMappings().stream()
            .filter(mapping -> device.equals(mapping.deviceName()))
            .map(LaunchTemplateBlockDeviceMapping::ebs)
            .filter(Objects::nonNull)
            .findFirst();
    int sizeGiB =
        byTemplate.map(LaunchTemplateEbsBlockDevice::volumeSize).orElse(byImage.volumeSize());
    int least = ground.images.snapshotGiB(image);
    if (sizeGiB < least) {
      throw new ApiError(
          "InvalidBlockDeviceMapping",
          "Volume of size %dGB is smaller than snapshot '%s', expect size >= %dGB"
              .formatted(sizeGiB, Images.snapshotId(image), least));
    }
    return new Launch.RootVolume(
        device,
        sizeGiB,
        byTemplate
            .map(LaunchTemplateEbsBlockDevice::volumeTypeAsString)
            .orElse(byImage.volumeTypeAsString()),
        byTemplate.map(LaunchTemplateEbsBlockDevice::encrypted).orElse(byImage.encrypted()));
  }
}
