package dev.hastack.endtoend;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.core.stack.Attribute;
import dev.hastack.core.stack.Impact;
import dev.hastack.core.stack.Schema;
import dev.hastack.core.stack.Value;
import dev.hastack.core.status.ConditionType;
import dev.hastack.core.status.Notice;
import dev.hastack.provider.aws.resource.AutoScalingGroup;
import dev.hastack.provider.aws.resource.AwsResource;
import dev.hastack.provider.aws.resource.LaunchTemplate;
import dev.hastack.provider.aws.resource.TargetGroup;
import dev.hastack.testing.World;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class DriftIT {
  private static final String NAMESPACE = "drift";

  private static final List<Schema<? extends AwsResource>> SCHEMAS =
      List.of(LaunchTemplate.SCHEMA, TargetGroup.SCHEMA, AutoScalingGroup.SCHEMA);

  /** What nobody can change, because AWS has no call for it. */
  private static final Set<String> IMMUTABLE_ON_AWS =
      Set.of(
          "TargetGroup Port",
          "TargetGroup Protocol",
          "TargetGroup ProtocolVersion",
          "TargetGroup TargetType",
          "TargetGroup VpcId");

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
  void shouldHaveAForeignChangeForEveryAttributeOfEverySchema() {
    // Given
    Set<String> declared =
        SCHEMAS.stream()
            .flatMap(
                schema ->
                    schema.attributes().stream()
                        .map(attribute -> schema.kind() + " " + attribute.name()))
            .collect(toSet());

    // When
    Set<String> covered = new TreeSet<>(IMMUTABLE_ON_AWS);
    ForeignChanges.all().forEach(change -> covered.add(declared(change)));

    // Then
    assertThat(covered).containsExactlyInAnyOrderElementsOf(declared);
    assertThat(SCHEMAS.stream().flatMap(DriftIT::immutables))
        .containsExactlyInAnyOrderElementsOf(IMMUTABLE_ON_AWS);
  }

  private static Stream<String> immutables(Schema<? extends AwsResource> schema) {
    return schema.attributes().stream()
        .filter(attribute -> impact(attribute) == Impact.REPLACE)
        .map(attribute -> schema.kind() + " " + attribute.name());
  }

  private static Impact impact(Attribute<? extends AwsResource> attribute) {
    return attribute.impact().apply(Optional.of(Value.text("a")), Optional.of(Value.text("b")));
  }

  @Test
  void shouldReportThenCorrectEveryAttributeWhenSomebodyElseChangesAll() {
    // Given
    StackObject stack =
        operator.settle("full", FullStack.manifest("full", scene.ground(), "Report"));
    var intruder = new Intruder(scene, stack.qualifiedName());
    Map<String, String> wanted = values(intruder.look());
    OperatorMetrics before = operator.metrics();

    // When
    make(ForeignChanges.ofGroupAndTargetGroup(), intruder);

    // Then: all of it is shown
    awaitShown(stack, ForeignChanges.ofGroupAndTargetGroup());

    // When
    make(ForeignChanges.ofTemplate(), intruder);

    // Then: all of it is shown, and nothing written
    awaitShown(stack, ForeignChanges.ofTemplate());
    Map<String, String> foreign = values(intruder.look());
    assertThat(foreign)
        .allSatisfy((name, value) -> assertThat(value).isNotEqualTo(wanted.get(name)));
    stack.awaitCondition(ConditionType.Drifted, Condition.Status.True, "Reported");
    operator.awaitPasses(3);
    assertThat(operator.metrics().writes()).isEqualTo(before.writes());
    assertThat(values(intruder.look())).isEqualTo(foreign);
    assertTold(stack, Notice.Reason.DriftDetected);
    assertThat(ForeignChanges.all()).allSatisfy(change -> assertDetected(change, before));

    // When
    stack.patch("{\"spec\": {\"capacity\": {\"max\": 7}}}");

    // Then: it is done, and only it
    StackObject.await().until(() -> intruder.look().group().maxSize() == 7);
    operator.awaitPasses(2);
    foreign.put("AutoScalingGroup MaxSize", "7");
    assertThat(values(intruder.look())).isEqualTo(foreign);
    assertThat(stack.drift())
        .doesNotContain("AutoScalingGroup/app MaxSize")
        .contains("AutoScalingGroup/app MinSize");
    assertThat(operator.metrics().writes())
        .isEqualTo(plus(before.writes(), "UpdateAutoScalingGroup", 1));

    // When
    stack.patch("{\"spec\": {\"drift\": {\"policy\": \"Correct\"}}}");

    // Then
    wanted.put("AutoScalingGroup MaxSize", "7");
    StackObject.await().untilAsserted(() -> assertThat(values(intruder.look())).isEqualTo(wanted));
    stack.awaitSettled();
    assertTold(stack, Notice.Reason.DriftCorrected);
    assertThat(ForeignChanges.all())
        .filteredOn(change -> !change.attribute().equals(AutoScalingGroup.MAX_SIZE))
        .allSatisfy(change -> assertCorrected(change, before));
  }

  @Test
  void shouldNotBlameTheGroupWhenOnlyItsTemplateDrifted() {
    // Given
    StackObject stack =
        operator.settle("blame", FullStack.manifest("blame", scene.ground(), "Report"));
    var intruder = new Intruder(scene, stack.qualifiedName());
    double before = operator.metrics().driftDetected("AutoScalingGroup", "Version");

    // When
    make(ForeignChanges.ofTemplate(), intruder);

    // Then
    awaitShown(stack, ForeignChanges.ofTemplate());
    operator.awaitPasses(2);
    assertThat(stack.drift()).allMatch(entry -> entry.startsWith("LaunchTemplate/app "));
    assertThat(stack.notes(Notice.Reason.DriftDetected))
        .noneMatch(note -> note.contains("AutoScalingGroup"));
    assertThat(operator.metrics().driftDetected("AutoScalingGroup", "Version")).isEqualTo(before);

    // When
    stack.patch("{\"spec\": {\"drift\": {\"policy\": \"Correct\"}}}");

    // Then
    stack.awaitSettled();
    assertThat(intruder.look().template().defaultVersionNumber()).isEqualTo(1);
    assertThat(stack.notes(Notice.Reason.DriftCorrected))
        .noneMatch(note -> note.contains("AutoScalingGroup"));
  }

  @Test
  void shouldLeaveDriftAloneWhenItIsIgnored() {
    // Given
    StackObject stack =
        operator.settle(
            "ignoring",
            FullStack.manifest("ignoring", scene.ground(), "Correct")
                .with(
                    "drift: {policy: Correct}",
                    """
                    drift:
                        ignore:
                          - {resource: AutoScalingGroup/app, attributes: [MaxSize, Tags.team]}
                          - {resource: TargetGroup/app, attributes: ["*"]}
                    """));
    var intruder = new Intruder(scene, stack.qualifiedName());
    OperatorMetrics before = operator.metrics();

    // When
    intruder.updateGroup(request -> request.maxSize(9));
    intruder.tagGroup("team", Intruder.NAME);
    intruder.modifyTargetGroup(request -> request.healthCheckPath("/intruder"));
    intruder.untagGroup("owner");
    intruder.updateGroup(request -> request.minSize(2));

    // Then: the rest is put right
    StackObject.await()
        .until(
            () ->
                intruder.look().group().minSize() == 1
                    && "shop".equals(intruder.look().groupTag("owner")));
    operator.awaitPasses(4);
    LiveStack live = intruder.look();
    assertThat(live.group().maxSize()).isEqualTo(9);
    assertThat(live.groupTag("team")).isEqualTo(Intruder.NAME);
    assertThat(live.targetGroup().healthCheckPath()).isEqualTo("/intruder");
    assertThat(stack.drift()).isEmpty();

    // Then: and nobody was told of it
    assertThat(String.join("\n", stack.notes(Notice.Reason.DriftDetected)))
        .contains("MinSize 2 -> 1", "Tags.owner (not set) -> \"shop\"")
        .doesNotContain("MaxSize", "Tags.team", "HealthCheckPath");
    assertThat(operator.metrics().driftDetected("AutoScalingGroup", "MaxSize"))
        .isEqualTo(before.driftDetected("AutoScalingGroup", "MaxSize"));
    assertThat(operator.metrics().driftDetected("TargetGroup", "HealthCheckPath"))
        .isEqualTo(before.driftDetected("TargetGroup", "HealthCheckPath"));
  }

  private static void assertTold(StackObject stack, Notice.Reason reason) {
    assertThat(stack.notes(reason))
        .anySatisfy(note -> assertThat(note).contains("LaunchTemplate/app"))
        .anySatisfy(note -> assertThat(note).contains("TargetGroup/app"))
        .anySatisfy(note -> assertThat(note).contains("AutoScalingGroup/app"));
  }

  private void assertDetected(ForeignChange change, OperatorMetrics before) {
    String attribute = schema(change).attribute(change.attribute()).name();
    assertThat(operator.metrics().driftDetected(change.kind(), attribute))
        .as(change.entry())
        .isGreaterThan(before.driftDetected(change.kind(), attribute));
  }

  private void assertCorrected(ForeignChange change, OperatorMetrics before) {
    if (change.attribute().equals(AutoScalingGroup.VERSION)) {
      // Put right by following the template, whose own drift is what is counted.
      return;
    }
    String attribute = schema(change).attribute(change.attribute()).name();
    assertThat(operator.metrics().driftCorrected(change.kind(), attribute))
        .as(change.entry())
        .isGreaterThan(before.driftCorrected(change.kind(), attribute));
  }

  private static void make(List<ForeignChange> changes, Intruder intruder) {
    changes.stream().map(ForeignChange::make).distinct().forEach(make -> make.accept(intruder));
  }

  private static void awaitShown(StackObject stack, List<ForeignChange> changes) {
    StackObject.await()
        .untilAsserted(
            () ->
                assertThat(stack.drift())
                    .containsAll(changes.stream().map(ForeignChange::entry).toList()));
  }

  private static Map<String, String> values(LiveStack live) {
    var values = new TreeMap<String, String>();
    ForeignChanges.all().forEach(change -> values.put(declared(change), change.read(live)));
    return values;
  }

  private static Map<String, Double> plus(
      Map<String, Double> writes, String operation, double more) {
    return Stream.concat(writes.entrySet().stream(), Stream.of(Map.entry(operation, more)))
        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue, Double::sum));
  }

  private static String declared(ForeignChange change) {
    return change.kind() + " " + schema(change).attribute(change.attribute()).name();
  }

  private static Schema<? extends AwsResource> schema(ForeignChange change) {
    return SCHEMAS.stream()
        .filter(schema -> schema.kind().equals(change.kind()))
        .findFirst()
        .orElseThrow();
  }
}
