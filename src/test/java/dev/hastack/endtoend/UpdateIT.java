package dev.hastack.endtoend;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.api.v1alpha1.HAStackStatus;
import dev.hastack.api.v1alpha1.Markers;
import dev.hastack.core.stack.Schema;
import dev.hastack.core.status.ConditionType;
import dev.hastack.core.status.Notice;
import dev.hastack.provider.aws.resource.AutoScalingGroup;
import dev.hastack.provider.aws.resource.AwsResource;
import dev.hastack.provider.aws.resource.LaunchTemplate;
import dev.hastack.provider.aws.resource.TargetGroup;
import dev.hastack.testing.World;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import software.amazon.awssdk.services.autoscaling.model.Instance;

/** What a person changes in the spec, seen on AWS: that, and nothing else. */
@TestInstance(Lifecycle.PER_CLASS)
class UpdateIT {
  private static final String NAMESPACE = "update";

  private static final List<Schema<? extends AwsResource>> SCHEMAS =
      List.of(LaunchTemplate.SCHEMA, TargetGroup.SCHEMA, AutoScalingGroup.SCHEMA);

  /**
   * What AWS cannot change in place, by the field that it follows; see {@link TargetGroupUpdateIT}.
   */
  private static final Map<String, String> REPLACED =
      Map.of(
          "aws.targetGroup.port", "TargetGroup Port",
          "aws.targetGroup.protocol", "TargetGroup Protocol",
          "aws.targetGroup.protocolVersion", "TargetGroup ProtocolVersion");

  /** Attributes that change by no field of their own; each has a test below. */
  private static final Set<String> FOLLOWING =
      Set.of(
          "AutoScalingGroup Version",
          "AutoScalingGroup TargetGroupARNs",
          "TargetGroup VpcId",
          "TargetGroup stickiness.enabled");

  /** Attributes that no change of the spec changes, and why. */
  private static final Map<String, String> CONSTANT =
      Map.of(
          "LaunchTemplate LaunchTemplateData",
          "what we would not have written; nothing of ours is in it",
          "AutoScalingGroup LaunchTemplateId",
          "the template is never replaced",
          "TargetGroup TargetType",
          "the field has one value",
          "TargetGroup stickiness.type",
          "the field has one value for HTTP");

  /** Fields that no change of shows on AWS, and why. */
  private static final Map<String, String> NOT_TO_BE_SEEN =
      Map.of(
          "aws.region", "the API server refuses a change",
          "aws.accountRef.name", "the API server refuses a change",
          "aws.network.allowSingleZone", "permits other fields, sets nothing",
          "aws.fleet.image.refresh", "says when, not what",
          "aws.fleet.image.ssmParameter", "takes the place of the id when all is left out",
          "aws.targetGroup.targetType", "has one value",
          "aws.targetGroup.stickiness.type", "has one value for HTTP");

  private static final String REBALANCE = "aws.spot.onRebalanceRecommendation";

  private static final String ALL_LEFT_OUT =
      """
      {"spec": {
        "capacity": {"desired": null},
        "aws": {
          "tags": null,
          "network": {"securityGroupIds": null},
          "fleet": {
            "image": {
              "id": null,
              "ssmParameter": "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"},
            "instanceProfile": null,
            "keyName": null,
            "userData": null,
            "rootVolume": null,
            "metadata": null,
            "detailedMonitoring": null,
            "purchase": null,
            "healthCheck": null,
            "defaultInstanceWarmupSeconds": null,
            "maxInstanceLifetimeSeconds": null,
            "terminationPolicies": null,
            "scaleInProtection": null,
            "suspendedProcesses": null,
            "groupMetrics": null},
          "targetGroup": {
            "deregistrationDelaySeconds": null,
            "slowStartSeconds": null,
            "algorithm": null,
            "stickiness": null,
            "healthCheck": null},
          "spot": null}}}
      """;

  private final Scene scene = new Scene();
  private OperatorUnderTest operator;
  private List<FieldUpdate> updates = List.of();

  @BeforeAll
  void start() {
    FullStack.provide(World.moto());
    updates = FieldUpdates.all(scene);
    operator = OperatorUnderTest.serving(scene, NAMESPACE);
  }

  @AfterAll
  void stop() {
    operator.close();
    scene.close();
  }

  @Test
  void shouldHaveAnUpdateForEveryAttributeOfEverySchema() {
    // Given
    Set<String> declared =
        SCHEMAS.stream()
            .flatMap(
                schema ->
                    schema.attributes().stream()
                        .map(attribute -> schema.kind() + " " + attribute.name()))
            .collect(toSet());

    // When
    var covered = new TreeSet<String>(REPLACED.values());
    covered.addAll(FOLLOWING);
    covered.addAll(CONSTANT.keySet());
    updates.forEach(update -> covered.addAll(update.effect().attributes()));

    // Then
    assertThat(covered).containsExactlyInAnyOrderElementsOf(declared);
  }

