package dev.hastack.endtoend;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.api.v1alpha1.HAStackStatus;
import dev.hastack.core.status.ConditionType;
import dev.hastack.core.status.Notice;
import dev.hastack.testing.World;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import software.amazon.awssdk.services.autoscaling.model.Instance;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/** What a person changes in the spec, seen on AWS. */
@TestInstance(Lifecycle.PER_CLASS)
class UpdateIT {
  private static final String NAMESPACE = "update";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What AWS cannot change in place, each with another value. */
  private static final Map<String, String> HELD =
      Map.of(
          "aws.targetGroup.port", "9000",
          "aws.targetGroup.protocol", "\"HTTPS\"",
          "aws.targetGroup.protocolVersion", "\"HTTP2\"");

  /** What no change of a field can show on AWS, and why. */
  private static final Map<String, String> NOT_TO_BE_SEEN =
      Map.of(
          "aws.region", "the API server refuses a change",
          "aws.network.allowSingleZone", "permits other fields, sets nothing",
          "aws.fleet.image.refresh", "says when, not what",
          "aws.targetGroup.targetType", "has one value",
          "aws.targetGroup.stickiness.type", "has one value for HTTP");

  /** Changed together with the id that it stands for, when everything is left out. */
  private static final String PARAMETER = "aws.fleet.image.ssmParameter";

