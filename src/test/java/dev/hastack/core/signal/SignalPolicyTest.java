package dev.hastack.core.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.signal.FleetView.Health;
import dev.hastack.core.signal.FleetView.State;
import dev.hastack.core.signal.SignalPolicy.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SignalPolicyTest {
  private static final Instant NOTICE = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant AT_ONCE = NOTICE.plusSeconds(1);

  /** 120 s of notice less 60 s of draining less 15 s of margin. */
  private static final Instant LATEST = NOTICE.plusSeconds(45);

  private static final Instant END = NOTICE.plusSeconds(120);

  private static final SignalPolicy HALF = new SignalPolicy(50);

  @Test
  void shouldLetGoAtOnceWhenEnoughRemain() {
    // Given
    FleetView fleet = fleet(true, "a1 HEALTHY", "b1 HEALTHY", "c1 HEALTHY", "a2 HEALTHY");
    // When
    Decision decision = HALF.decide(fleet, warned("a1", "b1"), AT_ONCE);
    // Then
    assertThat(decision.reactions()).containsExactly(deregister("a1", "b1"));
    assertThat(decision.heldBack()).isEmpty();
    assertThat(decision.lookAgain()).isEmpty();
  }

  @Test
  void shouldHoldBackWhatWouldGoBelowTheFloor() {
    // Given
    FleetView fleet = fleet(true, "a1 HEALTHY", "b1 HEALTHY", "c1 HEALTHY", "a2 HEALTHY");
    // When
    Decision decision = HALF.decide(fleet, warned("a1", "a2", "b1", "c1"), AT_ONCE);
    // Then
    assertThat(decision.reactions()).containsExactly(deregister("a1", "a2"));
    assertThat(decision.heldBack()).containsExactly("b1", "c1");
    assertThat(decision.lookAgain()).contains(AT_ONCE.plusSeconds(5));
  }

  @Test
  void shouldLetGoWhenAReplacementHasTurnedHealthy() {
    // Given
    FleetView fleet =
        fleet(true, 4, "a1 DRAINING", "a2 DRAINING", "b1 HEALTHY", "c1 HEALTHY", "a3 HEALTHY");
    // When
    Decision decision = HALF.decide(fleet, warned("a1", "a2", "b1", "c1"), AT_ONCE.plusSeconds(20));
    // Then
    assertThat(decision.reactions()).containsExactly(deregister("b1"));
    assertThat(decision.heldBack()).containsExactly("c1");
  }

  @Test
  void shouldLetGoWhenRequestsCouldNotBeFinishedLater() {
    // Given
    var all = new SignalPolicy(100);
    FleetView fleet = fleet(true, "a1 HEALTHY", "b1 HEALTHY", "c1 HEALTHY", "a2 HEALTHY");
    // When
    Decision before = all.decide(fleet, warned("a1", "b1"), LATEST.minusMillis(1));
    Decision then = all.decide(fleet, warned("a1", "b1"), LATEST);
    // Then
    assertThat(before.reactions()).isEmpty();
    assertThat(before.lookAgain()).contains(LATEST);
    assertThat(then.reactions()).containsExactly(deregister("a1", "b1"));
    assertThat(then.heldBack()).isEmpty();
  }

  @Test
  void shouldHoldBackWhomNobodyOutlasts() {
    // Given
    FleetView fleet = fleet(true, "a1 HEALTHY", "b1 HEALTHY", "c1 HEALTHY");
    // When
    Decision decision = HALF.decide(fleet, warned("a1", "b1", "c1"), END.minusSeconds(1));
    // Then
    assertThat(decision.reactions()).containsExactly(deregister("a1"));
    assertThat(decision.heldBack()).containsExactly("b1", "c1");
  }

  @Test
  void shouldLetGoInTheLastSecondsWhenFewStay() {
    // Given
    FleetView fleet =
        fleet(true, 6, "a1 HEALTHY", "b1 HEALTHY", "c1 HEALTHY", "a2 HEALTHY", "b2 DRAINING");
    List<Interruption> warned = warned("a1", "b1", "c1");
    Instant last = END.minus(Interruption.PROPAGATION);
    // When
    Decision before = HALF.decide(fleet, warned, last.minusMillis(1));
    Decision then = HALF.decide(fleet, warned, last);
    // Then
    assertThat(before.reactions()).containsExactly(deregister("a1"));
    assertThat(before.heldBack()).containsExactly("b1", "c1");
    assertThat(then.reactions()).containsExactly(deregister("a1", "b1", "c1"));
  }

  @Test
  void shouldKeepTheLastOfAZoneWhenZonesDoNotHelpEachOther() {
    // Given
    FleetView fleet = fleet(false, "a1 HEALTHY", "a2 HEALTHY", "b1 HEALTHY", "b2 HEALTHY");
    // When
    Decision decision = HALF.decide(fleet, warned("a1", "a2"), LATEST);
    // Then
    assertThat(decision.reactions()).containsExactly(deregister("a1"));
    assertThat(decision.heldBack()).containsExactly("a2");
  }

  @Test
  void shouldLetGoAtOnceWhenItServesNobody() {
    // Given
    FleetView fleet = fleet(true, "a1 UNPROVEN", "b1 HEALTHY");
    // When, then
    assertThat(HALF.decide(fleet, warned("a1"), AT_ONCE).reactions())
        .containsExactly(deregister("a1"));
  }

  @Test
  void shouldKeepTheLastOfThoseThatAreAllSentToWhenNoneIsHealthy() {
    // Given
    FleetView fleet = fleet(true, "a1 UNPROVEN", "b1 UNPROVEN");
    // When
    Decision decision = HALF.decide(fleet, warned("a1", "b1"), LATEST);
    // Then
    assertThat(decision.reactions()).containsExactly(deregister("a1"));
    assertThat(decision.heldBack()).containsExactly("b1");
  }

  @Test
  void shouldTakeOutAtOnceWhenAServerIsGoingAlready() {
    // Given
    FleetView fleet = fleet(true, "a1 HEALTHY");
    // When
    var gone = List.of(Interruption.of(new Signal.ServerGoing("a1", NOTICE)));
    // Then
    assertThat(HALF.decide(fleet, gone, AT_ONCE).reactions()).containsExactly(deregister("a1"));
  }

  @Test
  void shouldNotCountAServerThatIsGoingAmongThoseThatRemain() {
    // Given
    FleetView fleet = fleet(true, "a1 HEALTHY", "b1 HEALTHY");
    var interruptions =
        List.of(
            Interruption.of(new Signal.ServerGoing("a1", NOTICE)),
            Interruption.of(warning("b1", NOTICE)));
    // When
    Decision decision = HALF.decide(fleet, interruptions, LATEST);
    // Then
    assertThat(decision.reactions()).containsExactly(deregister("a1"));
    assertThat(decision.heldBack()).containsExactly("b1");
  }

  @Test
  void shouldDoNothingWhenARebalanceIsOnlyRecommended() {
    // Given
    FleetView fleet = fleet(true, "a1 HEALTHY", "b1 HEALTHY");
    var recommended = List.of(Interruption.of(new Signal.RebalanceRecommendation("a1", NOTICE)));
    // When
    Decision decision = HALF.decide(fleet, recommended, LATEST);
    // Then
    assertThat(decision).isEqualTo(new Decision(List.of(), new TreeSet<>(), Optional.empty()));
  }

  @Test
  void shouldDoNothingAgainWhenItHasLeft() {
    // Given
    FleetView fleet = fleet(true, "a1 DRAINING", "b1 HEALTHY");
    // When, then
    assertThat(HALF.decide(fleet, warned("a1", "z9"), LATEST).reactions()).isEmpty();
  }

  @Test
  void shouldAskForAReplacementWhenTheGroupMakesNoneByItself() {
    // Given
    FleetView fleet = notRebalancing(fleet(true, "a1 HEALTHY", "b1 HEALTHY", "c1 HEALTHY"), true);
    List<Interruption> warned = warned("a1");
    // When
    Decision decision = HALF.decide(fleet, warned, AT_ONCE);
    Decision later =
        HALF.decide(fleet, List.of(warned.getFirst().replacedAt(AT_ONCE)), AT_ONCE.plusSeconds(5));
    // Then
    assertThat(decision.reactions())
        .containsExactly(deregister("a1"), new Reaction.Replace("web", "a1"));
    assertThat(later.reactions()).containsExactly(deregister("a1"));
  }

  @Test
  void shouldAskForNoReplacementWhenOurHookIsNotInPlaceOrTheServerIsHeldBack() {
    // Given
    FleetView hookless = notRebalancing(fleet(true, "a1 HEALTHY", "b1 HEALTHY"), false);
    FleetView alone = notRebalancing(fleet(true, "a1 HEALTHY"), true);
    // When, then
    assertThat(HALF.decide(hookless, warned("a1"), AT_ONCE).reactions())
        .containsExactly(deregister("a1"));
    assertThat(HALF.decide(alone, warned("a1"), LATEST).reactions()).isEmpty();
  }

  @Test
  void shouldCompleteTheHookAtOnceUnlessADrainOfOursIsYounger() {
    // Given
    FleetView fleet = fleet(true, "b1 HEALTHY");
    Interruption fired = Interruption.of(new Signal.TerminateHook("a1", NOTICE, "web", "hook"));
    Interruption draining = fired.deregisteredAt(AT_ONCE);
    // When
    Decision undrained = HALF.decide(fleet, List.of(fired), AT_ONCE);
    Decision young = HALF.decide(fleet, List.of(draining), AT_ONCE.plusSeconds(59));
    Decision over = HALF.decide(fleet, List.of(draining), AT_ONCE.plusSeconds(60));
    // Then
    assertThat(undrained.reactions()).containsExactly(new Reaction.CompleteHook("web", "a1"));
    assertThat(young.reactions()).isEmpty();
    assertThat(young.lookAgain()).contains(AT_ONCE.plusSeconds(60));
    assertThat(over.reactions()).containsExactly(new Reaction.CompleteHook("web", "a1"));
  }

  @Test
  void shouldCompleteNoHookOfAGroupThatIsNotOurs() {
    // Given
    FleetView fleet = fleet(true, "b1 HEALTHY");
    Interruption foreign = Interruption.of(new Signal.TerminateHook("a1", NOTICE, "theirs", "h"));
    // When, then
    assertThat(HALF.decide(fleet, List.of(foreign), LATEST).reactions()).isEmpty();
  }

  static Signal.OfServer warning(String server, Instant at) {
    return new Signal.InterruptionWarning(server, at, Signal.Market.SPOT);
  }

  private static List<Interruption> warned(String... servers) {
    return Arrays.stream(servers).map(server -> Interruption.of(warning(server, NOTICE))).toList();
  }

  private static Reaction deregister(String... servers) {
    return new Reaction.Deregister("tg", new TreeSet<>(List.of(servers)), LATEST);
  }

  private static FleetView fleet(boolean crossZone, String... targets) {
    return fleet(crossZone, targets.length, targets);
  }

  /** Each target is a server, whose first letter is its zone, and its health. */
  private static FleetView fleet(boolean crossZone, int desired, String... targets) {
    var servers = new HashMap<String, FleetView.Server>();
    var health = new HashMap<String, FleetView.Target>();
    for (String target : targets) {
      String server = target.substring(0, 2);
      String zone = target.substring(0, 1);
      servers.put(server, new FleetView.Server("web", zone, "m7g.large", State.IN_SERVICE));
      health.put(server, new FleetView.Target(zone, Health.valueOf(target.substring(3))));
    }
    return new FleetView(
        "shop/web",
        Map.of("web", new FleetView.Group(desired, true, true)),
        servers,
        List.of(new FleetView.TargetGroup("tg", Duration.ofSeconds(60), crossZone, health)));
  }

  private static FleetView notRebalancing(FleetView fleet, boolean hooked) {
    int desired = fleet.groups().values().iterator().next().desired();
    return new FleetView(
        fleet.stack(),
        Map.of("web", new FleetView.Group(desired, false, hooked)),
        fleet.servers(),
        fleet.targetGroups());
  }
}
