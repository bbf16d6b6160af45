package dev.hastack.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.core.status.ConditionType;
import dev.hastack.core.status.Notice;
import dev.hastack.sandbox.operator.OperatorProcess;
import dev.hastack.testing.World;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Manifests that the API server takes and AWS would not: each names the field and the remedy. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadSpecIT {
  private static final String NAMESPACE = "badspec";

  /**
   * One thing wrong with a manifest.
   *
   * @param name of the stack
   * @param reason of the conditions
   * @param told what every sentence about it holds
   */
  private record Mistake(
      String name, String reason, UnaryOperator<StackYaml> made, List<String> told) {
    @Override
    public String toString() {
      return name;
    }
  }

  private final Scene scene = new Scene();
  private final Map<String, Mistake> mistakes = new TreeMap<>();
  private OperatorProcess operator;

  @BeforeAll
  void applyAll() {
    scene.createNamespace(NAMESPACE);
    collect();
    String manifests =
        mistakes.values().stream()
            .map(mistake -> mistake.made().apply(scene.web(mistake.name())).text())
            .collect(Collectors.joining("---\n"));
    World.cluster().kubectl().runWithInput(manifests, "apply", "-n", NAMESPACE, "-f", "-");
    operator = scene.startOperator(Scene.OFTEN);
  }

  @AfterAll
  void end() {
    operator.close();
    scene.close();
  }

  private void collect() {
    String subnet = scene.ground().subnetIds().get(1);
    String group = scene.ground().securityGroupId();
    String image = scene.ground().imageId();
    String sameZone =
        scene
            .account()
            .subnet(vpcOf(scene.ground().subnetIds().getFirst()), "172.31.250.0/24", "us-east-1a");
    String otherVpc = scene.account().subnetOfAnotherVpc("10.9.0.0/16", "us-east-1b");
    note(
        "image",
        "NotFound",
        yaml -> yaml.with(image, "ami-0123456789abcdef0"),
        "spec.aws.fleet.image.id",
        "ami-0123456789abcdef0");
    note(
        "parameter",
        "NotFound",
        yaml -> yaml.with("{id: " + image + "}", "{ssmParameter: /no/such/image}"),
        "spec.aws.fleet.image.ssmParameter",
        "/no/such/image");
    note(
        "subnet",
        "NotFound",
        yaml -> yaml.with(subnet, "subnet-0123456789abcdef0"),
        "spec.aws.network.subnetIds",
        "subnet-0123456789abcdef0");
    note(
        "security-group",
        "NotFound",
        yaml -> yaml.with(group, "sg-0123456789abcdef0"),
        "spec.aws.network.securityGroupIds",
        "sg-0123456789abcdef0");
    note(
        "key",
        "NotFound",
        yaml -> yaml.withFleet("keyName: nobodys"),
        "spec.aws.fleet.keyName",
        "nobodys");
    note(
        "two-vpcs",
        "Invalid",
        yaml -> yaml.with(subnet, otherVpc),
        "spec.aws.network.subnetIds",
        otherVpc,
        "2 VPCs");
    note(
        "one-zone",
        "Invalid",
        yaml -> yaml.with(subnet, sameZone),
        "spec.aws.network.subnetIds",
        "us-east-1a",
        "allowSingleZone: true");
    note(
        "root-volume",
        "Invalid",
        yaml -> yaml.withFleet("rootVolume: {sizeGiB: 1}"),
        "spec.aws.fleet.rootVolume.sizeGiB is 1",
        image);
    // Below the schema's limit, which counts characters.
    note(
        "user-data",
        "Invalid",
        yaml -> yaml.withFleet("userData: \"#!" + "ü".repeat(8_192) + "\""),
        "spec.aws.fleet.userData has 16386 bytes",
        "16384");
    note(
        "instance-type",
        "Invalid",
        yaml -> yaml.with("t2.micro", "t9.micro"),
        "spec.aws.fleet.instanceTypes",
        "t9.micro");
    note(
        "architecture",
        "Invalid",
        yaml -> yaml.with("t2.micro", "t4g.micro"),
        "spec.aws.fleet.instanceTypes",
        "t4g.micro",
        "arm64");
  }

  private String vpcOf(String subnetId) {
    return scene
        .account()
        .ec2()
        .describeSubnets(request -> request.subnetIds(subnetId))
        .subnets()
        .getFirst()
        .vpcId();
  }

  private void note(String name, String reason, UnaryOperator<StackYaml> made, String... told) {
    mistakes.put(name, new Mistake(name, reason, made, List.of(told)));
  }

  Stream<Mistake> mistakes() {
    return mistakes.values().stream();
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void shouldNameFieldAndValueWhenTheSpecCannotBeTrue(Mistake mistake) {
    // Given
    StackObject stack = scene.stack(NAMESPACE, mistake.name());

    // Then
    Condition stalled = stack.awaitStalled(mistake.reason());
    assertThat(stalled.message()).startsWith("spec.aws.").contains(mistake.told());
    assertThat(stack.condition(ConditionType.Ready))
        .hasValueSatisfying(
            ready -> {
              assertThat(ready.status()).isEqualTo(Condition.Status.False);
              assertThat(ready.reason()).isEqualTo(mistake.reason());
              assertThat(ready.message()).contains(mistake.told());
            });
    assertThat(stack.awaitEvent(Notice.Reason.Failed, mistake.told().getFirst()))
        .contains(mistake.told());
    assertThat(scene.account().kinds(stack.qualifiedName())).isEmpty();
  }

  @Test
  void shouldBecomeReadyWhenTheMistakeIsMended() {
    // Given
    StackObject stack = scene.stack(NAMESPACE, "mended");
    stack.apply(scene.web("mended").withFleet("keyName: nobodys"));
    stack.awaitStalled("NotFound");

    // When
    stack.apply(scene.web("mended"));

    // Then
    stack.awaitReady();
    stack.delete();
  }

  @Test
  void shouldLetGoWhenNothingCouldEverBeMade() {
    // Given
    StackObject stack = scene.stack(NAMESPACE, "hopeless");
    stack.apply(scene.web("hopeless").withFleet("keyName: nobodys"));
    stack.awaitStalled("NotFound");

    // When
    stack.delete();

    // Then
    assertThat(stack.find()).isEmpty();
    assertThat(scene.proxy().writes("hopeless")).isEmpty();
  }

  @Test
  void shouldNameTheFieldWhenAwsRefusesTheInstanceProfile() {
    // Given: the emulator takes any profile, so AWS's own refusal is put on the wire
    scene
        .proxy()
        .meet(
            call -> call.is("autoscaling:CreateAutoScalingGroup") && call.mentions("profile"),
            Trouble.refused(
                "ValidationError",
                "You must use a valid fully-formed launch template. Value (nobodys) for parameter"
                    + " iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name"));
    StackObject stack = scene.stack(NAMESPACE, "profile");

    // When
    stack.apply(scene.web("profile").withFleet("instanceProfile: nobodys"));

    // Then
    Condition stalled = stack.awaitStalled("Invalid");
    assertThat(stalled.message())
        .contains("autoscaling:CreateAutoScalingGroup", "Invalid IAM Instance Profile name")
        .contains("spec.aws.fleet.instanceProfile", "nobodys");

    // When
    scene.proxy().heal();

    // Then
    stack.awaitReady();
    stack.delete();
  }
}
