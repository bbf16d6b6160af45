package dev.hastack.sandbox.aws.autoscaling.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.sandbox.aws.autoscaling.capacity.CapacityPlan.Departure;
import dev.hastack.sandbox.aws.autoscaling.capacity.CapacityPlan.Launch;
import dev.hastack.sandbox.aws.autoscaling.capacity.Server.Slot;
import dev.hastack.sandbox.aws.autoscaling.capacity.Server.Source;
import dev.hastack.sandbox.aws.autoscaling.capacity.Server.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CapacityPlannerPropertiesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final List<String> ZONES = List.of("a", "b", "c");

  /** A group whose launches always succeed and are in service at the next look. */
  private static final class PlayedGroup {
    private final List<Server> servers;
    private final Rules rules;
    private int launched;

    PlayedGroup(Rules rules, List<Server> servers) {
      this.rules = rules;
      this.servers = new ArrayList<>(servers);
    }

    boolean step() {
      servers.replaceAll(
          server -> server.isIn(Stage.PENDING) ? staged(server, Stage.IN_SERVICE) : server);
      CapacityPlan plan = CapacityPlanner.plan(rules, servers, NOW);
      for (Launch launch : plan.launches()) {
        servers.add(
            server("new-" + launched++, launch.zones().getFirst(), launch.spot(), Stage.PENDING));
        launch
            .replaced()
            .ifPresent(
                id ->
                    servers.replaceAll(
                        each -> each.id().equals(id) ? staged(each, Stage.LEAVING) : each));
      }
      for (Departure departure : plan.departures()) {
        assertThat(servers.removeIf(each -> each.id().equals(departure.id()))).isTrue();
      }
      return !plan.equals(CapacityPlan.NOTHING);
    }

    long inService() {
      return servers.stream().filter(each -> !each.isIn(Stage.PENDING)).count();
    }

    long in(String zone) {
      return servers.stream().filter(each -> each.slot().zone().equals(zone)).count();
    }

    void settle() {
      for (int step = 0; step < 200; step++) {
        if (!step()) {
          return;
        }
      }
      throw new AssertionError("It never comes to rest: " + rules + servers);
    }
  }

  private static Server staged(Server server, Stage stage) {
    return new Server(
        server.id(), server.slot(), stage, server.guarded(), server.atRisk(), server.source());
  }

  private static Server server(String id, String zone, boolean spot, Stage stage) {
    return new Server(
        id,
        new Slot(zone, spot),
        stage,
        false,
        false,
        new Source("m5.large", 0, true, 1, NOW.minus(Duration.ofMinutes(id.hashCode() & 0xff))));
  }

  @Provide
  Arbitrary<List<Server>> fleets() {
    Arbitrary<Slot> slots =
        Combinators.combine(Arbitraries.of("a", "b", "c", "gone"), Arbitraries.of(true, false))
            .as(Slot::new);
    return slots
        .list()
        .ofMaxSize(15)
        .map(
            all ->
                IntStream.range(0, all.size())
                    .mapToObj(
                        index ->
                            server(
                                "old-" + index,
                                all.get(index).zone(),
                                all.get(index).spot(),
                                Stage.IN_SERVICE))
                    .toList());
  }

  @Provide
  Arbitrary<Rules> rules() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 12),
            Arbitraries.integers().between(0, 5),
            Arbitraries.integers().between(0, 100),
            Arbitraries.of("Default", "OldestInstance", "NewestInstance"))
        .as(
            (desired, base, percentage, policy) ->
                new Rules(
                    desired, ZONES, new Share(base, percentage), List.of(policy), Set.of(), false));
  }

  @Property(tries = 500)
  void shouldComeToRestAsAskedWhateverTheStart(
      @ForAll("rules") Rules rules, @ForAll("fleets") List<Server> fleet) {
    // Given
    var group = new PlayedGroup(rules, fleet);

    // When
    group.settle();

    // Then
    assertThat(group.servers).hasSize(rules.desired());
    assertThat(group.servers.stream().filter(each -> !each.slot().spot()))
        .hasSize(rules.share().onDemand(rules.desired()));
    List<Long> counts = ZONES.stream().map(group::in).toList();
    assertThat(counts.stream().mapToLong(Long::longValue).sum()).isEqualTo(rules.desired());
    assertThat(counts.stream().max(Long::compare).orElseThrow())
        .isLessThanOrEqualTo(counts.stream().min(Long::compare).orElseThrow() + 1);
  }

  @Property(tries = 500)
  void shouldKeepCapacityWhileItImproves(
      @ForAll("rules") Rules rules, @ForAll("fleets") List<Server> fleet) {
    // Given: as many as are wanted, anywhere
    var group =
        new PlayedGroup(
            new Rules(
                fleet.size(),
                rules.zones(),
                rules.share(),
                rules.terminationPolicies(),
                Set.of(),
                false),
            fleet);

    // When, Then
    while (group.step()) {
      assertThat(group.inService()).isGreaterThanOrEqualTo(fleet.size());
      assertThat(group.servers.size())
          .isLessThanOrEqualTo(fleet.size() + Math.max(1, fleet.size() / 10));
    }
  }

  @Property(tries = 200)
  void shouldLeaveProtectedOnesAloneWhenItShrinks(@ForAll("fleets") List<Server> fleet) {
    // Given
    List<Server> guarded =
        fleet.stream()
            .map(
                each ->
                    new Server(each.id(), each.slot(), each.stage(), true, false, each.source()))
            .toList();
    var rules = new Rules(0, ZONES, Share.ON_DEMAND_ONLY, List.of("Default"), Set.of(), false);

    // When
    CapacityPlan plan = CapacityPlanner.plan(rules, guarded, NOW);

    // Then
    assertThat(plan).isEqualTo(CapacityPlan.NOTHING);
  }

  @Property(tries = 200)
  void shouldDoNothingWhenLaunchAndTerminateAreSuspended(
      @ForAll("rules") Rules rules, @ForAll("fleets") List<Server> fleet) {
    // Given
    var suspended =
        new Rules(
            rules.desired(),
            ZONES,
            rules.share(),
            rules.terminationPolicies(),
            Set.of("Launch", "Terminate"),
            true);

    // When, Then
    assertThat(CapacityPlanner.plan(suspended, fleet, NOW)).isEqualTo(CapacityPlan.NOTHING);
  }
}
