package dev.hastack.sandbox.aws.autoscaling.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.sandbox.aws.autoscaling.capacity.CapacityPlan.Departure;
import dev.hastack.sandbox.aws.autoscaling.capacity.CapacityPlan.Launch;
import dev.hastack.sandbox.aws.autoscaling.capacity.CapacityPlan.Why;
import dev.hastack.sandbox.aws.autoscaling.capacity.Server.Slot;
import dev.hastack.sandbox.aws.autoscaling.capacity.Server.Source;
import dev.hastack.sandbox.aws.autoscaling.capacity.Server.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapacityPlannerTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final List<String> ZONES = List.of("a", "b");

  @ParameterizedTest
  @CsvSource({
    // The rounding is the user guide's: up, in favour of On-Demand.
    "0, 0, 10, 0",
    "0, 100, 10, 10",
    "2, 50, 10, 6",
    "0, 25, 5, 2",
    "4, 0, 3, 3",
    "1, 34, 2, 2"
  })
  void shouldRoundInFavourOfOnDemand(int base, int percentage, int capacity, int onDemand) {
    // When, Then
    assertThat(new Share(base, percentage).onDemand(capacity)).isEqualTo(onDemand);
  }

  @ParameterizedTest
  @CsvSource({
    "Default, old-template",
    "OldestLaunchTemplate, old-template",
    "OldestInstance, oldest",
    "NewestInstance, newest",
    "ClosestToNextInstanceHour, almost-an-hour",
    "AllocationStrategy, dear"
  })
  void shouldTakeWhomThePolicyNames(String policy, String chosen) {
    // Given
    List<Server> servers =
        List.of(
            server("oldest", new Source("m5.large", 0, true, 2, ago(600))),
            server("old-template", new Source("m5.large", 0, true, 1, ago(90))),
            server("almost-an-hour", new Source("m5.large", 0, true, 2, ago(119))),
            server("dear", new Source("m5.metal", 3, true, 2, ago(61))),
            server("newest", new Source("m5.large", 0, true, 2, ago(5))));
    var rules = new Rules(4, ZONES, Share.ON_DEMAND_ONLY, List.of(policy), Set.of(), false);

    // When
    CapacityPlan plan = CapacityPlanner.plan(rules, servers, NOW);

    // Then
    assertThat(plan.departures()).containsExactly(new Departure(chosen, Why.CAPACITY));
  }

  @Test
  void shouldTakeFromTheFullestZoneWhateverThePolicy() {
    // Given
    List<Server> servers =
        List.of(
            in("a", "oldest", Stage.IN_SERVICE, false),
            in("b", "x", Stage.IN_SERVICE, false),
            in("b", "y", Stage.IN_SERVICE, false));
    var rules = new Rules(2, ZONES, new Share(0, 0), List.of("OldestInstance"), Set.of(), false);

    // When
    CapacityPlan plan = CapacityPlanner.plan(rules, servers, NOW);

    // Then
    assertThat(plan.departures()).containsExactly(new Departure("x", Why.CAPACITY));
  }

  @Test
  void shouldLaunchBeforeAnInstanceAtRiskGoes() {
    // Given
    var rules = new Rules(2, ZONES, new Share(0, 0), List.of("Default"), Set.of(), true);
    List<Server> servers =
        List.of(in("a", "x", Stage.IN_SERVICE, true), in("b", "y", Stage.IN_SERVICE, false));

    // When
    CapacityPlan plan = CapacityPlanner.plan(rules, servers, NOW);

    // Then
    assertThat(plan)
        .isEqualTo(
            new CapacityPlan(
                List.of(new Launch(true, List.of("a", "b"), Why.RISK, Optional.of("x"))),
                List.of()));
  }

  @Test
  void shouldKeepTheReplacedOneUntilTheOtherIsInService() {
    // Given
    var rules = new Rules(1, ZONES, new Share(0, 0), List.of("Default"), Set.of(), true);
    Server leaving = in("a", "x", Stage.LEAVING, true);

    // When
    CapacityPlan early =
        CapacityPlanner.plan(rules, List.of(leaving, in("b", "y", Stage.PENDING, false)), NOW);
    CapacityPlan late =
        CapacityPlanner.plan(rules, List.of(leaving, in("b", "y", Stage.IN_SERVICE, false)), NOW);

    // Then
    assertThat(early).isEqualTo(CapacityPlan.NOTHING);
    assertThat(late.departures()).extracting(Departure::id).containsExactly("x");
  }

  private static Instant ago(int minutes) {
    return NOW.minus(Duration.ofMinutes(minutes));
  }

  private static Server server(String id, Source source) {
    return new Server(id, new Slot("a", false), Stage.IN_SERVICE, false, false, source);
  }

  private static Server in(String zone, String id, Stage stage, boolean atRisk) {
    return new Server(
        id,
        new Slot(zone, true),
        stage,
        false,
        atRisk,
        new Source("m5.large", 0, true, 1, NOW.minus(Duration.ofHours(1))));
  }
}
