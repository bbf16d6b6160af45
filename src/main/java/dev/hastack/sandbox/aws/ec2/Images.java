package dev.hastack.sandbox.aws.ec2;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Page;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsResponse;
import software.amazon.awssdk.services.ec2.model.DeviceType;
import software.amazon.awssdk.services.ec2.model.HypervisorType;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.ImageState;
import software.amazon.awssdk.services.ec2.model.ImageTypeValues;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.SnapshotState;
import software.amazon.awssdk.services.ec2.model.VirtualizationType;

/** A handful of Amazon's public images and the snapshots of their root volumes. */
final class Images {
  /** The alias of an owner, as DescribeImages takes it. */
  private static final String AMAZON = "amazon";

  private static final String AMAZONS_ACCOUNT = "137112412989";
  private static final Instant CREATED = Instant.parse("2026-01-15T08:00:00Z");
  private static final List<String> ARCHITECTURES = List.of("x86_64", "arm64");

  private static final Selection<Image> FILTERS =
      new Selection<Image>()
          .by("architecture", Image::architectureAsString)
          .by("block-device-mapping.snapshot-id", Images::snapshotId)
          .by("creation-date", Image::creationDate)
          .by("description", Image::description)
          .by("hypervisor", Image::hypervisorAsString)
          .by("image-id", Image::imageId)
          .by("image-type", Image::imageTypeAsString)
          .by("is-public", image -> String.valueOf(image.publicLaunchPermissions()))
          .by("name", Image::name)
          .by("owner-alias", Image::imageOwnerAlias)
          .by("owner-id", Image::ownerId)
          .by("root-device-name", Image::rootDeviceName)
          .by("root-device-type", Image::rootDeviceTypeAsString)
          .by("state", Image::stateAsString)
          .by("virtualization-type", Image::virtualizationTypeAsString);
  private static final Selection<Snapshot> SNAPSHOT_FILTERS =
      new Selection<Snapshot>()
          .by("description", Snapshot::description)
          .by("encrypted", snapshot -> String.valueOf(snapshot.encrypted()))
          .by("owner-alias", Snapshot::ownerAlias)
          .by("owner-id", Snapshot::ownerId)
          .by("snapshot-id", Snapshot::snapshotId)
          .by("status", Snapshot::stateAsString)
          .by("volume-size", snapshot -> String.valueOf(snapshot.volumeSize()));

  private final String region;
  private final String accountId;
  private final Pages pages;
  private final SortedMap<String, Image> images = new TreeMap<>();
  private final SortedMap<String, Snapshot> snapshots = new TreeMap<>();
  private final SortedMap<String, String> parameters = new TreeMap<>();

  Images(Foundation foundation) {
    this.region = foundation.region();
    this.accountId = foundation.accountId();
    this.pages = new Pages(foundation.call(), 1, 1000);
    for (String architecture : ARCHITECTURES) {
      String full =
          linux("al2023-ami-2023.9.20260105.0-kernel-6.1-" + architecture, architecture, 8);
      latest("al2023-ami-kernel-default-" + architecture, full);
      latest("al2023-ami-kernel-6.1-" + architecture, full);
      String minimal =
          linux("al2023-ami-minimal-2023.9.20260105.0-kernel-6.1-" + architecture, architecture, 2);
      latest("al2023-ami-minimal-kernel-default-" + architecture, minimal);
      latest("al2023-ami-minimal-kernel-6.1-" + architecture, minimal);
      String second =
          linux("amzn2-ami-hvm-2.0.20260105.0-" + architecture + "-gp2", architecture, 8);
      latest("amzn2-ami-hvm-" + architecture + "-gp2", second);
    }
  }

  /** By the name of the public parameter that leads to it: the parameter's value. */
  SortedMap<String, String> parameters() {
    return parameters;
  }

  Optional<Image> find(String imageId) {
    return Optional.ofNullable(images.get(imageId));
  }

  Image named(String imageId) {
    return find(imageId).orElseThrow(() -> notFound(List.of(imageId)));
  }

  private void latest(String name, String imageId) {
    parameters.put("/aws/service/ami-amazon-linux-latest/" + name, imageId);
  }

