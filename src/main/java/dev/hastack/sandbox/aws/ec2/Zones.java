package dev.hastack.sandbox.aws.ec2;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Chance;
import dev.hastack.sandbox.aws.world.Foundation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;
import software.amazon.awssdk.services.ec2.model.AvailabilityZoneMessage;
import software.amazon.awssdk.services.ec2.model.AvailabilityZoneState;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesResponse;

/** The zones of a region, and which of them are dark now. */
final class Zones {
  /** Has six; every other region is given three. */
  static final String LARGE_REGION = "us-east-1";

  private static final AvailabilityZoneMessage IMPAIRMENT =
      AvailabilityZoneMessage.builder()
          .message("We are investigating connectivity issues in this Availability Zone.")
          .build();

  private static final Selection<AvailabilityZone> FILTERS =
      new Selection<AvailabilityZone>()
          .by("group-name", AvailabilityZone::groupName)
          .by("region-name", AvailabilityZone::regionName)
          .by("state", AvailabilityZone::stateAsString)
          .by("zone-id", AvailabilityZone::zoneId)
          .by("zone-type", AvailabilityZone::zoneType)
          .by("opt-in-status", AvailabilityZone::optInStatusAsString)
          .by("zone-name", AvailabilityZone::zoneName);

  private final String region;
  private final List<String> names;

  /** Not documented: how long AWS takes to say that a zone is impaired. */
  private static final Duration TOLD_AT_LEAST = Duration.ofMinutes(1);

  private static final Duration TOLD_AT_MOST = Duration.ofMinutes(5);

  /** Each with the moment from which a describe says so. */
  private final SortedMap<String, Instant> dark = new TreeMap<>();

  private final Foundation foundation;

  Zones(Foundation foundation) {
    this.foundation = foundation;
    this.region = foundation.region();
    this.names =
        Stream.of("a", "b", "c", "d", "e", "f")
            .limit(region.equals(LARGE_REGION) ? 6 : 3)
            .map(letter -> region + letter)
            .toList();
  }

  List<String> names() {
    return names;
  }

  boolean isDark(String zone) {
    return dark.containsKey(zone);
  }

  void darken(String zone) {
    mustBeKnown(zone);
    Instant now = foundation.time().now();
    Duration silence =
        Chance.between(
            foundation.chance().of("outage of " + zone + " at " + now),
            TOLD_AT_LEAST,
            TOLD_AT_MOST);
    dark.putIfAbsent(zone, now.plus(silence));
  }

  void lighten(String zone) {
    dark.remove(zone);
  }

  void mustBeKnown(String zone) {
    if (!names.contains(zone)) {
      throw new ApiError(
          "InvalidParameterValue",
          ("Value (%s) for parameter availabilityZone is invalid. Subnets can currently only be"
                  + " created in the following availability zones: %s.")
              .formatted(zone, String.join(", ", names)));
    }
  }

  /** As {@code use1-az1}; which zone an account's {@code a} is differs from account to account. */
  String idOf(String zone) {
    String[] parts = region.split("-", -1);
    String direction =
        parts[1]
            .replace("north", "n")
            .replace("south", "s")
            .replace("east", "e")
            .replace("west", "w")
            .replace("central", "c");
    return "%s%s%s-az%d".formatted(parts[0], direction, parts[2], names.indexOf(zone) + 1);
  }

  DescribeAvailabilityZonesResponse describe(DescribeAvailabilityZonesRequest request) {
    request.zoneNames().forEach(this::mustExist);
    List<AvailabilityZone> asked =
        names.stream()
            .filter(name -> request.zoneNames().isEmpty() || request.zoneNames().contains(name))
            .map(this::shown)
            .toList();
    return DescribeAvailabilityZonesResponse.builder()
        .availabilityZones(FILTERS.of(asked, request.filters()))
        .build();
  }

  private void mustExist(String zone) {
    if (!names.contains(zone)) {
      throw new ApiError("InvalidParameterValue", "Invalid availability zone: [" + zone + "]");
    }
  }

  /** The API goes on to say {@code available} for a while when a zone is dark, and not after. */
  private AvailabilityZone shown(String name) {
    Instant told = dark.getOrDefault(name, Instant.MAX);
    boolean impaired = !foundation.call().readsAsOf().isBefore(told);
    return AvailabilityZone.builder()
        .zoneName(name)
        .zoneId(idOf(name))
        .regionName(region)
        .groupName(region + "-zg-1")
        .networkBorderGroup(region)
        .optInStatus("opt-in-not-required")
        .zoneType("availability-zone")
        .state(impaired ? AvailabilityZoneState.IMPAIRED : AvailabilityZoneState.AVAILABLE)
        .messages(impaired ? List.of(IMPAIRMENT) : List.of())
        .build();
  }
}
