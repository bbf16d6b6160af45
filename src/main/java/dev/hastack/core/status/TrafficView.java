package dev.hastack.core.status;

import dev.hastack.api.v1alpha1.HAStackStatus;
import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.stack.Health;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.Ownership;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Value;
import dev.hastack.core.status.Verdict.Reason;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What reaches the servers: how it does, and where clients find it. */
final class TrafficView {
  static final ResourceId TARGET_GROUP = new ResourceId("TargetGroup", "app");
  static final ResourceId LOAD_BALANCER = new ResourceId("LoadBalancer", "app");
  private static final String RULE = "ListenerRule";
  private static final String LISTENER = "Listener";
  private static final String DNS_NAME = "DNSName";

  private final PassFacts facts;

  TrafficView(PassFacts facts) {
    this.facts = facts;
  }

  /** Whether the stack itself brings traffic to its servers, so that without it it is not ready. */
  boolean isPartOfStack() {
    return isWanted(LOAD_BALANCER)
        || facts.desired().resources().stream().anyMatch(each -> each.id().kind().equals(RULE));
  }

  Optional<Verdict> verdict() {
    return reached().map(this::withMissing);
  }

  /** With what a listener or rule needs and the account lacks. */
  private Verdict withMissing(Verdict verdict) {
    String missing =
        facts.missing().stream()
            .map(each -> each.resource() + ": " + each.why().sentence())
            .collect(Collectors.joining("; "));
    return missing.isEmpty()
        ? verdict
        : new Verdict(verdict.status(), verdict.reason(), verdict.message() + "; " + missing);
  }

  private Optional<Verdict> reached() {
    Optional<Failure> unread = unread();
    if (unread.isPresent()) {
      return isWanted(TARGET_GROUP) || facts.obstacle().isPresent()
          ? Optional.of(Verdict.unknown(Reason.Unread, unread.get().sentence()))
          : Optional.empty();
    }
    if (TierVerdicts.present(facts, TARGET_GROUP).isEmpty()) {
      return isWanted(TARGET_GROUP)
          ? Optional.of(Verdict.unknown(Reason.NotCreated, "the target group does not exist yet"))
          : Optional.empty();
    }
    Optional<Verdict> before = isWanted(LOAD_BALANCER) ? balancer() : Optional.empty();
    return Optional.of(before.orElseGet(this::targets));
  }

  /** What of the load balancer itself keeps requests away. */
  private Optional<Verdict> balancer() {
    Optional<Present> balancer = TierVerdicts.present(facts, LOAD_BALANCER);
    if (balancer.isEmpty()) {
      return Optional.of(Verdict.no(Reason.Provisioning, "the load balancer does not exist yet"));
    }
    if (balancer.get().health() == Health.PROGRESSING) {
      return Optional.of(Verdict.no(Reason.Provisioning, "AWS provisions the load balancer"));
    }
    return serving().isPresent()
        ? Optional.empty()
        : Optional.of(Verdict.no(Reason.NoListener, "no listener forwards to the target group"));
  }

  private Verdict targets() {
    Optional<Present> serving = serving();
    if (serving.isEmpty()) {
      String message =
          "no listener forwards to the target group yet; its ARN is in"
              + " status.traffic.targetGroupArn";
      return isPartOfStack()
          ? Verdict.no(Reason.NoListener, message)
          : Verdict.unknown(Reason.NotAttached, message);
    }
    long healthy = number(serving.get(), "Healthy");
    String count = healthy + " of " + number(serving.get(), "Registered") + " targets healthy";
    if (healthy == 0) {
      return Verdict.no(Reason.NoHealthyTargets, count);
    }
    List<HAStackStatus.Zone> zones =
        zones(serving.get()).stream().filter(zone -> zone.total() > 0).toList();
    long well = zones.stream().filter(zone -> zone.healthy() > 0).count();
    return well < zones.size()
        ? Verdict.yes(Reason.Degraded, count + ", in " + well + " of " + zones.size() + " zones")
        : Verdict.yes(Reason.Serving, count);
  }

  /**
   * The target group that serves: of two that a load balancer uses while traffic moves, the one
   * with more healthy targets.
   */
  private Optional<Present> serving() {
    return facts.observed().present(TARGET_GROUP).stream()
        .filter(each -> each.ownership() != Ownership.NOT_OURS)
        .filter(
            each ->
                Stream.ofNullable(each.live().get("LoadBalancerArns"))
                    .flatMap(Value::texts)
                    .findAny()
                    .isPresent())
        .max(Comparator.comparingLong(each -> number(each, "Healthy")));
  }

  /** For the status: as before where something of it could not be read. */
  HAStackStatus.@Nullable Traffic status() {
    if (unread().isPresent()) {
      return facts.before().map(HAStackStatus::traffic).orElse(null);
    }
    Optional<String> targetGroupArn =
        TierVerdicts.present(facts, TARGET_GROUP)
            .map(Present::physicalId)
            .or(() -> provided(TARGET_GROUP, "TargetGroupArn"));
    Optional<Present> front = front();
    if (targetGroupArn.isEmpty() && front.isEmpty()) {
      return null;
    }
    Whereabouts where = whereabouts(front);
    return new HAStackStatus.Traffic(
        targetGroupArn.map(arn -> Bounded.text(arn, HAStackStatus.MAX_ARN_CHARACTERS)).orElse(null),
        where.dnsName(),
        where.hostedZoneId(),
        where.listeners().isEmpty() ? null : where.listeners(),
        serving().map(TrafficView::zones).orElse(null));
  }

