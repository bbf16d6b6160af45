package dev.hastack.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.api.v1alpha1.HAStackStatus;
import dev.hastack.core.stack.Place;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DatabaseAcuTest {
  private static final String IRELAND = "eu-west-1";
  private static final String VIRGINIA = "us-east-1";

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final List<HAStack> stacks = new ArrayList<>();
  private final Map<String, Double> measured = new TreeMap<>();
  private final List<String> asked = new ArrayList<>();
  private boolean leading = true;
  private @Nullable String unreachable;
  private final DatabaseAcu acu =
      new DatabaseAcu(() -> stacks, () -> leading, this::latest, registry);

  @Test
  void shouldAskOnceForAllStacksOfARegionWhenMeasured() {
    // Given
    stacks.add(stack("web", IRELAND, "web-db"));
    stacks.add(stack("shop", IRELAND, "shop-db"));
    stacks.add(stack("blog", VIRGINIA, "blog-db"));
    measured.putAll(Map.of("web-db", 0.5, "shop-db", 12.25, "blog-db", 0.0));

    // When
    acu.measure();

    // Then
    assertThat(asked)
        .containsExactlyInAnyOrder("eu-west-1 [shop-db, web-db]", "us-east-1 [blog-db]");
    assertThat(gauges())
        .isEqualTo(
            Map.of("team/web/web-db", 0.5, "team/shop/shop-db", 12.25, "team/blog/blog-db", 0.0));
  }

  @Test
  void shouldAskForNobodyWhenNoStackHasADatabase() {
    // Given
    stacks.add(stack("web", IRELAND, null));
    HAStack fresh = stack("new", IRELAND, null);
    fresh.setStatus(null);
    stacks.add(fresh);

    // When
    acu.measure();

    // Then
    assertThat(asked).isEmpty();
    assertThat(gauges()).isEmpty();
  }

  @Test
  void shouldFollowWhatIsMeasuredAndGoWhenTheStackGoes() {
    // Given
    stacks.add(stack("web", IRELAND, "web-db"));
    measured.put("web-db", 0.5);
    acu.measure();

    // When
    measured.put("web-db", 3.5);
    acu.measure();

    // Then
    assertThat(gauges()).isEqualTo(Map.of("team/web/web-db", 3.5));

    // When
    stacks.clear();
    acu.measure();

    // Then
    assertThat(gauges()).isEmpty();
  }

  @Test
  void shouldShowNoOldNumberWhenNothingIsMeasuredAnyMore() {
    // Given
    stacks.add(stack("web", IRELAND, "web-db"));
    measured.put("web-db", 0.5);
    acu.measure();

    // When
    measured.clear();
    acu.measure();

    // Then
    assertThat(gauges()).isEmpty();
  }

  @Test
  void shouldShowTheOthersWhenOneRegionDoesNotAnswer() {
    // Given
    stacks.add(stack("web", IRELAND, "web-db"));
    stacks.add(stack("blog", VIRGINIA, "blog-db"));
    measured.putAll(Map.of("web-db", 0.5, "blog-db", 1.0));
    unreachable = IRELAND;

    // When
    acu.measure();

    // Then
    assertThat(gauges()).isEqualTo(Map.of("team/blog/blog-db", 1.0));

    // When
    unreachable = null;
    acu.measure();

    // Then
    assertThat(gauges()).hasSize(2);
  }

  @Test
  void shouldLeaveItToTheLeaderWhenStandingBy() {
    // Given
    stacks.add(stack("web", IRELAND, "web-db"));
    measured.put("web-db", 0.5);
    acu.measure();

    // When
    leading = false;
    acu.measure();

    // Then
    assertThat(asked).hasSize(1);
    assertThat(gauges()).isEmpty();
  }

  private Map<String, Double> latest(Place place, SortedSet<String> clusters) {
    String region = place.region();
    asked.add(region + " " + clusters);
    if (region.equals(unreachable)) {
      throw new IllegalStateException("no answer");
    }
    var latest = new TreeMap<>(measured);
    latest.keySet().retainAll(clusters);
    return latest;
  }

  private Map<String, Double> gauges() {
    var gauges = new TreeMap<String, Double>();
    for (Gauge gauge : registry.find("hastack.database.acu").gauges()) {
      gauges.put(
          String.join(
              "/",
              gauge.getId().getTag("namespace"),
              gauge.getId().getTag("name"),
              gauge.getId().getTag("cluster")),
          gauge.value());
    }
    return gauges;
  }

  private static HAStack stack(String name, String region, @Nullable String cluster) {
    HAStack stack = new HAStack();
    stack.setMetadata(new ObjectMetaBuilder().withNamespace("team").withName(name).build());
    stack.setStatus(
        new HAStackStatus(
            1L,
            null,
            new HAStackStatus.Account("123456789012", region),
            null,
            null,
            List.of(
                new HAStackStatus.Resource("AutoScalingGroup/app", name + "-app", null, "HEALTHY"),
                new HAStackStatus.Resource(
                    "DbCluster/db", cluster == null ? name + "-left" : cluster, null, "HEALTHY")),
            null,
            null,
            null,
            cluster == null ? null : ConnectionStatuses.database(null, null, null, null, null),
            null,
            null,
            null));
    return stack;
  }
}
