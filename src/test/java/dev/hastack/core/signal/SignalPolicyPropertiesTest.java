package dev.hastack.core.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.signal.FleetView.Health;
import dev.hastack.core.signal.FleetView.State;
import dev.hastack.core.signal.FleetView.Target;
import dev.hastack.core.signal.SignalPolicy.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What holds of every decision, whichever servers there are and whatever was said of them. */
class SignalPolicyPropertiesTest {
  private static final Instant NOTICE = Instant.parse("2026-03-01T12:00:00Z");
  private static final List<String> ZONES = List.of("a", "b", "c");

  /**
   * One server, and what was said of it.
   *
   * @param noticedAfter seconds; of servers without a warning too, which it does not matter to
   */
  record Server(String zone, Health health, Word word, int noticedAfter) {

    boolean isHealthy() {
      return health == Health.HEALTHY;
    }
  }

  enum Word {
    NOTHING,
    WARNED,
    RECOMMENDED,
    GOING
  }

  @Provide
  Arbitrary<Server> servers() {
    return Combinators.combine(
            Arbitraries.of(ZONES),
            Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.just(Health.HEALTHY)),
                Tuple.of(1, Arbitraries.of(Health.class))),
            Arbitraries.of(Word.NOTHING, Word.WARNED, Word.WARNED, Word.RECOMMENDED, Word.GOING),
            Arbitraries.integers().between(0, 60))
        .as(Server::new);
  }

  /** A stack, its interruptions, and what is decided about them. */
  private record Scene(
      Map<String, Server> servers, boolean crossZone, int desired, int delay, int floor) {

    static Scene of(List<Server> servers, boolean crossZone, int more, int delay, int floor) {
      var byId = new HashMap<String, Server>();
      for (int each = 0; each < servers.size(); each++) {
        byId.put("i-%02d".formatted(each), servers.get(each));
      }
      return new Scene(byId, crossZone, servers.size() + more, delay, floor);
    }

    FleetView view() {
      var views = new HashMap<String, FleetView.Server>();
      var targets = new HashMap<String, Target>();
      servers.forEach(
          (id, server) -> {
            views.put(
                id, new FleetView.Server("web", server.zone(), "m7g.large", State.IN_SERVICE));
            targets.put(id, new Target(server.zone(), server.health()));
          });
      return new FleetView(
          "shop/web",
          Map.of("web", new FleetView.Group(desired, false, true)),
          views,
          List.of(new FleetView.TargetGroup("tg", Duration.ofSeconds(delay), crossZone, targets)));
    }

    List<Interruption> interruptions(Word except) {
      var all = new ArrayList<Interruption>();
      servers.forEach(
          (id, server) -> {
            Instant at = NOTICE.plusSeconds(server.noticedAfter());
            switch (server.word() == except ? Word.NOTHING : server.word()) {
              case NOTHING -> {}
              case WARNED ->
                  all.add(
                      Interruption.of(new Signal.InterruptionWarning(id, at, Signal.Market.SPOT)));
              case RECOMMENDED ->
                  all.add(Interruption.of(new Signal.RebalanceRecommendation(id, at)));
              case GOING -> all.add(Interruption.of(new Signal.ServerGoing(id, at)));
            }
          });
      return all;
    }

    Decision decide(Instant now) {
      return new SignalPolicy(floor).decide(view(), interruptions(Word.NOTHING), now);
    }

    Server server(String id) {
      return Objects.requireNonNull(servers.get(id));
    }

    Instant latest(String id) {
      return NOTICE.plusSeconds(server(id).noticedAfter() + 120 - delay - 15);
    }

    boolean isWarned(String id) {
      return server(id).word() == Word.WARNED;
    }

    /** Those that answer requests, by zone. */
    Map<String, Set<String>> serving(Set<String> without) {
      return servers.entrySet().stream()
          .filter(each -> each.getValue().isHealthy() && each.getValue().word() != Word.GOING)
          .filter(each -> !without.contains(each.getKey()))
          .collect(
              Collectors.groupingBy(
                  each -> crossZone ? "all" : each.getValue().zone(),
                  Collectors.mapping(Map.Entry::getKey, Collectors.toSet())));
    }

    int floorOf(int number) {
      return Math.ceilDiv(number * floor, 100);
    }
  }

  private static Set<String> leaving(Decision decision) {
    var all = new HashSet<String>();
    for (Reaction reaction : decision.reactions()) {
      if (reaction instanceof Reaction.Deregister deregister) {
        all.addAll(deregister.servers());
      }
    }
    return all;
  }

  @Property
  void shouldKeepTheFloorBeforeTheLastMoment(
      @ForAll @Size(min = 1, max = 12) List<@From("servers") Server> servers,
      @ForAll boolean crossZone,
      @ForAll @IntRange(max = 3) int more,
      @ForAll @IntRange(max = 90) int delay,
      @ForAll @IntRange(max = 100) int floor,
      @ForAll @IntRange(max = 119) int second) {
    // Given
    Scene scene = Scene.of(servers, crossZone, more, delay, floor);
    Instant now = NOTICE.plusSeconds(second);
    // When
    Set<String> leaving = leaving(scene.decide(now));
    // Then
    Map<String, Set<String>> remain = scene.serving(leaving);
    long zones = servers.stream().map(Server::zone).distinct().count();
    for (String id : leaving) {
      boolean early = now.isBefore(scene.latest(id));
      if (scene.isWarned(id) && scene.server(id).isHealthy() && early) {
        int all = remain.values().stream().mapToInt(Set::size).sum();
        assertThat(all).isGreaterThanOrEqualTo(scene.floorOf(scene.desired()));
        if (!crossZone) {
          String zone = scene.server(id).zone();
          assertThat(remain.getOrDefault(zone, Set.of()))
              .hasSizeGreaterThanOrEqualTo(
                  scene.floorOf(Math.ceilDiv(scene.desired(), (int) zones)));
        }
      }
    }
  }

  @Property
  void shouldNeverTakeTheLastThatServes(
      @ForAll @Size(min = 1, max = 12) List<@From("servers") Server> servers,
      @ForAll boolean crossZone,
      @ForAll @IntRange(max = 90) int delay,
      @ForAll @IntRange(max = 100) int floor,
      @ForAll @IntRange(max = 119) int second) {
    // Given
    Scene scene = Scene.of(servers, crossZone, 0, delay, floor);
    // When
    Set<String> leaving = leaving(scene.decide(NOTICE.plusSeconds(second)));
    // Then
    assertThat(scene.serving(leaving).keySet()).isEqualTo(scene.serving(Set.of()).keySet());
  }

  @Property
  void shouldLetAllGoAtTheLatestWhereHalfOfEnoughStay(
      @ForAll @Size(min = 1, max = 12) List<@From("servers") Server> servers,
      @ForAll boolean crossZone,
      @ForAll @IntRange(max = 90) int delay,
      @ForAll @IntRange(max = 100) int floor,
      @ForAll @IntRange(max = 119) int second) {
    // Given
    Scene scene = Scene.of(servers, crossZone, 0, delay, floor);
    Instant now = NOTICE.plusSeconds(second);
    long zones = servers.stream().map(Server::zone).distinct().count();
    // When
    Set<String> leaving = leaving(scene.decide(now));
    // Then
    Map<String, Set<String>> stay =
        scene.serving(
            scene.servers().keySet().stream()
                .filter(scene::isWarned)
                .collect(Collectors.toUnmodifiableSet()));
    int all = stay.values().stream().mapToInt(Set::size).sum();
    scene
        .servers()
        .forEach(
            (id, server) -> {
              String place = crossZone ? "all" : server.zone();
              int there = stay.getOrDefault(place, Set.of()).size();
              boolean enough =
                  all >= Math.max(1, Math.ceilDiv(scene.desired() * floor, 200))
                      && there
                          >= Math.max(
                              1,
                              Math.ceilDiv(
                                  Math.ceilDiv(scene.desired(), crossZone ? 1 : (int) zones)
                                      * floor,
                                  200));
              if (scene.isWarned(id)
                  && server.isHealthy()
                  && !now.isBefore(scene.latest(id))
                  && enough) {
                assertThat(leaving).contains(id);
              }
            });
  }

  @Property
  void shouldSpendNothingOnARecommendation(
      @ForAll @Size(min = 1, max = 12) List<@From("servers") Server> servers,
      @ForAll boolean crossZone,
      @ForAll @IntRange(max = 90) int delay,
      @ForAll @IntRange(max = 100) int floor,
      @ForAll @IntRange(max = 119) int second) {
    // Given
    Scene scene = Scene.of(servers, crossZone, 0, delay, floor);
    Instant now = NOTICE.plusSeconds(second);
    // When
    Decision with = scene.decide(now);
    Decision without =
        new SignalPolicy(floor).decide(scene.view(), scene.interruptions(Word.RECOMMENDED), now);
    // Then
    assertThat(with).isEqualTo(without);
  }
}
