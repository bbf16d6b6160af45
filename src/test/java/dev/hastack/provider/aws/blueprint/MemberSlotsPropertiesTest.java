package dev.hastack.provider.aws.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class MemberSlotsPropertiesTest {
  private static final int MOST_MEMBERS = 16;

  /**
   * A cluster as it is found.
   *
   * @param there each member's number with whether it is the writer, which one of them is
   * @param remembered numbers of members that were there when last looked at
   */
  record Found(SortedMap<Integer, Boolean> there, SortedSet<Integer> remembered) {

    SortedSet<Integer> chosen(int count) {
      return MemberSlots.of(count, there, remembered);
    }
  }

  @Provide
  Arbitrary<Found> found() {
    Arbitrary<Set<Integer>> numbers =
        Arbitraries.integers().between(0, 31).set().ofMaxSize(MOST_MEMBERS);
    return Combinators.combine(numbers, numbers, Arbitraries.integers().between(0, 31))
        .as(
            (members, remembered, which) -> {
              var there = new TreeMap<Integer, Boolean>();
              members.forEach(slot -> there.put(slot, false));
              if (!there.isEmpty()) {
                Integer after = there.ceilingKey(which);
                there.put(after == null ? there.firstKey() : after, true);
              }
              return new Found(there, new TreeSet<>(remembered));
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
    assertThat(MemberSlots.of(count, there, found.remembered())).isEqualTo(chosen);
    assertThat(MemberSlots.of(count, there, chosen)).isEqualTo(chosen);
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
}
