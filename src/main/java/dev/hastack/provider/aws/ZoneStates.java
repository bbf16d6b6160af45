package dev.hastack.provider.aws;

import static dev.hastack.provider.aws.rights.Grant.FLEET_READS;

import dev.hastack.core.outcome.Failure;
import dev.hastack.provider.aws.rights.AwsRight;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;
import software.amazon.awssdk.services.ec2.model.AvailabilityZoneState;

/**
 * Which zones AWS itself says cannot serve (EC2 API reference, AvailabilityZone: {@code state}).
 * Asked once a minute and region: long enough for a stack at rest to ask little, short enough for
 * an outage.
 */
final class ZoneStates {
  static final List<AwsRight> RIGHTS =
      List.of(
          FLEET_READS.toCall(
              "ec2:DescribeAvailabilityZones",
              "Where each zone has its own group, the others take over from one that is"
                  + " impaired."));

  private static final Duration KEPT = Duration.ofMinutes(1);
  private static final Set<AvailabilityZoneState> OUT_OF_SERVICE =
      Set.of(AvailabilityZoneState.IMPAIRED, AvailabilityZoneState.UNAVAILABLE);

  /**
   * What was learnt last.
   *
   * @param unread why it could not be learnt anew
   */
  private record Known(SortedSet<String> impaired, Optional<Failure> unread, Instant until) {}

  private final AwsRegions regions;
  private final InstantSource clock;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  ZoneStates(AwsRegions regions, InstantSource clock) {
    this.regions = regions;
    this.clock = clock;
  }

  /**
   * The facts with those of their zones that cannot serve now. Where AWS does not tell, what it
   * told last still holds: no stack stands still for that.
   */
  AwsFacts in(AwsFacts facts) {
    Instant now = clock.instant();
    String region = facts.place().region();
    Known latest = known.get(region);
    if (latest == null || !now.isBefore(latest.until())) {
      latest = learn(region, latest, now.plus(KEPT));
      known.put(region, latest);
    }
    var impaired = new TreeSet<>(latest.impaired());
    impaired.retainAll(facts.zones().subnets().keySet());
    AwsFacts current = facts.withImpaired(impaired);
    return latest
        .unread()
        .map(
            why ->
                current.with(
                    current
                        .concerns()
                        .and(
                            "whether a zone is impaired is not known, so no zone's servers are"
                                + " taken over: "
                                + why.sentence())))
        .orElse(current);
  }

  private Known learn(String region, @Nullable Known before, Instant until) {
    try {
      return new Known(ask(region), Optional.empty(), until);
    } catch (AwsCallException failed) {
      return new Known(
          before == null ? Collections.emptySortedSet() : before.impaired(),
          Optional.of(failed.failure()),
          until);
    }
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
