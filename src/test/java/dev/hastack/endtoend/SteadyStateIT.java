package dev.hastack.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.api.v1alpha1.Markers;
import dev.hastack.core.status.ConditionType;
import dev.hastack.core.status.Notice;
import dev.hastack.operator.metric.Metric;
import dev.hastack.provider.aws.resource.DbCluster;
import dev.hastack.testing.World;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** A stack at rest, and one that a person holds still. */
@TestInstance(Lifecycle.PER_CLASS)
class SteadyStateIT {
  private static final String NAMESPACE = "steady";

  /** It is asked for every two minutes. */
  private static final Duration CAPACITY_DEADLINE = Duration.ofMinutes(4);

  private final Scene scene = new Scene();
  private OperatorUnderTest operator;

  @BeforeAll
  void start() {
    FullStack.provide(World.moto());
    operator = OperatorUnderTest.serving(scene, NAMESPACE);
  }

  @AfterAll
  void stop() {
    operator.close();
    scene.close();
  }

  @Test
  void shouldWriteNothingAnywhereWhenNothingChanges() {
    // Given
    StackObject stack =
        operator.settle("full", FullStack.manifest("full", scene.ground(), "Correct"));
    OperatorMetrics before = operator.metrics();
    Map<String, Double> writes = before.writes();
    List<String> versions = versions(stack);

    // When
    operator.awaitPasses(5);

    // Then
    assertThat(operator.metrics().writes()).isEqualTo(writes);
    assertThat(versions(stack)).isEqualTo(versions);
    assertThat(writes).containsKeys("CreateAutoScalingGroup", "CreateLaunchTemplate");
  }

  /** The object's, its revisions' and its Events' resource versions. */
  private static List<String> versions(StackObject stack) {
    var all = new java.util.ArrayList<HasMetadata>();
    all.add(stack.read());
    all.addAll(stack.revisions());
    all.addAll(stack.events());
    return all.stream()
        .map(
            each ->
                each.getKind()
                    + "/"
                    + each.getMetadata().getName()
                    + " "
                    + each.getMetadata().getResourceVersion())
        .sorted()
        .toList();
  }

  /** Nothing of it is in the status, or a stack at rest would be written for ever. */
  @Test
  void shouldShowTheCapacityOfADatabaseAsAMetricWhenItIsMeasured() {
    // Given
    StackObject stack = operator.settle("orders", scene.web("orders").withDatabase());
    String cluster = stack.nameOnAws(DbCluster.DB.toString());

    // When
    scene.account().measureCapacity(cluster, 2.5);

    // Then
    StackObject.await()
        .atMost(CAPACITY_DEADLINE)
        .untilAsserted(() -> assertThat(operator.metrics().capacity(cluster)).containsExactly(2.5));
    assertThat(operator.scrape().declared()).contains(Metric.DATABASE_ACU);
  }

  @Test
  void shouldShowAndNotWriteWhenPausedAndDoBothWhenGoingOn() {
    // Given
    StackObject stack =
        operator.settle("paused", FullStack.manifest("paused", scene.ground(), "Correct"));
    var intruder = new Intruder(scene, stack.qualifiedName());
    stack.run("annotate", Markers.PAUSED + "=true");
    stack.awaitCondition(ConditionType.Reconciling, Condition.Status.False, "Paused");
    OperatorMetrics before = operator.metrics();

    // When
    intruder.updateGroup(request -> request.maxSize(9));
    stack.patch("{\"spec\": {\"aws\": {\"fleet\": {\"terminationPolicies\": [\"Default\"]}}}}");

    // Then
    StackObject.await()
        .untilAsserted(
            () -> assertThat(stack.drift()).containsExactly("AutoScalingGroup/app MaxSize"));
    Condition synced = stack.awaitCondition(ConditionType.Synced, Condition.Status.False, "Paused");
    assertThat(synced.message()).contains("MaxSize", "TerminationPolicies");
    operator.awaitPasses(3);
    assertThat(operator.metrics().writes()).isEqualTo(before.writes());
    assertThat(intruder.look().group().maxSize()).isEqualTo(9);
    assertThat(stack.notes(Notice.Reason.Paused)).hasSize(1);
    assertThat(stack.notes(Notice.Reason.DriftDetected))
        .singleElement()
        .asString()
        .contains("MaxSize 9 -> 6");

    StackObject.await()
        .untilAsserted(
            () -> assertThat(operator.scrape().declared()).contains(Metric.STACK_DRIFT_SINCE));

    // When
    stack.run("annotate", Markers.PAUSED + "-");

    // Then
    stack.awaitSettled();
    StackObject.await()
        .untilAsserted(
            () ->
                assertThat(operator.scrape().declared())
                    .contains(Metric.DRIFT_DETECTED, Metric.DRIFT_CORRECTED)
                    .doesNotContain(Metric.STACK_DRIFT_SINCE));
    assertThat(operator.scrape().undeclared()).isEmpty();
    LiveStack live = intruder.look();
    assertThat(live.group().maxSize()).isEqualTo(6);
    assertThat(live.group().terminationPolicies()).containsExactly("Default");
    assertThat(stack.notes(Notice.Reason.DriftCorrected))
        .singleElement()
        .asString()
        .contains("MaxSize 9 -> 6")
        .doesNotContain("TerminationPolicies");
    assertThat(stack.notes(Notice.Reason.Applied))
        .anyMatch(note -> note.contains("TerminationPolicies"));
  }
}
