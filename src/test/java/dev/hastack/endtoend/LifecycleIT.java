package dev.hastack.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.status.Notice;
import dev.hastack.sandbox.ExampleManifest;
import dev.hastack.sandbox.kubernetes.Kubectl;
import dev.hastack.sandbox.operator.OperatorProcess;
import dev.hastack.testing.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateTagSpecification;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/** The life of a stack in a person's hands: applied, looked at, scaled, deleted. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LifecycleIT {
  private static final String NAMESPACE = "lifecycle";
  private static final String STACK = NAMESPACE + "/storefront";

  private final Scene scene = new Scene();
  private final Kubectl kubectl = World.cluster().kubectl();
  private final AwsAccount account = scene.account();
  private final StackObject storefront = scene.stack(NAMESPACE, "storefront");
  private OperatorProcess operator;

  @BeforeAll
  void applyTheExamples() throws IOException {
    scene.createNamespace(NAMESPACE);
    operator = scene.startOperator(Scene.OFTEN);
    apply("web.yaml");
    apply("minimal.yaml");
  }

  @AfterAll
  void end() {
    operator.close();
    scene.close();
  }

  private void apply(String example) throws IOException {
    var manifest =
        ExampleManifest.fit(Files.readString(Path.of("examples", example)), scene.ground());
    manifest.instanceProfiles().forEach(World.moto()::provideInstanceProfile);
    manifest.keyNames().forEach(World.moto()::provideKeyPair);
    kubectl.runWithInput(manifest.yaml(), "apply", "-n", NAMESPACE, "-f", "-");
  }

  @Test
  @Order(1)
  void shouldBecomeReadyWhenAnExampleIsApplied() {
    // When
    String waited =
        kubectl.run(
            "wait", "--for=condition=Ready", "hastack", "--all", "-n", NAMESPACE, "--timeout=90s");

    // Then
    assertThat(waited).contains("storefront condition met").contains("minimal condition met");
    assertThat(account.kinds(STACK))
        .containsOnlyOnce("LaunchTemplate", "TargetGroup", "AutoScalingGroup")
        .filteredOn("Instance"::equals)
        .hasSize(desired());
    assertThat(account.kinds(NAMESPACE + "/minimal"))
        .containsExactly("LaunchTemplate", "AutoScalingGroup", "Instance", "Instance");
    assertThat(storefront.notes(Notice.Reason.Applied))
        .first()
        .asString()
        .contains("Create LaunchTemplate/app")
        .contains("Create TargetGroup/app")
        .contains("Create AutoScalingGroup/app");
  }

  private int desired() {
    return Objects.requireNonNull(storefront.read().getSpec().capacity().desired());
  }

  @Test
  @Order(2)
  void shouldTagEverythingWhenItCreatesIt() {
    // Given
    String cluster =
        kubectl.run("get", "namespace", "kube-system", "-o", "jsonpath={.metadata.uid}");

    // Then
    var template = account.templates(STACK).getFirst();
    assertThat(AwsAccount.tags(template))
        .containsAllEntriesOf(expectedTags(cluster, "LaunchTemplate/app"));
    TargetGroup targetGroup = account.targetGroups(STACK).getFirst();
    assertThat(account.tags(targetGroup))
        .containsAllEntriesOf(expectedTags(cluster, "TargetGroup/app"));
    AutoScalingGroup group = account.groups(STACK).getFirst();
    assertThat(AwsAccount.tags(group))
        .containsAllEntriesOf(expectedTags(cluster, "AutoScalingGroup/app"));
    assertThat(group.tags()).allMatch(TagDescription::propagateAtLaunch);
    assertThat(account.instances(STACK))
        .allSatisfy(instance -> assertThat(AwsAccount.tags(instance)).containsEntry("team", "web"));
    assertThat(volumeTags(template.launchTemplateId()))
        .containsEntry("team", "web")
        .containsEntry("hastack.dev/stack", STACK);
    assertThat(group.targetGroupARNs()).containsExactly(targetGroup.targetGroupArn());
  }

  private static Map<String, String> expectedTags(String cluster, String resource) {
    return Map.of(
        "hastack.dev/cluster", cluster,
        "hastack.dev/stack", STACK,
        "hastack.dev/resource", resource,
        "team", "web",
        "environment", "production");
  }

  private Map<String, String> volumeTags(String templateId) {
    var tags = new java.util.TreeMap<String, String>();
    account
        .ec2()
        .describeLaunchTemplateVersions(
            request -> request.launchTemplateId(templateId).versions("$Default"))
        .launchTemplateVersions()
        .getFirst()
        .launchTemplateData()
        .tagSpecifications()
        .stream()
        .filter(specification -> specification.resourceTypeAsString().equals("volume"))
        .map(LaunchTemplateTagSpecification::tags)
        .forEach(all -> all.forEach(tag -> tags.put(tag.key(), tag.value())));
    return tags;
  }

  @Test
  @Order(3)
  void shouldShowItsColumnsWhenListed() {
    // When
    String narrow = kubectl.run("get", "hastacks", "-n", NAMESPACE);
    String count = Integer.toString(desired());
    String wide = kubectl.run("get", "has", "-n", NAMESPACE, "-o", "wide");

    // Then
    assertThat(cells(narrow, 0))
        .containsExactly("NAME", "READY", "DESIRED", "IN-SERVICE", "SPOT", "DRIFTED", "AGE");
    assertThat(cells(narrow, 1)).startsWith("minimal", "True", "2", "2", "0", "False");
    assertThat(cells(narrow, 2)).startsWith("storefront", "True", count, count, "0", "False");
    assertThat(wide).contains("REGION", "REASON", "SPOT SHARE", "LAST CHANGE");
    assertThat(wide.lines().skip(1))
        .allMatch(line -> line.matches(".*\\bus-east-1 +Ready +0% +\\d+[smh].*"));
  }

  private static List<String> cells(String table, int line) {
    return List.of(table.lines().skip(line).findFirst().orElseThrow().trim().split(" {2,}"));
  }

  @Test
  @Order(3)
  void shouldTeachItsFieldsWhenExplained() {
    // When
    String purchase = kubectl.run("explain", "hastack.spec.aws.fleet.purchase");

    // Then
    assertThat(purchase)
        .contains("onDemandBaseCapacity\t<integer>")
        .contains("spotAllocationStrategy\t<string>")
        .contains("price-capacity-optimized");
    assertThat(purchase.lines().filter(line -> line.contains("<no description>"))).isEmpty();
  }

  @Test
  @Order(4)
  void shouldFollowWhenScaled() {
    // Given
    StackObject minimal = scene.stack(NAMESPACE, "minimal");

    // When
    minimal.run("scale", "--replicas=4");

    // Then
    minimal.awaitReady();
    StackObject.await()
        .untilAsserted(
            () -> {
              assertThat(account.groups(NAMESPACE + "/minimal").getFirst().desiredCapacity())
                  .isEqualTo(4);
              assertThat(minimal.status().replicas()).isEqualTo(4);
            });
    assertThat(minimal.read().getSpec().capacity().desired()).isEqualTo(4);
  }

  @Test
  @Order(5)
  void shouldRefuseWhenScaledBeyondItsMaximum() {
    // When
    Kubectl.Result refused =
        kubectl.call("", "scale", "hastack", "minimal", "-n", NAMESPACE, "--replicas=5");

    // Then
    assertThat(refused.exitCode()).isNotZero();
    assertThat(refused.output()).contains("desired");
  }

  @Test
  @Order(6)
  void shouldLeaveNothingWhenDeleted() {
    // When
    storefront.delete();
    scene.stack(NAMESPACE, "minimal").delete();

    // Then
    assertThat(storefront.find()).isEmpty();
    assertThat(account.kinds(STACK)).isEmpty();
    assertThat(account.kinds(NAMESPACE + "/minimal")).isEmpty();
    assertThat(storefront.notes(Notice.Reason.Deleting))
        .singleElement()
        .asString()
        .contains("Delete AutoScalingGroup/app");
    assertThat(storefront.notes(Notice.Reason.Deleted)).hasSize(1);
    StackObject.await()
        .untilAsserted(
            () ->
                assertThat(kubectl.run("get", "controllerrevisions", "-n", NAMESPACE))
                    .contains("No resources found"));
  }
}
