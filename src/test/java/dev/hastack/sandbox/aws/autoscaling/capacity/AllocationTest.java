package dev.hastack.sandbox.aws.autoscaling.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllocationTest {
  private static final List<Pool> POOLS =
      List.of(
          new Pool("first", 0, 0.3, 9, 3),
          new Pool("cheap", 1, 0.1, 1, 2),
          new Pool("roomy", 2, 0.4, 10, 1),
          new Pool("fair", 3, 0.2, 6, 0));

  @ParameterizedTest
  @CsvSource({
    "lowest-price, 1, cheap fair first roomy",
    "lowest-price, 2, fair cheap first roomy",
    "diversified, 2, fair roomy cheap first",
    "capacity-optimized, 2, roomy first fair cheap",
    "capacity-optimized-prioritized, 2, first roomy fair cheap",
    "price-capacity-optimized, 2, fair first roomy cheap"
  })
  void shouldTrySpotPoolsInTheOrderOfTheStrategy(String strategy, int cheapest, String order) {
    // When, Then
    assertThat(Allocation.spot(strategy, cheapest, POOLS))
        .extracting(Pool::instanceType)
        .containsExactly(order.split(" "));
  }

  @ParameterizedTest
  @CsvSource({"prioritized, first cheap roomy fair", "lowest-price, cheap fair first roomy"})
  void shouldTryOnDemandPoolsInTheOrderOfTheStrategy(String strategy, String order) {
    // When, Then
    assertThat(Allocation.onDemand(strategy, POOLS))
        .extracting(Pool::instanceType)
        .containsExactly(order.split(" "));
  }
}
