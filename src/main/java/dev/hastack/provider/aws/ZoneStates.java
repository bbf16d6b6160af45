package dev.hastack.provider.aws;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;
import software.amazon.awssdk.services.ec2.model.AvailabilityZoneState;

/**
 * Which zones AWS itself says cannot serve (EC2 API reference, AvailabilityZone: {@code state}).
 * Asked once a minute and region: long enough for a stack at rest to ask little, short enough for
 * an outage.
 */
final class ZoneStates {
  private static final Duration KEPT = Duration.ofMinutes(1);
  private static final Set<AvailabilityZoneState> OUT_OF_SERVICE =
      Set.of(AvailabilityZoneState.IMPAIRED, AvailabilityZoneState.UNAVAILABLE);

  private record Known(SortedSet<String> impaired, Instant until) {}

  private final AwsRegions regions;
  private final InstantSource clock;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  ZoneStates(AwsRegions regions, InstantSource clock) {
    this.regions = regions;
    this.clock = clock;
  }

  /** Those of the zones that cannot serve now. */
  SortedSet<String> impaired(String region, Set<String> zones) {
    Instant now = clock.instant();
    Known before = known.get(region);
    if (before == null || !now.isBefore(before.until())) {
      before = new Known(ask(region), now.plus(KEPT));
      known.put(region, before);
    }
    var impaired = new TreeSet<>(before.impaired());
    impaired.retainAll(zones);
    return impaired;
  }

  private SortedSet<String> ask(String region) {
    var impaired = new TreeSet<String>();
    for (AvailabilityZone zone :
        regions.in(region).clients().ec2().describeAvailabilityZones().availabilityZones()) {
      if (OUT_OF_SERVICE.contains(zone.state())) {
        impaired.add(zone.zoneName());
      }
    }
    return impaired;
  }
}
