package dev.hastack.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.core.status.ConditionType;
import dev.hastack.core.status.Notice;
import dev.hastack.sandbox.operator.OperatorProcess;
import dev.hastack.testing.World;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.autoscaling.model.Instance;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;

/** Stacks that are let go or taken down, however things stand. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeletionIT {
  private static final String NAMESPACE = "deletion";
  private static final String RETAINED = "hastack.dev/retained";

  private final Scene scene = new Scene();
  private final AwsAccount account = scene.account();
  private OperatorProcess operator;

  @BeforeAll
  void start() {
    scene.createNamespace(NAMESPACE);
    operator = scene.startOperator(Scene.OFTEN);
  }

  @AfterAll
  void end() {
    operator.close();
    scene.close();
  }

  private StackObject ready(StackYaml yaml, String name) {
    StackObject stack = scene.stack(NAMESPACE, name);
    stack.apply(yaml);
    stack.awaitReady();
    return stack;
  }

  /** The ids and names of what carries the tags of a stack. */
  private List<String> ids(StackObject stack) {
    return List.of(
        account.templates(stack.qualifiedName()).getFirst().launchTemplateId(),
        account.targetGroups(stack.qualifiedName()).getFirst().targetGroupArn(),
        account.groups(stack.qualifiedName()).getFirst().autoScalingGroupARN());
  }

  private List<Map<String, String>> tags(StackObject stack) {
    return List.of(
        AwsAccount.tags(account.templates(stack.qualifiedName()).getFirst()),
        account.tags(account.targetGroups(stack.qualifiedName()).getFirst()),
        AwsAccount.tags(account.groups(stack.qualifiedName()).getFirst()));
  }

  @Test
  void shouldLeaveAllStandingAndTakeItUpAgainWhenRetained() {
    // Given
    StackYaml manifest = scene.web("keeper").withSpec("deletion: {policy: Retain}");
    StackObject keeper = ready(manifest, "keeper");
    List<String> before = ids(keeper);
    List<String> kinds = account.kinds(keeper.qualifiedName());

    // When
    keeper.delete();

    // Then
    assertThat(keeper.notes(Notice.Reason.Retained))
        .singleElement()
        .asString()
        .contains("AutoScalingGroup/app", "LaunchTemplate/app", "TargetGroup/app");
    assertThat(ids(keeper)).isEqualTo(before);
    assertThat(account.kinds(keeper.qualifiedName())).isEqualTo(kinds);
    assertThat(tags(keeper)).allSatisfy(tags -> assertThat(tags).containsKey(RETAINED));

    // When
    keeper.apply(manifest);
    keeper.awaitReady();

    // Then
    keeper.awaitEvent(Notice.Reason.TakenUp, "AutoScalingGroup/app");
    assertThat(ids(keeper)).isEqualTo(before);
    assertThat(account.kinds(keeper.qualifiedName())).isEqualTo(kinds);
    assertThat(tags(keeper)).allSatisfy(tags -> assertThat(tags).doesNotContainKey(RETAINED));

    // When
    keeper.patch("{\"spec\":{\"deletion\":{\"policy\":\"Delete\"}}}");
    keeper.awaitReady();
    keeper.delete();

    // Then
    assertThat(account.kinds(keeper.qualifiedName())).isEmpty();
  }

  @Test
  void shouldLeaveNothingWhenItsSubnetsHaveVanished() {
    // Given
    String vpcId =
        account.ec2().createVpc(request -> request.cidrBlock("10.1.0.0/16")).vpc().vpcId();
    String one = account.subnet(vpcId, "10.1.1.0/24", "us-east-1a");
    String other = account.subnet(vpcId, "10.1.2.0/24", "us-east-1b");
    StackObject stranded =
        ready(
            scene
                .web("stranded")
                .with(scene.ground().subnetIds().get(0), one)
                .with(scene.ground().subnetIds().get(1), other)
                .with("      securityGroupIds: [" + scene.ground().securityGroupId() + "]\n", ""),
            "stranded");
    account.ec2().deleteSubnet(request -> request.subnetId(one));
    account.ec2().deleteSubnet(request -> request.subnetId(other));

    // When
    stranded.delete();

    // Then
    assertThat(account.kinds(stranded.qualifiedName())).isEmpty();
  }

  @Test
  void shouldLeaveNothingWhenItsNamespaceIsDeleted() {
    // Given
    scene.createNamespace("doomed");
    StackObject stack = scene.stack("doomed", "tenant");
    stack.apply(scene.web("tenant"));
    stack.awaitReady();

    // When
    String deleted =
        World.cluster().kubectl().run("delete", "namespace", "doomed", "--timeout=120s");

    // Then
    assertThat(deleted).contains("namespace \"doomed\" deleted");
    assertThat(account.kinds(stack.qualifiedName())).isEmpty();
  }

  @Test
  void shouldEmptyTheGroupBeforeItGoesWhenSomebodyGuardedIt() {
    // Given
    StackObject guarded = ready(scene.web("guarded"), "guarded");
    var group = account.groups(guarded.qualifiedName()).getFirst();
    String name = group.autoScalingGroupName();
    account
        .autoScaling()
        .suspendProcesses(
            request -> request.autoScalingGroupName(name).scalingProcesses("Terminate"));
    account
        .autoScaling()
        .setInstanceProtection(
            request ->
                request
                    .autoScalingGroupName(name)
                    .instanceIds(group.instances().stream().map(Instance::instanceId).toList())
                    .protectedFromScaleIn(true));
    account
        .autoScaling()
        .putScheduledUpdateGroupAction(
            request ->
                request
                    .autoScalingGroupName(name)
                    .scheduledActionName("refill")
                    .recurrence("0 * * * *")
                    .desiredCapacity(2));

    // When
    guarded.delete();

    // Then
    assertThat(account.kinds(guarded.qualifiedName())).isEmpty();
    List<AwsProxy.Call> writes = scene.proxy().writes(name);
    assertThat(writes)
        .extracting(AwsProxy.Call::action)
        .containsSubsequence(
            "DeleteScheduledAction",
            "SetInstanceProtection",
            "UpdateAutoScalingGroup",
            "DeleteAutoScalingGroup");
    assertThat(writes.getLast().body()).contains("ForceDelete=false");
  }

  @Test
  void shouldWaitAndSaySoWhenAListenerStillUsesItsTargetGroup() {
    // Given
    StackObject used = ready(scene.web("used"), "used");
    String targetGroupArn =
        Objects.requireNonNull(Objects.requireNonNull(used.status().traffic()).targetGroupArn());
    String listenerArn = listener(targetGroupArn);
    used.awaitCondition(ConditionType.TrafficReady, Condition.Status.True, "Serving");

    // When
    used.deleteWithoutWaiting();

    // Then
    Condition waiting =
        used.awaitCondition(ConditionType.Reconciling, Condition.Status.True, "Waiting");
    StackObject.await()
        .untilAsserted(
            () ->
                assertThat(used.condition(ConditionType.Reconciling))
                    .hasValueSatisfying(
                        condition ->
                            assertThat(condition.message())
                                .contains("a listener or rule still uses target group")));
    assertThat(waiting.message()).isNotEmpty();

    // When
    account.loadBalancing().deleteListener(request -> request.listenerArn(listenerArn));

    // Then
    used.awaitGone();
    assertThat(account.kinds(used.qualifiedName())).isEmpty();
  }

  private String listener(String targetGroupArn) {
    String loadBalancerArn =
        account
            .loadBalancing()
            .createLoadBalancer(
                request -> request.name("front").subnets(scene.ground().subnetIds().subList(0, 2)))
            .loadBalancers()
            .getFirst()
            .loadBalancerArn();
    return account
        .loadBalancing()
        .createListener(
            request ->
                request
                    .loadBalancerArn(loadBalancerArn)
                    .port(80)
                    .protocol(ProtocolEnum.HTTP)
                    .defaultActions(
                        Action.builder()
                            .type(ActionTypeEnum.FORWARD)
                            .targetGroupArn(targetGroupArn)
                            .build()))
        .listeners()
        .getFirst()
        .listenerArn();
  }
}