  /** Where clients find the servers. */
  private record Whereabouts(
      @Nullable String dnsName, @Nullable String hostedZoneId, List<String> listeners) {}

  /** As before where a listener, a rule or what it is on could not be read. */
  private Whereabouts whereabouts(Optional<Present> front) {
    List<String> listeners = listeners(front);
    Optional<HAStackStatus.Traffic> before =
        facts.before().flatMap(status -> Optional.ofNullable(status.traffic()));
    boolean unread =
        facts.observed().ids().stream()
            .filter(id -> id.kind().equals(RULE) || id.kind().equals(LISTENER))
            .anyMatch(id -> TierVerdicts.unread(facts, id).isPresent());
    Optional<HAStackStatus.Traffic> kept =
        unread
            ? before
            : before
                .filter(traffic -> front.filter(each -> !tellsWhere(each)).isPresent())
                .filter(traffic -> listeners.equals(traffic.listenerArns()));
    return kept.map(
            traffic ->
                new Whereabouts(
                    traffic.dnsName(),
                    traffic.hostedZoneId(),
                    Optional.ofNullable(traffic.listenerArns()).orElse(List.of())))
        .orElseGet(
            () ->
                new Whereabouts(
                    front.map(each -> text(each, DNS_NAME)).orElse(null),
                    front.map(each -> text(each, "CanonicalHostedZoneId")).orElse(null),
                    listeners));
  }

  private List<String> listeners(Optional<Present> front) {
    return Stream.concat(
            facts.observed().ids().stream()
                .filter(id -> id.kind().equals(LISTENER))
                .flatMap(id -> TierVerdicts.present(facts, id).stream())
                .map(Present::physicalId),
            front.stream()
                .map(each -> each.spec().values().get("ListenerArn"))
                .filter(Objects::nonNull)
                .map(Value::toString))
        .limit(HAStackStatus.MAX_LISTENERS)
        .toList();
  }

  /**
   * Our load balancer, or our rule on a listener that is not ours. Of a load balancer that is gone
   * network interfaces may remain, which tell nobody where to find it.
   */
  private Optional<Present> front() {
    return TierVerdicts.present(facts, LOAD_BALANCER)
        .filter(TrafficView::tellsWhere)
        .or(this::ruleOfForeignListener);
  }

  private Optional<Present> ruleOfForeignListener() {
    return facts.observed().ids().stream()
        .filter(id -> id.kind().equals(RULE))
        .sorted(Comparator.comparing((ResourceId id) -> !isWanted(id)))
        .flatMap(
            id ->
                TierVerdicts.present(facts, id).stream()
                    .filter(each -> tellsWhere(each) || (isWanted(id) && !isWanted(LOAD_BALANCER))))
        .min(Comparator.comparing(each -> !tellsWhere(each)));
  }

  private static boolean tellsWhere(Present present) {
    return present.live().containsKey(DNS_NAME);
  }

  private static List<HAStackStatus.Zone> zones(Present targetGroup) {
    var zones = new TreeMap<String, HAStackStatus.Zone>();
    if (targetGroup.live().get("Zones") instanceof Value.Struct struct) {
      struct
          .members()
          .forEach(
              (zone, counts) ->
                  zones.put(
                      zone,
                      new HAStackStatus.Zone(
                          zone, count(counts, "Healthy"), count(counts, "Registered"))));
    }
    return zones.values().stream().limit(HAStackStatus.MAX_ZONES).toList();
  }

  private static int count(Value counts, String name) {
    return counts instanceof Value.Struct struct
            && struct.members().get(name) instanceof Value.Whole whole
        ? Math.toIntExact(whole.number())
        : 0;
  }

  private Optional<String> provided(ResourceId id, String output) {
    return Optional.ofNullable(facts.outcomes().get(id))
        .filter(Outcome.Done.class::isInstance)
        .map(Outcome.Done.class::cast)
        .map(done -> done.outputs().get(output))
        .map(Value::toString);
  }

  private boolean isWanted(ResourceId id) {
    return facts.desired().find(id).isPresent();
  }

  private Optional<Failure> unread() {
    return Stream.of(TARGET_GROUP, LOAD_BALANCER)
        .flatMap(id -> TierVerdicts.unread(facts, id).stream())
        .findFirst();
  }

  private static @Nullable String text(Present present, String name) {
    return Optional.ofNullable(present.live().get(name))
        .map(value -> Bounded.text(value.toString(), HAStackStatus.MAX_NAME_CHARACTERS))
        .orElse(null);
  }

  private static long number(Present present, String name) {
    return TierVerdicts.number(present.live(), name).orElse(0L);
  }

  /** What counts as under way: AWS or servers are expected to get there by themselves. */
  static Set<Reason> underWay() {
    return Set.of(Reason.Provisioning, Reason.NoHealthyTargets, Reason.NoListener);
  }
}