  private static final String EVERYTHING_LEFT_OUT =
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
            "healthCheck": null}}}}
      """;

  private final Scene scene = new Scene();
  private OperatorUnderTest operator;
  private List<FieldUpdate> updates = List.of();

  @BeforeAll
  void start() {
    FullStack.provide(World.moto());
    updates = FieldUpdates.all(scene, scene.otherImageId(), scene.otherSecurityGroupId());
    operator = OperatorUnderTest.serving(scene, NAMESPACE);
  }

  @AfterAll
  void stop() {
    operator.close();
    scene.close();
  }

  @Test
  void shouldHaveAnUpdateForEveryFieldOfTheSchema() throws IOException {
    // Given
    JsonNode crd =
        new YAMLMapper().readTree(Path.of("crds", "hastacks.hastack.dev-v1.yml").toFile());
    JsonNode spec = crd.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties");
    var fields = new ArrayList<String>();
    for (String section : List.of("capacity", "aws")) {
      fields(section, spec.get(section), fields);
    }

    // When
    Stream<String> covered =
        Stream.of(
                updates.stream().map(FieldUpdate::path),
                HELD.keySet().stream(),
                NOT_TO_BE_SEEN.keySet().stream(),
                Stream.of(PARAMETER))
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
  void shouldFollowEveryFieldWhenItChangesAndWhenItIsLeftOut() throws IOException {
    // Given
    StackObject stack =
        operator.settle("full", FullStack.manifest("full", scene.ground(), "Correct"));
    String readySince = since(stack, ConditionType.Ready);
    Map<String, String> before = values(stack);
    assertThat(updates)
        .filteredOn(
            update -> Objects.requireNonNull(before.get(update.path())).equals(update.changed()))
        .extracting(FieldUpdate::path)
        .containsExactly("aws.fleet.purchase.spotAllocationStrategy");

    // When
    stack.patch(patch());

    // Then
    StackObject.await()
        .untilAsserted(
            () ->
                assertThat(values(stack))
                    .containsExactlyInAnyOrderEntriesOf(expected(FieldUpdate::changed)));
    stack.awaitSettled();

    // When
    stack.patch(EVERYTHING_LEFT_OUT);

    // Then
    StackObject.await()
        .untilAsserted(
            () ->
                assertThat(values(stack))
                    .containsExactlyInAnyOrderEntriesOf(expected(FieldUpdate::unset)));
    stack.awaitSettled();
    assertThat(LiveStack.of(scene.account(), stack.qualifiedName()).targetGroupAttributes())
        .containsEntry("stickiness.enabled", "false");
    assertThat(since(stack, ConditionType.Ready)).isEqualTo(readySince);
    assertThat(stack.notes(Notice.Reason.DriftDetected)).isEmpty();
  }

  private static String since(StackObject stack, ConditionType type) {
    return stack.condition(type).map(Condition::lastTransitionTime).orElseThrow();
  }

  private Map<String, String> values(StackObject stack) {
    LiveStack live = LiveStack.of(scene.account(), stack.qualifiedName());
    return expected(update -> update.read(live));
  }

  private Map<String, String> expected(Function<FieldUpdate, String> value) {
    return updates.stream().collect(toMap(FieldUpdate::path, value, (a, b) -> b, TreeMap::new));
  }

  private String patch() throws IOException {
    ObjectNode patch = JSON.createObjectNode();
    for (FieldUpdate update : updates) {
      set(patch, "spec." + update.path(), update.value());
    }
    return patch.toString();
  }

  private static void set(ObjectNode root, String path, String value) throws IOException {
    ObjectNode node = root;
    String[] names = path.split("\\.", -1);
    for (int each = 0; each < names.length - 1; each++) {
      node = node.withObjectProperty(names[each]);
    }
    node.set(names[names.length - 1], JSON.readTree(value));
  }

  @Test
  void shouldPinANewVersionAndCountOldServersWhenTheTemplateChanges() {
    // Given
    StackObject stack = operator.settle("versions", scene.web("versions"));
    LiveStack before = LiveStack.of(scene.account(), stack.qualifiedName());
    String readySince = since(stack, ConditionType.Ready);
    assertThat(before.pin().version()).isEqualTo("1");
    assertThat(fleet(stack).outdated()).isZero();

    // When
    stack.patch("{\"spec\": {\"aws\": {\"fleet\": {\"userData\": \"#!/bin/sh\\n\"}}}}");
    stack.awaitSettled();

    // Then
    LiveStack after = LiveStack.of(scene.account(), stack.qualifiedName());
    assertThat(after.pin().version()).isEqualTo("2");
    assertThat(after.template().defaultVersionNumber()).isEqualTo(2);
    assertThat(after.group().instances())
        .extracting(Instance::instanceId)
        .containsExactlyElementsOf(
            before.group().instances().stream().map(Instance::instanceId).toList());
    StackObject.await().untilAsserted(() -> assertThat(fleet(stack).outdated()).isEqualTo(2));
    assertThat(since(stack, ConditionType.Ready)).isEqualTo(readySince);

    // When
    stack.patch("{\"spec\": {\"capacity\": {\"desired\": 3}}}");
    stack.awaitSettled();

    // Then: the new server is of the new version
    StackObject.await().untilAsserted(() -> assertThat(fleet(stack).inService()).isEqualTo(3));
    assertThat(fleet(stack).outdated()).isEqualTo(2);
  }

  private static HAStackStatus.Fleet fleet(StackObject stack) {
    return Objects.requireNonNull(stack.status().fleet());
  }

  @Test
  void shouldHoldOnlyTheTargetGroupWhenAnImmutableOfItChanges() throws IOException {
    // Given
    StackObject stack = operator.settle("held", scene.web("held"));
    String readySince = since(stack, ConditionType.Ready);
    TargetGroup before = scene.account().targetGroups(stack.qualifiedName()).getFirst();
    int max = 4;
    for (Map.Entry<String, String> field : HELD.entrySet()) {
      // When
      max++;
      ObjectNode patch = JSON.createObjectNode();
      set(patch, "spec." + field.getKey(), field.getValue());
      set(patch, "spec.capacity.max", Integer.toString(max));
      stack.patch(patch.toString());

      // Then
      stack.awaitCondition(ConditionType.Synced, Condition.Status.False, "Held");
      assertThat(held(stack))
          .as(field.getKey())
          .containsExactly("TargetGroup/app Replace NeedsTrafficMigration");
      stack.awaitReady();
      LiveStack live = LiveStack.of(scene.account(), stack.qualifiedName());
      assertThat(live.group().maxSize()).isEqualTo(max);
      assertThat(live.targetGroup()).isEqualTo(before);
      assertThat(live.group().targetGroupARNs()).containsExactly(before.targetGroupArn());

      // When
      OperatorMetrics settled = operator.metrics();
      operator.awaitPasses(2);

      // Then
      assertThat(operator.metrics().writes()).isEqualTo(settled.writes());

      // When: an apply takes back what it wrote, but not what only a patch has put in
      stack.patch("{\"spec\": {\"aws\": {\"targetGroup\": {\"protocolVersion\": null}}}}");
      stack.apply(scene.web("held").with("max: 4", "max: " + max));

      // Then
      stack.awaitSettled();
      assertThat(held(stack)).isEmpty();
    }
    assertThat(stack.notes(Notice.Reason.ChangeHeld))
        .anyMatch(
            note -> note.contains("NeedsTrafficMigration") && note.contains("Port 8000 -> 9000"));
    assertThat(scene.account().targetGroups(stack.qualifiedName())).containsExactly(before);
    assertThat(since(stack, ConditionType.Ready)).isEqualTo(readySince);
  }

  private static List<String> held(StackObject stack) {
    return Stream.ofNullable(stack.status().plan())
        .flatMap(plan -> Stream.ofNullable(plan.held()))
        .flatMap(List::stream)
        .map(held -> held.resource() + " " + held.action() + " " + held.reason())
        .toList();
  }

  @Test
  void shouldDetachAndDeleteTheTargetGroupWhenTheSpecHasNoneAnyMore() {
    // Given
    StackObject stack = operator.settle("worker", scene.web("worker"));
    assertThat(stack.condition(ConditionType.TrafficReady)).isPresent();

    // When
    stack.patch("{\"spec\": {\"aws\": {\"targetGroup\": null}}}");

    // Then
    stack.awaitSettled();
    StackObject.await()
        .untilAsserted(
            () -> assertThat(scene.account().targetGroups(stack.qualifiedName())).isEmpty());
    assertThat(scene.account().groups(stack.qualifiedName()).getFirst().targetGroupARNs())
        .isEmpty();
    StackObject.await()
        .untilAsserted(() -> assertThat(stack.condition(ConditionType.TrafficReady)).isEmpty());
  }
}
