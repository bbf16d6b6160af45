package dev.hastack.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.outcome.Movement;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.ChangeReason;
import dev.hastack.core.plan.HoldReason;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.stack.DesiredResource;
import dev.hastack.core.stack.Health;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.ObservedStack;
import dev.hastack.core.stack.Ownership;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.ResourceSpec;
import dev.hastack.core.stack.StackId;
import dev.hastack.provider.aws.resource.AttributeValues;
import dev.hastack.provider.aws.resource.AutoScalingGroup;
import dev.hastack.provider.aws.resource.DbCluster;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How soon a look is worth while: servers move within seconds, databases within minutes. */
class MovementsTest {
  private static final StackId STACK = new StackId("cluster-1", "shop", "storefront");
  private static final ResourceId GROUP = new ResourceId(AutoScalingGroup.KIND, "app");
  private static final ObservedStack NOTHING = new ObservedStack(List.of(), List.of());

  private static ResourceSpec spec(ResourceId id) {
    AttributeValues none = AttributeValues.builder().build();
    return id.equals(GROUP) ? new AutoScalingGroup(none) : new DbCluster(none);
  }

  private static ObservedStack.Entry found(ResourceId id, Health health) {
    return new ObservedStack.Entry(
        id,
        new Present(
            id.name(),
            "arn:" + id,
            spec(id),
            Map.of(),
            Ownership.OURS,
            health,
            Optional.empty(),
            Map.of()));
  }

  private static Change create(ResourceId id) {
    return new Change.Create(
        new DesiredResource(id, id.name(), spec(id)), List.of(), ChangeReason.SpecChanged, false);
  }

  private static Plan plan(List<Change> changes, List<Plan.Held> held) {
    return new Plan(STACK, changes, held, new TreeMap<>());
  }

  private static Movement tried(ResourceId... ids) {
    var outcomes = new TreeMap<ResourceId, Outcome>();
    Stream.of(ids).forEach(id -> outcomes.put(id, Outcome.done()));
    return Movements.of(
        plan(List.of(create(GROUP), create(DbCluster.DB)), List.of()), NOTHING, outcomes);
  }

  @Test
  void shouldBeAsQuickAsTheQuickestOfWhatWasTried() {
    assertThat(tried()).isEqualTo(Movement.NONE);
    assertThat(tried(DbCluster.DB)).isEqualTo(Movement.WITHIN_MINUTES);
    assertThat(tried(GROUP)).isEqualTo(Movement.WITHIN_SECONDS);
    assertThat(tried(GROUP, DbCluster.DB)).isEqualTo(Movement.WITHIN_SECONDS);
  }

  @ParameterizedTest
  @CsvSource({
    "HEALTHY, HEALTHY, NONE",
    "HEALTHY, PROGRESSING, WITHIN_MINUTES",
    "HEALTHY, DELETING, WITHIN_MINUTES",
    "PROGRESSING, HEALTHY, WITHIN_SECONDS",
    "DELETING, PROGRESSING, WITHIN_SECONDS"
  })
  void shouldFollowWhatMovesByItself(Health group, Health cluster, Movement movement) {
    // When
    var observed =
        new ObservedStack(List.of(found(GROUP, group), found(DbCluster.DB, cluster)), List.of());

    // Then
    assertThat(Movements.of(plan(List.of(), List.of()), observed, Map.of())).isEqualTo(movement);
  }

  @ParameterizedTest
  @CsvSource({
    "LaterStep, WITHIN_MINUTES",
    "Migrating, WITHIN_SECONDS",
    "DatabaseLost, NONE",
    "MajorVersionUpgrade, NONE",
    "StatefulReplacement, NONE",
    "DeletionProtected, NONE"
  })
  void shouldLookAgainForWhatWaitsForTimeAndNotForWhatWaitsForAPerson(
      HoldReason reason, Movement movement) {
    // When
    var held = new Plan.Held(create(DbCluster.DB), reason, "why");

    // Then
    assertThat(Movements.of(plan(List.of(), List.of(held)), NOTHING, Map.of())).isEqualTo(movement);
  }
}
