package dev.hastack.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.api.v1alpha1.Condition.Status;
import dev.hastack.core.stack.StackId;
import dev.hastack.core.status.ConditionType;
import dev.hastack.core.status.Notice;
import dev.hastack.provider.aws.AwsNames;
import dev.hastack.provider.aws.blueprint.AwsBlueprint;
import dev.hastack.sandbox.operator.OperatorProcess;
import dev.hastack.testing.World;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/** What AWS, and whoever else works in the account, can do to a stack: told, and nothing lost. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadDaysIT {
  private static final String NAMESPACE = "baddays";

  private final Scene scene = new Scene();
  private final AwsAccount account = scene.account();
  private final AwsProxy proxy = scene.proxy();
  private OperatorProcess operator;

  @BeforeAll
  void start() {
    scene.createNamespace(NAMESPACE);
    operator = scene.startOperator(Scene.OFTEN);
  }

  @AfterEach
  void heal() {
    proxy.heal();
  }

  @AfterAll
  void end() {
    operator.close();
    scene.close();
  }

  private StackObject applied(String name) {
    StackObject stack = scene.stack(NAMESPACE, name);
    stack.apply(scene.web(name));
    return stack;
  }

  private StackObject ready(String name) {
    StackObject stack = applied(name);
    stack.awaitReady();
    return stack;
  }

  /** Waits until the operator has looked at a stack several times more, whatever it saw. */
  private void awaitLooks(String name) {
    String group = "autoscaling:DescribeAutoScalingGroups";
    long before = looks(group, name);
    StackObject.await().until(() -> looks(group, name) >= before + 3);
  }

  private long looks(String call, String name) {
    return proxy.calls().stream().filter(each -> each.is(call) && each.mentions(name)).count();
  }

  @Test
  void shouldNameTheActionAndGoOnByItselfWhenAWriteIsDenied() {
    // Given
    proxy.meet(
        call -> call.is("autoscaling:CreateAutoScalingGroup") && call.mentions("denied"),
        Trouble.denied());

    // When
    StackObject stack = applied("denied");

    // Then
    Condition stalled = stack.awaitStalled("Unauthorized");
    assertThat(stalled.message())
        .contains("not authorized to perform: autoscaling:CreateAutoScalingGroup");
    assertThat(stack.condition(ConditionType.Ready))
        .hasValueSatisfying(ready -> assertThat(ready.status()).isEqualTo(Status.False));
    stack.awaitEvent(Notice.Reason.Failed, "autoscaling:CreateAutoScalingGroup");
    assertThat(account.kinds(stack.qualifiedName()))
        .containsExactly("LaunchTemplate", "TargetGroup");

    // When
    proxy.heal();

    // Then
    stack.awaitReady();
    stack.delete();
  }

  @Test
  void shouldWriteNothingWhenAReadIsDenied() {
    // Given
    StackObject stack = ready("blindfolded");
    proxy.meet(call -> call.is("elasticloadbalancing:DescribeTargetGroups"), Trouble.denied());
    int before = proxy.writes("blindfolded").size();

    // When
    stack.patch("{\"spec\":{\"capacity\":{\"max\":6},\"aws\":{\"tags\":{\"team\":\"blind\"}}}}");

    // Then
    Condition stalled = stack.awaitStalled("Unauthorized");
    assertThat(stalled.message()).contains("elasticloadbalancing:DescribeTargetGroups");
    stack.awaitEvent(Notice.Reason.Unread, "elasticloadbalancing:DescribeTargetGroups");
    assertThat(proxy.writes("blindfolded").stream().skip(before))
        .noneMatch(call -> call.service().equals("elasticloadbalancing"))
        .noneMatch(call -> call.action().startsWith("Delete"));

    // When
    proxy.heal();

    // Then
    stack.awaitReady();
    StackObject.await()
        .untilAsserted(
            () ->
                assertThat(account.groups(stack.qualifiedName()).getFirst().maxSize())
                    .isEqualTo(6));
    stack.delete();
  }

  @Test
  void shouldConvergeWhenAwsIsBack() {
    // Given
    StackObject stack = ready("offline");
    List<String> kinds = account.kinds(stack.qualifiedName());
    proxy.meet(call -> true, Trouble.cut());

    // When
    stack.patch("{\"spec\":{\"capacity\":{\"max\":7}}}");

    // Then
    Condition reconciling =
        stack.awaitCondition(ConditionType.Reconciling, Status.True, "Transient");
    assertThat(reconciling.message()).contains("AWS could not be reached");
    assertThat(stack.condition(ConditionType.Stalled))
        .hasValueSatisfying(stalled -> assertThat(stalled.status()).isEqualTo(Status.False));
    assertThat(stack.status().resources()).hasSize(3);

    // When
    proxy.heal();
    proxy.meet(call -> call.mentions("offline") && call.isWrite(), Trouble.unavailable());

    // Then
    stack.awaitEvent(Notice.Reason.Failed, "The service is overloaded");

    // When
    proxy.heal();

    // Then
    stack.awaitReady();
    StackObject.await()
        .untilAsserted(
            () ->
                assertThat(account.groups(stack.qualifiedName()).getFirst().maxSize())
                    .isEqualTo(7));
    assertThat(account.kinds(stack.qualifiedName())).isEqualTo(kinds);
    stack.delete();
  }

  @Test
  void shouldTouchNothingWhenSomebodyElsesThingHasTheName() {
    // Given
    String name = AwsNames.launchTemplate(id("namesake"), AwsBlueprint.LAUNCH_TEMPLATE);
    String templateId = template(name, Map.of("owner", "somebody"));

    // When
    StackObject stack = applied("namesake");

    // Then
    Condition stalled = stack.awaitStalled("NotOwned");
    assertThat(stalled.message()).contains("LaunchTemplate/app", name);
    stack.awaitEvent(Notice.Reason.NotOwned, name);
    awaitLooks("namesake");
    assertThat(proxy.writes("namesake"))
        .noneMatch(call -> call.service().equals("ec2"))
        .noneMatch(call -> call.service().equals("autoscaling"));

    // When
    stack.delete();

    // Then
    assertThat(account.kinds(stack.qualifiedName())).isEmpty();
    assertThat(templates(name)).containsExactly(templateId);
  }

  @Test
  void shouldTouchNothingUntilTheTagsAreBackWhenSomebodyTakesThem() {
    // Given
    StackObject stack = ready("stripped");
    TargetGroup group = account.targetGroups(stack.qualifiedName()).getFirst();
    Map<String, String> tags = account.tags(group);
    account
        .loadBalancing()
        .removeTags(request -> request.resourceArns(group.targetGroupArn()).tagKeys(tags.keySet()));

    // Then
    Condition stalled = stack.awaitStalled("NotOwned");
    assertThat(stalled.message()).contains("TargetGroup/app", group.targetGroupName());

    stack.awaitEvent(Notice.Reason.NotOwned, group.targetGroupName());

    // When
    int before = proxy.writes(group.targetGroupName()).size();
    stack.patch("{\"spec\":{\"aws\":{\"targetGroup\":{\"deregistrationDelaySeconds\":45}}}}");
    stack.awaitStalled("NotOwned");

    // Then
    awaitLooks("stripped");
    assertThat(proxy.writes(group.targetGroupName())).hasSize(before);
    assertThat(account.tags(group)).isEmpty();

    // When
    account.tag(group, tags);

    // Then
    stack.awaitReady();
    stack.delete();
    assertThat(account.kinds(stack.qualifiedName())).isEmpty();
  }

  @Test
  void shouldLeaveItStandingAndSaySoWhenDeletedWithoutItsTags() {
    // Given
    StackObject stack = ready("disowned");
    TargetGroup group = account.targetGroups(stack.qualifiedName()).getFirst();
    Map<String, String> tags = account.tags(group);
    account
        .loadBalancing()
        .removeTags(request -> request.resourceArns(group.targetGroupArn()).tagKeys(tags.keySet()));

    // When
    stack.delete();

    // Then
    assertThat(stack.notes(Notice.Reason.Deleted))
        .singleElement()
        .asString()
        .contains(group.targetGroupName());
    account.tag(group, tags);
    assertThat(account.kinds(stack.qualifiedName())).containsExactly("TargetGroup");
  }

  @Test
  void shouldTellAndLeaveAloneWhenACopyCarriesItsTags() {
    // Given
    StackObject stack = ready("copied");
    Map<String, String> tags = AwsAccount.tags(account.templates(stack.qualifiedName()).getFirst());

    // When
    String copyId = template("restored-from-backup", tags);

    // Then
    String told = stack.awaitEvent(Notice.Reason.ForeignCopy, "restored-from-backup");
    assertThat(told).contains("LaunchTemplate/app");
    stack.awaitReady();

    // When
    stack.delete();

    // Then
    assertThat(templates("restored-from-backup")).containsExactly(copyId);
    assertThat(proxy.writes(copyId)).isEmpty();
    assertThat(account.kinds(stack.qualifiedName())).containsExactly("LaunchTemplate");
  }

  private static StackId id(String name) {
    String cluster =
        World.cluster()
            .kubectl()
            .run("get", "namespace", "kube-system", "-o", "jsonpath={.metadata.uid}");
    return new StackId(cluster, NAMESPACE, name);
  }

  private String template(String name, Map<String, String> tags) {
    return account
        .ec2()
        .createLaunchTemplate(
            request ->
                request
                    .launchTemplateName(name)
                    .launchTemplateData(data -> data.imageId(scene.ground().imageId()))
                    .tagSpecifications(
                        TagSpecification.builder()
                            .resourceType(ResourceType.LAUNCH_TEMPLATE)
                            .tags(
                                new TreeMap<>(tags)
                                    .entrySet().stream()
                                        .map(
                                            tag ->
                                                Tag.builder()
                                                    .key(tag.getKey())
                                                    .value(tag.getValue())
                                                    .build())
                                        .toList())
                            .build()))
        .launchTemplate()
        .launchTemplateId();
  }

  private List<String> templates(String name) {
    return account
        .ec2()
        .describeLaunchTemplates(request -> request.launchTemplateNames(name))
        .launchTemplates()
        .stream()
        .map(template -> template.launchTemplateId())
        .toList();
  }
}
