package dev.hastack.sandbox.aws.ec2;

import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.InstanceState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.HttpTokensState;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceBlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.InstanceLifecycleType;
import software.amazon.awssdk.services.ec2.model.InstanceMetadataOptionsResponse;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateInstanceMetadataOptions;
import software.amazon.awssdk.services.ec2.model.Volume;
import software.amazon.awssdk.services.ec2.model.VolumeAttachment;

/** An instance and its volume as EC2 shows them. */
final class ServerView {
  private final Foundation foundation;
  private final Tags tags;

  ServerView(Foundation foundation, Tags tags) {
    this.foundation = foundation;
    this.tags = tags;
  }

  /** API reference, InstanceState: the low byte of the code. */
  static software.amazon.awssdk.services.ec2.model.InstanceState state(InstanceState state) {
    return switch (state) {
      case PENDING -> state(0, "pending");
      case RUNNING -> state(16, "running");
      case SHUTTING_DOWN -> state(32, "shutting-down");
      case TERMINATED -> state(48, "terminated");
    };
  }

  private static software.amazon.awssdk.services.ec2.model.InstanceState state(
      int code, String name) {
    return software.amazon.awssdk.services.ec2.model.InstanceState.builder()
        .code(code)
        .name(name)
        .build();
  }

  /** A terminated instance has neither network nor volumes. */
  Instance instance(Server server) {
    var instance = server.instance();
    Launch launch = server.launch();
    var shown =
        Instance.builder()
            .instanceId(server.id())
            .imageId(instance.imageId())
            .instanceType(launch.kind().name())
            .state(state(instance.state()))
            .stateTransitionReason(transitionReason(server))
            .launchTime(instance.launchedAt())
            .architecture(launch.kind().architecture())
            .hypervisor(launch.kind().family().hypervisor())
            .virtualizationType("hvm")
            .rootDeviceName(launch.rootVolume().deviceName())
            .rootDeviceType("ebs")
            .ebsOptimized(Boolean.TRUE.equals(launch.content().ebsOptimized()))
            .enaSupport(true)
            .keyName(launch.content().keyName())
            .iamInstanceProfile(launch.profile())
            .monitoring(
                monitoring -> monitoring.state(isMonitored(launch) ? "enabled" : "disabled"))
            .metadataOptions(metadata(launch.content().metadataOptions()))
            .amiLaunchIndex(0)
            .placement(
                placement ->
                    placement
                        .availabilityZone(launch.subnet().availabilityZone())
                        .availabilityZoneId(launch.subnet().availabilityZoneId())
                        .groupName("")
                        .tenancy("default"))
            .tags(Tags.shown(instance.tags()));
    if (server.isSpot()) {
      shown
          .instanceLifecycle(InstanceLifecycleType.SPOT)
          .spotInstanceRequestId(launch.names().spotRequestId());
    }
    if (instance.stateReasonCode() != null) {
      shown.stateReason(
          reason -> reason.code(instance.stateReasonCode()).message(reasonOf(server)));
    }
    if (instance.state() != InstanceState.TERMINATED) {
      shown
          .subnetId(launch.subnet().subnetId())
          .vpcId(launch.subnet().vpcId())
          .privateIpAddress(instance.privateIpAddress())
          .privateDnsName(dnsName(instance.privateIpAddress()))
          .securityGroups(groups(launch))
          .blockDeviceMappings(mapping(launch, instance.launchedAt()));
    }
    return shown.build();
  }

  private static boolean isMonitored(Launch launch) {
    return launch.content().monitoring() != null
        && Boolean.TRUE.equals(launch.content().monitoring().enabled());
  }

  /** Defaults of "Configure the instance metadata options", EC2 user guide. */
  private static InstanceMetadataOptionsResponse metadata(
      @Nullable LaunchTemplateInstanceMetadataOptions asked) {
    return InstanceMetadataOptionsResponse.builder()
        .state("applied")
        .httpEndpoint("enabled")
        .httpTokens(
            Optional.ofNullable(asked)
                .map(LaunchTemplateInstanceMetadataOptions::httpTokensAsString)
                .orElse(HttpTokensState.REQUIRED.toString()))
        .httpPutResponseHopLimit(
            Optional.ofNullable(asked)
                .map(LaunchTemplateInstanceMetadataOptions::httpPutResponseHopLimit)
                .orElse(2))
        .build();
  }

  private String dnsName(String address) {
    String domain =
        foundation.region().equals(Zones.LARGE_REGION)
            ? "ec2.internal"
            : foundation.region() + ".compute.internal";
    return "ip-%s.%s".formatted(address.replace('.', '-'), domain);
  }

  private static List<GroupIdentifier> groups(Launch launch) {
    return launch.securityGroups().entrySet().stream()
        .map(
            group ->
                GroupIdentifier.builder()
                    .groupId(group.getKey())
                    .groupName(group.getValue())
                    .build())
        .toList();
  }

  private static InstanceBlockDeviceMapping mapping(Launch launch, Instant attachedAt) {
    return InstanceBlockDeviceMapping.builder()
        .deviceName(launch.rootVolume().deviceName())
        .ebs(
            ebs ->
                ebs.volumeId(launch.names().volumeId())
                    .attachTime(attachedAt)
                    .deleteOnTermination(true)
                    .status("attached"))
        .build();
  }

  private static String transitionReason(Server server) {
    String code = server.instance().stateReasonCode();
    return code == null
        ? ""
        : "%s (%s)"
            .formatted(
                code.startsWith("Client") ? "User initiated" : "Service initiated",
                server.endingSince());
  }

  /** API reference, StateReason. */
  private static String reasonOf(Server server) {
    String code = String.valueOf(server.instance().stateReasonCode());
    return switch (code) {
      case StateReasons.USER -> code + ": User initiated shutdown";
      case StateReasons.SPOT -> code + ": Spot instance termination";
      case StateReasons.INSTANCE -> code + ": Instance initiated shutdown";
      default -> code;
    };
  }

  static boolean hasVolume(Server server) {
    return server.instance().state() != InstanceState.TERMINATED;
  }

  Volume volume(Server server, Instant asOf) {
    Launch launch = server.launch();
    String id = launch.names().volumeId();
    return Volume.builder()
        .volumeId(id)
        .availabilityZone(launch.subnet().availabilityZone())
        .createTime(server.instance().launchedAt())
        .encrypted(launch.rootVolume().encrypted())
        .size(launch.rootVolume().sizeGiB())
        .volumeType(launch.rootVolume().type())
        .snapshotId(Images.snapshotId(launch.image()))
        .state("in-use")
        .attachments(
            VolumeAttachment.builder()
                .volumeId(id)
                .instanceId(server.id())
                .device(launch.rootVolume().deviceName())
                .attachTime(server.instance().launchedAt())
                .deleteOnTermination(true)
                .state("attached")
                .build())
        .tags(Tags.shown(tags.of(id, asOf)))
        .build();
  }
}
