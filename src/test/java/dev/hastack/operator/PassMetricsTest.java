package dev.hastack.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.api.v1alpha1.HAStackStatus;
import dev.hastack.core.outcome.Continuation;
import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.plan.AttributeChange;
import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.ChangeReason;
import dev.hastack.core.plan.HoldReason;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.stack.Attribute;
import dev.hastack.core.stack.DesiredResource;
import dev.hastack.core.stack.Health;
import dev.hastack.core.stack.Impact;
import dev.hastack.core.stack.Observation;
import dev.hastack.core.stack.Ownership;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.ResourceSpec;
import dev.hastack.core.stack.Schema;
import dev.hastack.core.stack.StackId;
import dev.hastack.core.stack.Value;
import dev.hastack.engine.PassResult;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PassMetricsTest {
  private static final StackId STACK = new StackId("cluster", "shop", "storefront");
  private static final ResourceId BUCKET = new ResourceId("Bucket", "app");

  private record Bucket(Map<String, Value> tags) implements ResourceSpec {
    static final Schema<Bucket> SCHEMA =
        new Schema<>(
            "Bucket",
            Bucket.class,
            List.of(
                Attribute.<Bucket>of("Tags", bucket -> Optional.of(Value.struct(bucket.tags())))
                    .byKey()),
            Schema.ReplaceOrder.DELETE_FIRST,
            false,
            Set.of());

    @Override
    public Schema<Bucket> schema() {
      return SCHEMA;
    }
  }

  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final PassMetrics metrics = new PassMetrics(registry, () -> now);

  @Test
  void shouldCountDriftByDeclaredAttributeWhenDetectedAndCorrected() {
    // When
    metrics.record(stack(), result(List.of(drifted()), List.of(), Outcome.done()), Duration.ZERO);

    // Then: what people call their tags is in no label
    assertThat(count("hastack.drift.detected", "kind", "Bucket", "attribute", "Tags")).isEqualTo(1);
    assertThat(count("hastack.drift.corrected", "kind", "Bucket", "attribute", "Tags"))
        .isEqualTo(1);
    assertThat(count("hastack.plan.changes", "action", "Update", "reason", "Drifted")).isEqualTo(1);
    assertThat(registry.get("hastack.pass").timer().count()).isEqualTo(1);
  }

  @Test
  void shouldCountNoCorrectionWhenTheChangeFailed() {
    // Given
    Outcome failed =
        new Outcome.Failed(new Failure(FailureKind.THROTTLED, "s3:PutTags", "SlowDown", "slow"));

    // When
    metrics.record(stack(), result(List.of(drifted()), List.of(), failed), Duration.ZERO);

    // Then
    assertThat(count("hastack.drift.detected", "kind", "Bucket", "attribute", "Tags")).isEqualTo(1);
    assertThat(registry.find("hastack.drift.corrected").counter()).isNull();
    assertThat(registry.find("hastack.plan.changes").counter()).isNull();
  }

  @Test
  void shouldCountHeldDriftOnceWhenStatusListsItAlready() {
    // Given
    PassResult held =
        result(List.of(), List.of(new Plan.Held(drifted(), HoldReason.ReportOnly, "")), null);
    HAStack listed = stack();
    listed.setStatus(
        new HAStackStatus(
            1L,
            null,
            null,
            null,
            List.of(new HAStackStatus.Drifted("Bucket/app", "Tags.team", "web", "x", "2026-01-01")),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null));

    // When
    metrics.record(stack(), held, Duration.ZERO);
    metrics.record(listed, held, Duration.ZERO);

    // Then
    assertThat(count("hastack.drift.detected", "kind", "Bucket", "attribute", "Tags")).isEqualTo(1);
  }

  @Test
  void shouldCountTheWholeResourceWhenItHadBeenCreatedAndIsGone() {
    // Given
    Change again = new Change.Create(desired(), List.of(), ChangeReason.Missing, true);

    // When
    metrics.record(stack(), result(List.of(again), List.of(), Outcome.done()), Duration.ZERO);

    // Then
    assertThat(count("hastack.drift.corrected", "kind", "Bucket", "attribute", "*")).isEqualTo(1);
  }

  @Test
  void shouldCountTheSecondsWhenOnDemandStandsIn() {
    // Given
    PassResult standingIn =
        result(List.of(), List.of(new Plan.Held(drifted(), HoldReason.Fallback, "")), null);
    PassResult over = result(List.of(), List.of(), null);

    // When
    for (PassResult result : List.of(over, standingIn, standingIn, over, over)) {
      metrics.record(stack(), result, Duration.ZERO);
      now = now.plusSeconds(60);
    }

    // Then
    assertThat(count("hastack.fallback.seconds")).isEqualTo(120);
  }

  private double count(String name, String... tags) {
    return registry.get(name).tags(tags).counter().count();
  }

  private static HAStack stack() {
    return new HAStack();
  }

  private static DesiredResource desired() {
    return new DesiredResource(
        BUCKET, "storefront-app", new Bucket(Map.of("team", Value.text("web"))));
  }

  private static Change drifted() {
    return new Change.Update(
        desired(),
        new Observation.Present(
            "storefront-app",
            "storefront-app",
            new Bucket(Map.of("team", Value.text("x"))),
            Map.of(),
            Ownership.OURS,
            Health.HEALTHY,
            Optional.empty(),
            Map.of()),
        List.of(
            new AttributeChange(
                "Tags.team",
                Optional.of(Value.text("x")),
                Optional.of(Value.text("web")),
                false,
                Impact.IN_PLACE,
                false,
                ChangeReason.Drifted)),
        ChangeReason.Drifted);
  }

  private static PassResult result(
      List<Change> changes, List<Plan.Held> held, @Nullable Outcome outcome) {
    return new PassResult(
        new Plan(STACK, changes, held, new TreeMap<>()),
        outcome == null ? Map.of() : Map.of(BUCKET, outcome),
        new HAStackStatus(
            1L, null, null, null, null, null, null, null, null, null, null, null, null),
        List.of(),
        new Continuation(Duration.ofSeconds(60)),
        false);
  }
}
