package dev.hastack.provider.aws.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.CapacitySpec;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class ZoneCapacityPropertiesTest {
  private static final int MOST = 200;

  /** A fleet over zones, some of which are impaired. */
  record Fleet(
      CapacitySpec capacity, @Nullable Integer base, TreeSet<String> zones, Set<String> impaired) {

    SortedMap<String, ZoneCapacity> split() {
      return ZoneCapacity.split(capacity, base, zones, Set.of());
    }

    SortedMap<String, ZoneCapacity> moved() {
      return ZoneCapacity.split(capacity, base, zones, impaired);
    }
  }

  @Provide
  Arbitrary<Fleet> fleets() {
    Arbitrary<CapacitySpec> capacities =
        Combinators.combine(
                Arbitraries.integers().between(0, MOST),
                Arbitraries.integers().between(0, MOST),
                Arbitraries.integers().between(0, MOST).injectNull(0.3))
            .as(
                (min, spread, above) ->
                    new CapacitySpec(
                        min, min + spread, above == null ? null : min + Math.min(above, spread)));
    Arbitrary<Set<String>> zones = Arbitraries.of("a", "b", "c", "d", "e", "f").set().ofMinSize(1);
    Arbitrary<@Nullable Integer> bases = Arbitraries.integers().between(0, MOST).injectNull(0.3);
    return Combinators.combine(
            capacities, bases, zones, Arbitraries.of("a", "b", "c", "d", "e", "f").set())
        .as((capacity, base, all, some) -> new Fleet(capacity, base, new TreeSet<>(all), some));
  }

  @Property
  void shouldAddUpToTheSpecWhenSplit(@ForAll("fleets") Fleet fleet) {
    Collection<ZoneCapacity> split = fleet.split().values();
    assertThat(split).hasSize(fleet.zones().size());
    assertThat(sum(split, ZoneCapacity::min)).isEqualTo(fleet.capacity().min());
    assertThat(sum(split, ZoneCapacity::max)).isEqualTo(fleet.capacity().max());
    if (fleet.capacity().desired() != null) {
      assertThat(sum(split, ZoneCapacityPropertiesTest::desired))
          .isEqualTo(fleet.capacity().desired());
    }
    if (fleet.base() != null) {
      assertThat(sum(split, each -> Objects.requireNonNull(each.onDemandBase())))
          .isEqualTo(fleet.base());
    }
  }

  @Property
  void shouldBeEvenAndInOrderOfTheZonesWhenSplit(@ForAll("fleets") Fleet fleet) {
    Collection<ZoneCapacity> split = fleet.split().values();
    var maxima = split.stream().map(ZoneCapacity::max).toList();
    assertThat(maxima).isSortedAccordingTo((one, other) -> other - one);
    assertThat(maxima.getFirst() - maxima.getLast()).isBetween(0, 1);
    if (fleet.capacity().min() >= fleet.zones().size()) {
      assertThat(split).allSatisfy(each -> assertThat(each.min()).isPositive());
    }
  }

  @Property
  void shouldStayWithinBoundsWhateverIsImpaired(@ForAll("fleets") Fleet fleet) {
    Collection<ZoneCapacity> moved = fleet.moved().values();
    assertThat(moved)
        .allSatisfy(
            each -> {
              assertThat(each.min()).isBetween(0, each.max());
              if (each.desired() != null) {
                assertThat(each.desired()).isBetween(each.min(), each.max());
              }
            });
    assertThat(sum(moved, ZoneCapacity::max)).isEqualTo(fleet.capacity().max());
    assertThat(sum(moved, ZoneCapacityPropertiesTest::wanted))
        .isLessThanOrEqualTo(fleet.capacity().max());
  }

  @Property
  void shouldLeaveImpairedZonesAsTheyAre(@ForAll("fleets") Fleet fleet) {
    assertThat(only(fleet.moved(), fleet.impaired()))
        .isEqualTo(only(fleet.split(), fleet.impaired()));
  }

  @Property
  void shouldMoveAllThatIsLostOrFillEveryOtherZone(@ForAll("fleets") Fleet fleet) {
    Set<String> well = new TreeSet<>(fleet.zones());
    well.removeAll(fleet.impaired());
    Assume.that(!well.isEmpty());
    int lost =
        sum(only(fleet.split(), fleet.impaired()).values(), ZoneCapacityPropertiesTest::wanted);
    Collection<ZoneCapacity> takers = only(fleet.moved(), well).values();
    int taken = sum(takers, ZoneCapacity::takenOver);
    assertThat(taken)
        .isEqualTo(
            sum(takers, ZoneCapacityPropertiesTest::wanted)
                - sum(only(fleet.split(), well).values(), ZoneCapacityPropertiesTest::wanted));
    assertThat(taken == lost || takers.stream().allMatch(each -> wanted(each) == each.max()))
        .as("taken over %d of %d", taken, lost)
        .isTrue();
  }

  private static Map<String, ZoneCapacity> only(
      Map<String, ZoneCapacity> split, Set<String> zones) {
    return split.entrySet().stream()
        .filter(zone -> zones.contains(zone.getKey()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static int desired(ZoneCapacity capacity) {
    return Objects.requireNonNull(capacity.desired());
  }

  private static int wanted(ZoneCapacity capacity) {
    return capacity.desired() == null ? capacity.min() : capacity.desired();
  }

  private static int sum(Collection<ZoneCapacity> split, ToIntFunction<ZoneCapacity> number) {
    return split.stream().mapToInt(number).sum();
  }
}
