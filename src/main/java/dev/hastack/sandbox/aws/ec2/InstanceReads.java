package dev.hastack.sandbox.aws.ec2;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Page;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.Reservation;
import software.amazon.awssdk.services.ec2.model.Volume;

/** DescribeInstances and DescribeVolumes. Each instance is a reservation of its own. */
final class InstanceReads {
  private static final Pattern ID = Pattern.compile("i-[0-9a-f]{8}([0-9a-f]{9})?");

  private static final Selection<Instance> FILTERS =
      new Selection<Instance>()
          .by("architecture", Instance::architectureAsString)
          .by("availability-zone", instance -> instance.placement().availabilityZone())
          .by(
              "iam-instance-profile.arn",
              instance ->
                  instance.iamInstanceProfile() == null
                      ? null
                      : instance.iamInstanceProfile().arn())
          .by("image-id", Instance::imageId)
          .by("instance-lifecycle", Instance::instanceLifecycleAsString)
          .by("instance-state-code", instance -> String.valueOf(instance.state().code()))
          .by("instance-state-name", instance -> instance.state().nameAsString())
          .by("instance-type", Instance::instanceTypeAsString)
          .byAny("instance.group-id", InstanceReads::groupIds)
          .byAny("network-interface.group-id", InstanceReads::groupIds)
          .by("key-name", Instance::keyName)
          .by("launch-time", instance -> instance.launchTime().toString())
          .by("private-dns-name", Instance::privateDnsName)
          .by("private-ip-address", Instance::privateIpAddress)
          .by("root-device-name", Instance::rootDeviceName)
          .by("root-device-type", Instance::rootDeviceTypeAsString)
          .by("spot-instance-request-id", Instance::spotInstanceRequestId)
          .by(
              "state-reason-code",
              instance -> instance.stateReason() == null ? null : instance.stateReason().code())
          .by("subnet-id", Instance::subnetId)
          .by("vpc-id", Instance::vpcId);

  /** Before any instance is described: there may be thousands, and few that are meant. */
  private static final Selection<Server> SERVER_FILTERS =
      new Selection<Server>()
          .by("instance-id", Server::id)
          .byTags(server -> server.instance().tags());

  private final Foundation foundation;
  private final Servers servers;
  private final ServerView view;
  private final Pages pages;
  private final Selection<Volume> volumeFilters;

  InstanceReads(Foundation foundation, Servers servers, Tags tags) {
    this.foundation = foundation;
    this.servers = servers;
    this.view = new ServerView(foundation, tags);
    this.pages = new Pages(foundation.call(), 5, 1000);
    this.volumeFilters =
        new Selection<Volume>()
            .by("attachment.instance-id", each -> each.attachments().getFirst().instanceId())
            .by("availability-zone", Volume::availabilityZone)
            .by("encrypted", volume -> String.valueOf(volume.encrypted()))
            .by("size", volume -> String.valueOf(volume.size()))
            .by("snapshot-id", Volume::snapshotId)
            .by("status", Volume::stateAsString)
            .by("volume-id", Volume::volumeId)
            .by("volume-type", Volume::volumeTypeAsString)
            .byTags(volume -> tags.of(volume.volumeId(), foundation.call().readsAsOf()));
  }

  private static Collection<String> groupIds(Instance instance) {
    return instance.securityGroups().stream().map(GroupIdentifier::groupId).toList();
  }

  /** Those asked for by id; all of them if none is. */
  static List<Server> asked(Servers servers, List<String> ids, Instant asOf) {
    if (ids.isEmpty()) {
      return servers.all(asOf);
    }
    List<String> missing =
        ids.stream().filter(id -> servers.find(mustBeAnId(id), asOf).isEmpty()).toList();
    if (!missing.isEmpty()) {
      throw notFound(missing);
    }
    return ids.stream().distinct().flatMap(id -> servers.find(id, asOf).stream()).toList();
  }

  static String mustBeAnId(String id) {
    if (!ID.matcher(id).matches()) {
      throw new ApiError("InvalidInstanceID.Malformed", "Invalid id: \"%s\"".formatted(id));
    }
    return id;
  }

  static ApiError notFound(List<String> ids) {
    return new ApiError(
        "InvalidInstanceID.NotFound",
        (ids.size() == 1
                ? "The instance ID '%s' does not exist"
                : "The instance IDs '%s' do not exist")
            .formatted(String.join(", ", ids)));
  }

  DescribeInstancesResponse describe(DescribeInstancesRequest request) {
    Pages.notBoth("instancesSet", request.instanceIds(), request.maxResults());
    Instant asOf = foundation.call().readsAsOf();
    List<Filter> quick = request.filters().stream().filter(SERVER_FILTERS::knows).toList();
    List<Filter> others =
        request.filters().stream().filter(each -> !SERVER_FILTERS.knows(each)).toList();
    List<Instance> asked =
        SERVER_FILTERS.of(asked(servers, request.instanceIds(), asOf), quick).stream()
            .map(view::instance)
            .toList();
    Page<Instance> page =
        pages.of(FILTERS.of(asked, others), request.maxResults(), request.nextToken());
    return DescribeInstancesResponse.builder()
        .reservations(page.items().stream().map(each -> reservation(each, asOf)).toList())
        .nextToken(page.nextToken())
        .build();
  }

  private Reservation reservation(Instance instance, Instant asOf) {
    return Reservation.builder()
        .reservationId(
            Optional.of(instance.instanceId())
                .flatMap(id -> servers.find(id, asOf))
                .map(server -> server.launch().names().reservationId())
                .orElseThrow())
        .ownerId(foundation.accountId())
        .requesterId(foundation.accountId())
        .instances(instance)
        .build();
  }

  DescribeVolumesResponse describe(DescribeVolumesRequest request) {
    Pages.notBoth("volumeIds", request.volumeIds(), request.maxResults());
    Instant asOf = foundation.call().readsAsOf();
    List<Volume> all =
        servers.all(asOf).stream()
            .filter(ServerView::hasVolume)
            .map(server -> view.volume(server, asOf))
            .toList();
    List<String> known = all.stream().map(Volume::volumeId).toList();
    for (String id : request.volumeIds()) {
      if (!known.contains(id)) {
        throw new ApiError(
            "InvalidVolume.NotFound", "The volume '%s' does not exist.".formatted(id));
      }
    }
    List<Volume> asked =
        all.stream()
            .filter(
                each ->
                    request.volumeIds().isEmpty() || request.volumeIds().contains(each.volumeId()))
            .toList();
    Page<Volume> page =
        pages.of(
            volumeFilters.of(asked, request.filters()), request.maxResults(), request.nextToken());
    return DescribeVolumesResponse.builder()
        .volumes(page.items())
        .nextToken(page.nextToken())
        .build();
  }
}