  private String linux(String name, String architecture, int sizeGiB) {
    String imageId = Ids.ofAmazon("ami", region, name);
    String snapshotId = Ids.ofAmazon("snap", region, name);
    snapshots.put(snapshotId, snapshot(snapshotId, sizeGiB));
    images.put(
        imageId,
        Image.builder()
            .imageId(imageId)
            .imageLocation("amazon/" + name)
            .imageOwnerAlias(AMAZON)
            .imageType(ImageTypeValues.MACHINE)
            .name(name)
            .description("Amazon Linux, " + architecture)
            .architecture(architecture)
            .creationDate(CREATED.toString())
            .enaSupport(true)
            .hypervisor(HypervisorType.XEN)
            .ownerId(AMAZONS_ACCOUNT)
            .platformDetails("Linux/UNIX")
            .usageOperation("RunInstances")
            .publicLaunchPermissions(true)
            .rootDeviceName("/dev/xvda")
            .rootDeviceType(DeviceType.EBS)
            .state(ImageState.AVAILABLE)
            .virtualizationType(VirtualizationType.HVM)
            .blockDeviceMappings(root(name, snapshotId, sizeGiB))
            .build());
    return imageId;
  }

  private static BlockDeviceMapping root(String name, String snapshotId, int sizeGiB) {
    return BlockDeviceMapping.builder()
        .deviceName("/dev/xvda")
        .ebs(
            ebs ->
                ebs.snapshotId(snapshotId)
                    .volumeSize(sizeGiB)
                    .volumeType(name.endsWith("gp2") ? "gp2" : "gp3")
                    .deleteOnTermination(true)
                    .encrypted(false))
        .build();
  }

  private static Snapshot snapshot(String id, int sizeGiB) {
    return Snapshot.builder()
        .snapshotId(id)
        .description("Root volume of a public image")
        .encrypted(false)
        .ownerAlias(AMAZON)
        .ownerId(AMAZONS_ACCOUNT)
        .progress("100%")
        .startTime(CREATED)
        .state(SnapshotState.COMPLETED)
        .volumeSize(sizeGiB)
        .build();
  }

  DescribeImagesResponse describe(DescribeImagesRequest request) {
    Pages.notBoth("imageIds", request.imageIds(), request.maxResults());
    List<String> missing =
        request.imageIds().stream().filter(id -> !images.containsKey(id)).sorted().toList();
    if (!missing.isEmpty()) {
      throw notFound(missing);
    }
    List<Image> asked =
        images.values().stream()
            .filter(
                each -> request.imageIds().isEmpty() || request.imageIds().contains(each.imageId()))
            .filter(each -> isOwnedBy(request.owners(), each.ownerId()))
            .toList();
    Page<Image> page =
        pages.of(FILTERS.of(asked, request.filters()), request.maxResults(), request.nextToken());
    return DescribeImagesResponse.builder()
        .images(page.items())
        .nextToken(page.nextToken())
        .build();
  }

  DescribeSnapshotsResponse describe(DescribeSnapshotsRequest request) {
    Pages.notBoth("snapshotIds", request.snapshotIds(), request.maxResults());
    for (String id : request.snapshotIds()) {
      if (!snapshots.containsKey(id)) {
        throw new ApiError(
            "InvalidSnapshot.NotFound", "The snapshot '%s' does not exist.".formatted(id));
      }
    }
    List<Snapshot> asked =
        snapshots.values().stream()
            .filter(
                each ->
                    request.snapshotIds().isEmpty()
                        || request.snapshotIds().contains(each.snapshotId()))
            .filter(each -> isOwnedBy(request.ownerIds(), each.ownerId()))
            .toList();
    Page<Snapshot> page =
        pages.of(
            SNAPSHOT_FILTERS.of(asked, request.filters()),
            request.maxResults(),
            request.nextToken());
    return DescribeSnapshotsResponse.builder()
        .snapshots(page.items())
        .nextToken(page.nextToken())
        .build();
  }

  private boolean isOwnedBy(Collection<String> asked, String ownerId) {
    return asked.isEmpty()
        || asked.contains(ownerId)
        || (asked.contains(AMAZON) && ownerId.equals(AMAZONS_ACCOUNT))
        || (asked.contains("self") && ownerId.equals(accountId));
  }

  /** The snapshot of the root volume. */
  static String snapshotId(Image image) {
    return image.blockDeviceMappings().getFirst().ebs().snapshotId();
  }

  /** How much the root volume must hold, in GiB. */
  int snapshotGiB(Image image) {
    return Optional.ofNullable(snapshots.get(snapshotId(image))).orElseThrow().volumeSize();
  }

  private static ApiError notFound(List<String> imageIds) {
    return imageIds.size() == 1
        ? new ApiError(
            "InvalidAMIID.NotFound",
            "The image id '[%s]' does not exist".formatted(imageIds.getFirst()))
        : new ApiError(
            "InvalidAMIID.NotFound",
            "The image ids '[%s]' do not exist".formatted(String.join(", ", imageIds)));
  }
}
