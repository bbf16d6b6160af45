package dev.hastack.provider.aws.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.CapacitySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers of zones a, b and c, worked out by hand; each zone is shown as min-max/desired. */
class ZoneCapacityTest {
  private static final TreeSet<String> ZONES = new TreeSet<>(List.of("a", "b", "c"));

  private static String split(int min, int max, @Nullable Integer desired, Set<String> impaired) {
    return String.join(
        " ",
        ZoneCapacity.split(new CapacitySpec(min, max, desired), null, ZONES, impaired)
            .values()
            .stream()
            .map(ZoneCapacityTest::shown)
            .toList());
  }

  private static String shown(ZoneCapacity zone) {
    return "%d-%d%s%s"
        .formatted(
            zone.min(),
            zone.max(),
            zone.desired() == null ? "" : "/" + zone.desired(),
            zone.takenOver() == 0 ? "" : "+" + zone.takenOver());
  }

  @ParameterizedTest
  @CsvSource({
    "6, 12, 9, 2-4/3 2-4/3 2-4/3",
    "4, 11, 8, 2-4/3 1-4/3 1-3/2",
    "5, 10, 7, 2-4/3 2-3/2 1-3/2",
    "2, 6, 4, 1-2/2 1-2/1 0-2/1",
    "0, 2, 1, 0-1/1 0-1/0 0-0/0",
    "4, 7, , 2-3 1-2 1-2",
  })
  void shouldGiveWhatDoesNotDivideToTheFirstZones(
      int min, int max, @Nullable Integer desired, String zones) {
    assertThat(split(min, max, desired, Set.of())).isEqualTo(zones);
  }

  @ParameterizedTest
  @CsvSource({
    // One zone lost, with room for all of it.
    "3, 12, 6, a, 1-4/2 1-4/3+1 1-4/3+1",
    "3, 12, 7, a, 1-4/3 1-4/4+2 1-4/3+1",
    // Room for some of it, and for nothing.
    "3, 8, 6, a, 1-3/2 1-3/3+1 1-2/2",
    "3, 6, 6, b, 1-2/2 1-2/2 1-2/2",
    // Two zones lost.
    "3, 12, 6, a b, 1-4/2 1-4/2 1-4/4+2",
    "3, 18, 6, b c, 1-6/6+4 1-6/2 1-6/2",
    // Fewer than zones: what the first zones alone have is lost with them, or is not.
    "2, 6, 2, a, 1-2/1 1-2/1 0-2/1+1",
    "2, 6, 2, c, 1-2/1 1-2/1 0-2/0",
    // Where AWS keeps the number, the minimum stands for it.
    "6, 12, , a b, 2-4 2-4 4-4+2",
    // Nobody is left to take anything.
    "3, 12, 6, a b c, 1-4/2 1-4/2 1-4/2",
  })
  void shouldGiveWhatIsLostToTheOtherZonesWithinTheirMaximum(
      int min, int max, @Nullable Integer desired, String impaired, String zones) {
    assertThat(split(min, max, desired, Set.copyOf(Arrays.asList(impaired.split(" ", -1)))))
        .isEqualTo(zones);
  }
}