  @Test
  void shouldHaveAnUpdateForEveryFieldOfTheSpec() throws IOException {
    // Given
    JsonNode crd =
        new YAMLMapper().readTree(Path.of("crds", "hastacks.hastack.dev-v1.yml").toFile());
    JsonNode spec = crd.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties");
    var fields = new ArrayList<String>();
    for (String section : List.of("capacity", "aws")) {
      fields(section, spec.get(section), fields);
    }
    // This stack has none; what its fields write is the provider contract's, FrontContract.
    fields.removeIf(field -> field.startsWith("aws.loadBalancer."));
    // Nor a database: DatabaseContract and DatabaseDriftContract, and what waits for it.
    fields.removeIf(field -> field.startsWith("aws.database."));
    fields.remove("aws.fleet.waitForDatabase");
    // These say what is done when, or make a hook, which SpotContract changes.
    fields.removeIf(field -> field.startsWith("aws.spot.") && !field.equals(REBALANCE));
    // They take the place of userData: UserDataFromIT.
    fields.removeIf(field -> field.startsWith("aws.fleet.userDataFrom."));
    // Another layout is other groups, not an update: LayoutChangeTest.
    fields.remove("aws.fleet.zoneLayout");

    // When
    Stream<String> covered =
        Stream.of(
                updates.stream().map(FieldUpdate::path),
                REPLACED.keySet().stream(),
                NOT_TO_BE_SEEN.keySet().stream())
            .flatMap(Function.identity());

    // Then
    assertThat(covered).containsExactlyInAnyOrderElementsOf(fields);
  }

  private static void fields(String path, JsonNode schema, List<String> into) {
    if (!schema.has("properties")) {
      into.add(path);
      return;
    }
    schema
        .get("properties")
        .properties()
        .forEach(property -> fields(path + "." + property.getKey(), property.getValue(), into));
  }

  @Test
  void shouldWriteWhatChangesAndNothingElseWhenFieldsChangeAndAreLeftOut() {
    // Given
    StackObject stack = operator.settle("full", FieldUpdates.manifest("full", scene));
    String readySince = readySince(stack);
    Map<String, String> wanted = values(stack);
    assertThat(updates)
        .allSatisfy(update -> assertThat(wanted.get(update.path())).isNotEqualTo(update.changed()));

    for (List<FieldUpdate> edit : FieldUpdates.edits(updates)) {
      // When
      int before = scene.proxy().calls().size();
      stack.patch(FieldUpdate.patch(edit));
      stack.awaitSeen();

      // Then
      edit.forEach(update -> wanted.put(update.path(), update.changed()));
      assertThat(values(stack)).isEqualTo(wanted);
      assertThat(scene.proxy().writesSince(before))
          .containsExactlyInAnyOrderElementsOf(expected(edit));
    }

    // When
    stack.awaitSettled();
    leaveOutWhilePaused(stack);

    // Then
    updates.forEach(update -> wanted.put(update.path(), update.unset()));
    assertThat(values(stack)).isEqualTo(wanted);
    assertThat(live(stack).targetGroupAttributes()).containsEntry("stickiness.enabled", "false");
    assertThat(readySince(stack)).isEqualTo(readySince);
    assertThat(stack.notes(Notice.Reason.DriftDetected)).isEmpty();
  }

  /** Shows what would be done, does none of it, and does it when it may. */
  private void leaveOutWhilePaused(StackObject stack) {
    Map<String, String> before = values(stack);
    stack.run("annotate", Markers.PAUSED + "=true");
    int calls = scene.proxy().calls().size();
    stack.patch(ALL_LEFT_OUT);
    Condition synced = stack.awaitCondition(ConditionType.Synced, Condition.Status.False, "Paused");
    assertThat(synced.message())
        .contains("Update LaunchTemplate/app", "Update TargetGroup/app")
        .contains("Update AutoScalingGroup/app");
    stack.run("annotate", Markers.RECONCILE_REQUESTED_AT + "=2026-01-01T00:00:00Z");
    operator.awaitPasses(1);
    assertThat(scene.proxy().writesSince(calls)).isEmpty();
    assertThat(values(stack)).isEqualTo(before);

    stack.run("annotate", Markers.PAUSED + "-");
    stack.awaitSettled();
  }

  private static List<SentWrite> expected(List<FieldUpdate> edit) {
    return SentWrite.merged(
        edit.stream().flatMap(update -> update.effect().writes().stream()).toList());
  }

  private static String readySince(StackObject stack) {
    return stack.condition(ConditionType.Ready).map(Condition::lastTransitionTime).orElseThrow();
  }

  private LiveStack live(StackObject stack) {
    return LiveStack.of(scene.account(), stack.qualifiedName());
  }

  private Map<String, String> values(StackObject stack) {
    LiveStack live = live(stack);
    return updates.stream()
        .collect(toMap(FieldUpdate::path, update -> update.read(live), (a, b) -> b, TreeMap::new));
  }

  @Test
  void shouldPinANewVersionAndCountOldServersWhenTheTemplateChanges() {
    // Given
    StackObject stack = operator.settle("versions", scene.web("versions"));
    LiveStack before = live(stack);
    String readySince = readySince(stack);
    assertThat(before.pin().version()).isEqualTo("1");
    assertThat(fleet(stack).outdated()).isZero();

    // When
    stack.patch("{\"spec\": {\"aws\": {\"fleet\": {\"userData\": \"#!/bin/sh\\n\"}}}}");
    stack.awaitSettled();

    // Then
    LiveStack after = live(stack);
    assertThat(after.pin().version()).isEqualTo("2");
    assertThat(after.template().defaultVersionNumber()).isEqualTo(2);
    assertThat(after.group().instances())
        .extracting(Instance::instanceId)
        .containsExactlyElementsOf(
            before.group().instances().stream().map(Instance::instanceId).toList());
    assertThat(fleet(stack).outdated()).isEqualTo(2);
    assertThat(readySince(stack)).isEqualTo(readySince);

    // When
    stack.patch("{\"spec\": {\"capacity\": {\"desired\": 3}}}");
    stack.awaitSettled();

    // Then: the new server is of the new version
    assertThat(fleet(stack).inService()).isEqualTo(3);
    assertThat(fleet(stack).outdated()).isEqualTo(2);
  }

  private static HAStackStatus.Fleet fleet(StackObject stack) {
    return Objects.requireNonNull(stack.status().fleet());
  }
}
