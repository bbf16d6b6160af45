package dev.hastack.provider.aws.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class MemberSlotsPropertiesTest {
  private static final int MOST_MEMBERS = 16;

  /**
   * A cluster as it is found.
   *
   * @param zones over which numbers go round
   * @param there each member's number with whether it is the writer, which one of them is
   * @param remembered numbers of members that were there when last looked at
   */
  record Found(int zones, SortedMap<Integer, Boolean> there, SortedSet<Integer> remembered) {

    SortedSet<Integer> chosen(int count) {
      return MemberSlots.of(count, zones, there, remembered);
    }
  }

  @Provide
  Arbitrary<Found> found() {
    Arbitrary<Set<Integer>> numbers =
        Arbitraries.integers().between(0, 31).set().ofMaxSize(MOST_MEMBERS);
    return Combinators.combine(
            numbers,
            numbers,
            Arbitraries.integers().between(0, 31),
            Arbitraries.integers().between(1, 4))
        .as(
            (members, remembered, which, zones) -> {
              var there = new TreeMap<Integer, Boolean>();
              members.forEach(slot -> there.put(slot, false));
              if (!there.isEmpty()) {
                Integer after = there.ceilingKey(which);
                there.put(after == null ? there.firstKey() : after, true);
              }
              return new Found(zones, there, new TreeSet<>(remembered));
            });
  }

  @Property
  void shouldChooseAsManyAsThereAreToBe(
      @ForAll("found") Found found, @ForAll @IntRange(min = 1, max = MOST_MEMBERS) int count) {
    assertThat(found.chosen(count)).hasSize(count);
  }

  @Property
  void shouldAlwaysKeepTheWriter(
      @ForAll("found") Found found, @ForAll @IntRange(min = 1, max = MOST_MEMBERS) int count) {
    found
        .there()
        .forEach(
            (slot, writer) -> {
              if (writer) {
                assertThat(found.chosen(count)).contains(slot);
              }
            });
  }

  @Property
  void shouldChooseTheSameAgainWhenWhatWasChosenIsThere(
      @ForAll("found") Found found, @ForAll @IntRange(min = 1, max = MOST_MEMBERS) int count) {
    // Given
    SortedSet<Integer> chosen = found.chosen(count);
    var there = new TreeMap<Integer, Boolean>();
    chosen.forEach(slot -> there.put(slot, found.there().getOrDefault(slot, false)));

    // Then
    assertThat(MemberSlots.of(count, found.zones(), there, found.remembered())).isEqualTo(chosen);
    assertThat(MemberSlots.of(count, found.zones(), there, chosen)).isEqualTo(chosen);
  }

  /** Those still being made are not there yet, and those somebody deleted are not any more. */
  @Property
  void shouldTakeThoseThatAreThereThenRememberedOnesThenNewOnes(
      @ForAll("found") Found found, @ForAll @IntRange(min = 1, max = MOST_MEMBERS) int count) {
    // When
    SortedSet<Integer> chosen = found.chosen(count);

    // Then
    var known = new TreeSet<>(found.there().keySet());
    known.addAll(found.remembered());
    if (found.there().size() >= count) {
      assertThat(found.there().keySet()).containsAll(chosen);
    } else if (known.size() >= count) {
      assertThat(chosen).containsAll(found.there().keySet());
      assertThat(known).containsAll(chosen);
    } else {
      assertThat(chosen).containsAll(known);
    }
  }

  @Property
  void shouldOnlyTakeAwayWhenFewerAreWantedAndOnlyAddWhenMoreAre(
      @ForAll("found") Found found,
      @ForAll @IntRange(min = 1, max = MOST_MEMBERS) int one,
      @ForAll @IntRange(min = 1, max = MOST_MEMBERS) int other) {
    assertThat(found.chosen(Math.max(one, other))).containsAll(found.chosen(Math.min(one, other)));
  }

  @Property
  void shouldSpreadOverZonesWhatItIsFreeToChoose(
      @ForAll("found") Found found, @ForAll @IntRange(min = 1, max = MOST_MEMBERS) int count) {
    // Given
    var nobody = new Found(found.zones(), new TreeMap<>(), new TreeSet<>());

    // When
    Map<Integer, Long> byZone =
        nobody.chosen(count).stream()
            .collect(Collectors.groupingBy(slot -> slot % found.zones(), Collectors.counting()));

    // Then
    assertThat(byZone).hasSize(Math.min(count, found.zones()));
    assertThat(Collections.max(byZone.values()) - Collections.min(byZone.values()))
        .isLessThanOrEqualTo(1);
  }

  @Example
  void shouldKeepAReaderOfAnotherZoneThanTheWriters() {
    // Given: 0 and 2 are of the first zone, 1 is of the second
    var there = new TreeMap<>(Map.of(0, false, 1, false, 2, true));

    // Then
    assertThat(MemberSlots.of(2, 2, there, new TreeSet<>())).containsExactly(1, 2);
  }
}
