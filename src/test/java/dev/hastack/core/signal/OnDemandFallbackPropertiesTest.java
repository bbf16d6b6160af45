package dev.hastack.core.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.signal.OnDemandFallback.Decision;
import dev.hastack.core.signal.OnDemandFallback.Failing;
import dev.hastack.core.signal.OnDemandFallback.Group;
import dev.hastack.core.signal.OnDemandFallback.Settings;
import dev.hastack.core.signal.OnDemandFallback.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class OnDemandFallbackPropertiesTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final int MOST = 400;
  private static final int LONGEST_SECONDS = 7200;

  /** Everything that one decision is made of. */
  record Situation(Settings settings, Group group, Trouble trouble, Optional<Memory> memory) {
    Decision decision() {
      return OnDemandFallback.decide(settings, group, trouble, memory, NOW);
    }

    /** What may stand in, or stood in before less was allowed. */
    int largest() {
      return Math.max(allowed(), memory.map(Memory::share).orElse(0));
    }

    int allowed() {
      return Math.max(settings.percentage(), group.ownShare());
    }

    boolean mayKeep() {
      return memory.map(Memory::share).orElse(0) <= allowed();
    }
  }

  @Provide
  Arbitrary<Situation> situations() {
    return Combinators.combine(settings(), groups(), troubles(), memories().optional())
        .as(Situation::new);
  }

  private static Arbitrary<Settings> settings() {
    return Combinators.combine(
            numbers(30, 3600), Arbitraries.integers().between(1, 100), numbers(60, LONGEST_SECONDS))
        .as(
            (after, percentage, hold) ->
                new Settings(Duration.ofSeconds(after), percentage, Duration.ofSeconds(hold)));
  }

  private static Arbitrary<Group> groups() {
    return Combinators.combine(
            numbers(0, MOST),
            numbers(0, 20),
            Arbitraries.integers().between(0, 100),
            numbers(0, MOST),
            numbers(0, MOST),
            numbers(0, 5))
        .as(Group::new);
  }

  private static Arbitrary<Trouble> troubles() {
    Arbitrary<Failing> failing =
        Combinators.combine(times(), times())
            .as(
                (one, other) ->
                    one.isBefore(other) ? new Failing(one, other) : new Failing(other, one));
    return Combinators.combine(
            failing.optional(), times().optional(), times().list().ofMaxSize(MOST / 4))
        .as(Trouble::new);
  }

  private static Arbitrary<Memory> memories() {
    return Combinators.combine(Arbitraries.integers().between(0, 100), times(), times())
        .as(Memory::new);
  }

  private static Arbitrary<Integer> numbers(int from, int to) {
    return Arbitraries.integers().between(from, to);
  }

  private static Arbitrary<Instant> times() {
    return numbers(0, LONGEST_SECONDS).map(NOW::minusSeconds);
  }

  @Property
  void shouldStayWithinBoundsWhateverHappens(@ForAll("situations") Situation situation) {
    Decision decision = situation.decision();
    assertThat(decision.share()).isBetween(situation.group().ownShare(), situation.largest());
    assertThat(decision.memory().map(Memory::share).orElse(situation.group().ownShare()))
        .isEqualTo(decision.share());
    assertThat(decision.memory().isEmpty() || decision.share() > situation.group().ownShare())
        .isTrue();
  }

  @Property
  void shouldDecideTheSameWhenAskedAgain(@ForAll("situations") Situation situation) {
    assertThat(situation.decision()).isEqualTo(situation.decision());
  }

  @Property
  void shouldKeepWhatItDecidedWhenNothingChanges(@ForAll("situations") Situation situation) {
    Decision first = situation.decision();
    Decision second =
        new Situation(situation.settings(), situation.group(), situation.trouble(), first.memory())
            .decision();
    assertThat(second.share()).isGreaterThanOrEqualTo(first.share());
    if (first.memory().isPresent()) {
      assertThat(second.memory()).isEqualTo(first.memory());
    }
  }

  /** On-Demand stands in, and nothing has failed for as long as a step waits. */
  @Provide
  Arbitrary<Situation> calms() {
    return Combinators.combine(settings(), groups(), numbers(-1, 1), numbers(0, 1), memories())
        .as(
            (settings, group, spare, moving, memory) ->
                new Situation(
                    settings,
                    new Group(
                        group.desired(),
                        group.onDemandBase(),
                        group.ownShare(),
                        group.desired() + spare,
                        group.spot(),
                        moving),
                    Trouble.NONE,
                    Optional.of(
                        new Memory(
                            memory.share(), memory.since(), NOW.minus(settings.holdFor())))));
  }

  @Property
  void shouldNeverFallWhenServersAreOnTheMoveOrMissing(@ForAll("calms") Situation situation) {
    Group group = situation.group();
    boolean settled =
        group.moving() == 0 && (group.inService() >= group.desired() || !situation.mayKeep());
    int least = Math.max(kept(situation), group.ownShare());
    int share = situation.decision().share();
    assertThat(share).isLessThanOrEqualTo(least);
    assertThat(settled || share == least).isTrue();
  }

  @Property
  void shouldNeverFallBeforeItHasHeld(@ForAll("situations") Situation situation) {
    Assume.that(situation.memory().isPresent());
    Duration since = Duration.between(situation.memory().orElseThrow().stepped(), NOW);
    Assume.that(since.compareTo(situation.settings().holdFor()) < 0);
    assertThat(situation.decision().share()).isGreaterThanOrEqualTo(kept(situation));
  }

  @Property
  void shouldFallByAQuarterOfTheFleetAtMost(@ForAll("calms") Situation situation) {
    Group group = situation.group();
    OnDemandShare shares = group.shares();
    int least = Math.max(group.ownShare(), situation.decision().share());
    int fewer = shares.onDemand(kept(situation)) - shares.onDemand(least);
    assertThat(fewer).isLessThanOrEqualTo(Math.max(1, group.desired() / 4));
  }

  private static int kept(Situation situation) {
    return situation.memory().orElseThrow().share();
  }

  /** Launches have failed for long, and again just now. */
  @Provide
  Arbitrary<Situation> shortages() {
    Failing failing = new Failing(NOW.minusSeconds(LONGEST_SECONDS), NOW.plusSeconds(1));
    Trouble trouble = new Trouble(Optional.of(failing), Optional.of(NOW), List.of());
    return situations()
        .map(each -> new Situation(each.settings(), each.group(), trouble, each.memory()));
  }

  @Property
  void shouldReplaceNoSpotServerWhenItRises(@ForAll("shortages") Situation situation) {
    Group group = situation.group();
    int before = situation.memory().map(Memory::share).orElse(0);
    int share = situation.decision().share();
    int above = Math.max(0, group.desired() - group.onDemandBase());
    if (share > Math.max(before, group.ownShare())) {
      assertThat(above - group.shares().onDemand(share)).isGreaterThanOrEqualTo(group.spot());
    }
  }

  @Property
  void shouldNeverFallWhenLaunchesFail(@ForAll("shortages") Situation situation) {
    Assume.that(situation.memory().isPresent() && situation.mayKeep());
    assertThat(situation.decision().share()).isGreaterThanOrEqualTo(kept(situation));
  }

  @Property
  void shouldLeaveNoServerMissingWhenItMayTakeAll(@ForAll("shortages") Situation situation) {
    Group group = situation.group();
    var all = new Settings(Duration.ZERO, 100, situation.settings().holdFor());
    Decision decision =
        new Situation(all, group, situation.trouble(), situation.memory()).decision();
    int above = Math.max(0, group.desired() - group.onDemandBase());
    int onDemand = group.shares().onDemand(decision.share());
    assertThat(group.spot() + onDemand + above / 100).isGreaterThanOrEqualTo(above);
  }

  @Property
  void shouldComeBackToTheStacksOwnShareWhenSpotCanBeHadAgain(
      @ForAll("situations") Situation situation) {
    // Given any memory, and a fleet that AWS fills with Spot as far as the share lets it
    Group began = situation.group();
    Settings settings = situation.settings();
    Optional<Memory> memory = situation.memory();
    Instant now = NOW;
    int share = memory.map(Memory::share).orElse(began.ownShare());
    int steps = 0;

    // When time passes
    while (memory.isPresent() && steps <= MOST) {
      now = now.plus(settings.holdFor());
      int spot =
          Math.max(0, began.desired() - began.onDemandBase()) - began.shares().onDemand(share);
      Group healthy =
          new Group(
              began.desired(), began.onDemandBase(), began.ownShare(), began.desired(), spot, 0);
      Decision decision = OnDemandFallback.decide(settings, healthy, Trouble.NONE, memory, now);
      assertThat(decision.share()).isLessThanOrEqualTo(Math.max(share, began.ownShare()));
      share = decision.share();
      memory = decision.memory();
      steps++;
    }

    // Then
    assertThat(memory).as("after %d steps", steps).isEmpty();
    assertThat(share).isEqualTo(began.ownShare());
  }

  @Property
  void shouldReadWhatItWroteWhenKeptAsText(@ForAll("situations") Situation situation) {
    situation
        .decision()
        .memory()
        .ifPresent(memory -> assertThat(Memory.parse(memory.toString())).contains(memory));
  }

  @Property
  void shouldNotBeginWhenNothingWentWrong(@ForAll("situations") Situation situation) {
    assertThat(
            OnDemandFallback.decide(
                    situation.settings(), situation.group(), Trouble.NONE, Optional.empty(), NOW)
                .memory())
        .isEmpty();
  }

  @Property
  void shouldBeTheNeighbourWhenAPercentageIsOfSoManyServers(
      @ForAll @IntRange(max = 100) int servers, @ForAll @IntRange(max = 100) int spot) {
    var shares = new OnDemandShare(servers);
    int missing = Math.max(0, servers - spot);
    assertThat(shares.onDemand(shares.without(spot))).isEqualTo(missing);
  }
}
