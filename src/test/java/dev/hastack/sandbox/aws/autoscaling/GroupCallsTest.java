package dev.hastack.sandbox.aws.autoscaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hastack.sandbox.aws.world.ApiError;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.Filter;
import software.amazon.awssdk.services.autoscaling.model.InstancesDistribution;
import software.amazon.awssdk.services.autoscaling.model.LifecycleState;
import software.amazon.awssdk.services.autoscaling.model.Tag;
import software.amazon.awssdk.services.autoscaling.model.UpdateAutoScalingGroupRequest;

/** What calls accept, refuse and answer. */
class GroupCallsTest {
  private final Scene scene = new Scene();

  private void update(Consumer<UpdateAutoScalingGroupRequest.Builder> change) {
    var request = UpdateAutoScalingGroupRequest.builder().autoScalingGroupName(Scene.GROUP);
    change.accept(request);
    scene.call(() -> scene.service().updateAutoScalingGroup(request.build()));
  }

  private void delete(boolean force) {
    scene.call(
        () ->
            scene
                .service()
                .deleteAutoScalingGroup(
                    request -> request.autoScalingGroupName(Scene.GROUP).forceDelete(force)));
  }

  private static void assertRefused(String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(ApiError.class, error -> assertThat(error.code()).isEqualTo(code));
  }

  @Test
  void shouldEchoDefaultsWhenLittleIsAskedFor() {
    // When
    scene.create(
        0,
        request ->
            request
                .mixedInstancesPolicy(Scene.mixed(each -> {}, "m5.large"))
                .tags(Tag.builder().key("team").value("blue").propagateAtLaunch(true).build()));

    // Then
    AutoScalingGroup group = scene.group();
    assertThat(group.defaultCooldown()).isEqualTo(300);
    assertThat(group.healthCheckType()).isEqualTo("EC2");
    assertThat(group.healthCheckGracePeriod()).isZero();
    assertThat(group.terminationPolicies()).containsExactly("Default");
    assertThat(group.availabilityZones()).isEqualTo(Scene.ZONES);
    assertThat(group.availabilityZoneDistribution().capacityDistributionStrategyAsString())
        .isEqualTo("balanced-best-effort");
    assertThat(group.serviceLinkedRoleARN()).contains("AWSServiceRoleForAutoScaling");
    assertThat(group.maxInstanceLifetime()).isNull();
    assertThat(group.hasSuspendedProcesses()).isFalse();
    assertThat(group.tags())
        .singleElement()
        .satisfies(
            tag -> {
              assertThat(tag.resourceId()).isEqualTo(Scene.GROUP);
              assertThat(tag.resourceType()).isEqualTo("auto-scaling-group");
            });
    assertThat(group.mixedInstancesPolicy().launchTemplate().launchTemplateSpecification())
        .satisfies(
            template -> {
              assertThat(template.launchTemplateName()).isEqualTo("app");
              assertThat(template.version()).isEqualTo("1");
            });
    assertThat(group.mixedInstancesPolicy().instancesDistribution())
        .isEqualTo(
            InstancesDistribution.builder()
                .onDemandAllocationStrategy("prioritized")
                .onDemandBaseCapacity(0)
                .onDemandPercentageAboveBaseCapacity(100)
                .spotAllocationStrategy("lowest-price")
                .spotInstancePools(2)
                .build());
  }

  @Test
  void shouldLeaveAloneWhatAnUpdateDoesNotName() {
    // Given
    scene.create(
        1,
        request ->
            request
                .maxInstanceLifetime(86_400)
                .defaultInstanceWarmup(60)
                .mixedInstancesPolicy(
                    Scene.mixed(
                        each -> each.spotMaxPrice("0.5").onDemandBaseCapacity(1), "m5.large")));
    AutoScalingGroup before = scene.group();

    // When
    update(request -> request.maxSize(9));

    // Then
    assertThat(scene.group()).isEqualTo(before.toBuilder().maxSize(9).build());
    update(
        request ->
            request
                .maxInstanceLifetime(0)
                .defaultInstanceWarmup(-1)
                .mixedInstancesPolicy(
                    policy -> policy.instancesDistribution(each -> each.spotMaxPrice(""))));
    AutoScalingGroup after = scene.group();
    assertThat(after.maxInstanceLifetime()).isNull();
    assertThat(after.defaultInstanceWarmup()).isNull();
    assertThat(after.mixedInstancesPolicy().instancesDistribution().spotMaxPrice()).isNull();
    assertThat(after.mixedInstancesPolicy().instancesDistribution().onDemandBaseCapacity())
        .isEqualTo(1);
    assertThat(after.mixedInstancesPolicy().launchTemplate())
        .isEqualTo(before.mixedInstancesPolicy().launchTemplate());
  }

  @Test
  void shouldKeepDesiredCapacityWithinTheBounds() {
    // Given
    scene.create(3);

    // When, Then
    update(request -> request.maxSize(2));
    assertThat(scene.group().desiredCapacity()).isEqualTo(2);
    assertRefused("ValidationError", () -> update(request -> request.desiredCapacity(5)));
    assertRefused("ValidationError", () -> update(request -> request.minSize(4)));
    assertThatThrownBy(
            () ->
                scene
                    .service()
                    .setDesiredCapacity(
                        request -> request.autoScalingGroupName(Scene.GROUP).desiredCapacity(5)))
        .hasMessage(
            "New SetDesiredCapacity value 5 is above max value 2 for the AutoScalingGroup.");
  }

  @Test
  void shouldRefuseWhatIsWrong() {
    // When, Then
    assertRefused(
        "ValidationError",
        () -> scene.create(0, request -> request.vpcZoneIdentifier("nothing-like-it")));
    assertRefused(
        "ValidationError", () -> scene.create(0, request -> request.healthCheckType("MAGIC")));
    assertRefused(
        "ValidationError", () -> scene.create(0, request -> request.maxInstanceLifetime(99)));
    assertRefused(
        "ValidationError", () -> scene.create(0, request -> request.targetGroupARNs("arn:none")));
    assertRefused(
        "ValidationError",
        () ->
            scene.create(
                0,
                request ->
                    request.mixedInstancesPolicy(
                        Scene.mixed(
                            each -> each.spotAllocationStrategy("diversified").spotInstancePools(3),
                            "m5.large"))));
    scene.create(0);
    assertRefused("AlreadyExists", () -> scene.create(0));
    assertThatThrownBy(
            () ->
                update(
                    request ->
                        request.launchTemplate(template -> template.launchTemplateId("lt-0"))))
        .hasMessageStartingWith("You must use a valid fully-formed launch template.");
  }

  @Test
  void shouldNeedTheRightsToLaunchWhenATemplateIsNamed() {
    // Given
    scene.create(0);
    scene.caller.deny("iam:PassRole");

    // When, Then: version 3 has an instance profile
    update(request -> request.launchTemplate(each -> each.launchTemplateName("app").version("2")));
    assertRefused(
        "AccessDenied",
        () ->
            update(
                request ->
                    request.launchTemplate(each -> each.launchTemplateName("app").version("3"))));
    scene.caller.deny("ec2:RunInstances");
    assertRefused(
        "AccessDenied",
        () ->
            update(
                request ->
                    request.launchTemplate(each -> each.launchTemplateName("app").version("2"))));
  }

  @Test
  void shouldReadTheVersionAsWritten() {
    // When
    scene.create(1);
    update(
        request ->
            request.launchTemplate(each -> each.launchTemplateName("app").version("$Latest")));
    scene.passMinutes(1);

    // Then
    assertThat(scene.group().launchTemplate().version()).isEqualTo("$Latest");
    assertThat(scene.inService().getFirst().launchTemplate().version()).isEqualTo("2");
  }

  @Test
  void shouldFilterByTagsAndAnswerInPages() {
    // Given
    scene.create(0, request -> request.tags(Tag.builder().key("team").value("blue").build()));
    for (int number = 0; number < 3; number++) {
      String name = "other-" + number;
      scene.create(0, request -> request.autoScalingGroupName(name));
    }

    // When, Then
    assertThat(named("tag:team", "blue", "red")).containsExactly(Scene.GROUP);
    assertThat(named("tag:team", "red")).isEmpty();
    assertThat(named("tag-key", "team")).containsExactly(Scene.GROUP);
    assertThat(named("tag-value", "blue")).containsExactly(Scene.GROUP);
    assertThat(
            scene
                .service()
                .describeAutoScalingGroupsPaginator(request -> request.maxRecords(3))
                .autoScalingGroups())
        .hasSize(4);
    assertThat(
            scene
                .service()
                .describeAutoScalingGroups(request -> request.autoScalingGroupNames("nobody"))
                .autoScalingGroups())
        .isEmpty();
  }

  /** Auto Scaling API reference, DescribeAutoScalingGroups: MaxRecords, 50 and at most 100. */
  @Test
  void shouldAnswerAHundredAPageAndNoMore() {
    // Given
    for (int number = 0; number < 101; number++) {
      String name = "group-" + number;
      scene.create(0, request -> request.autoScalingGroupName(name));
    }

    // When
    var most = scene.service().describeAutoScalingGroups(request -> request.maxRecords(101));
    var rest =
        scene
            .service()
            .describeAutoScalingGroups(
                request -> request.maxRecords(100).nextToken(most.nextToken()));
    var unasked = scene.service().describeAutoScalingGroups();

    // Then
    assertThat(most.autoScalingGroups()).hasSize(100);
    assertThat(rest.autoScalingGroups()).hasSize(1);
    assertThat(rest.nextToken()).isNull();
    assertThat(unasked.autoScalingGroups()).hasSize(50);
    assertThat(unasked.nextToken()).isNotNull();
  }

  private List<String> named(String filter, String... values) {
    return scene
        .service()
        .describeAutoScalingGroups(
            request -> request.filters(Filter.builder().name(filter).values(values).build()))
        .autoScalingGroups()
        .stream()
        .map(AutoScalingGroup::autoScalingGroupName)
        .toList();
  }

  @Test
  void shouldShowThePastWhenReadsLag() {
    // Given
    scene.create(0);
    scene.passMinutes(1);
    scene.caller.lag(Duration.ofSeconds(10));

    // When
    update(request -> request.maxSize(7));

    // Then
    assertThat(scene.group().maxSize()).isEqualTo(20);
    scene.pass(Duration.ofSeconds(10));
    assertThat(scene.group().maxSize()).isEqualTo(7);
  }

  @Test
  void shouldRefuseToDeleteUntilTheGroupIsEmptyAndBeInProgressForAWhile() {
    // Given
    scene.create(1);
    scene.passMinutes(1);

    // When, Then
    assertRefused("ResourceInUse", () -> delete(false));
    update(request -> request.minSize(0).maxSize(0).desiredCapacity(0));
    scene.passMinutes(1);
    delete(false);
    assertThat(scene.group().status()).isEqualTo("Delete in progress");
    assertRefused("AlreadyExists", () -> scene.create(1));
    scene.passMinutes(1);
    assertThat(scene.service().describeAutoScalingGroups().autoScalingGroups()).isEmpty();
    scene.create(1);
  }

  @Test
  void shouldTakeEverythingAlongWhenDeletionIsForced() {
    // Given
    scene.create(3);
    scene.passMinutes(1);

    // When
    delete(true);
    scene.passMinutes(1);

    // Then
    assertThat(scene.instances.running()).isEmpty();
    scene.create(0);
  }

  @Test
  void shouldRefuseToDeleteWhatIsProtected() {
    // Given
    scene.create(0);

    // When
    scene.region.protect(Scene.GROUP, "prevent-all-deletion");

    // Then
    assertRefused("ResourceInUse", () -> delete(false));
    scene.region.protect(Scene.GROUP, "prevent-force-deletion");
    assertRefused("ResourceInUse", () -> delete(true));
    delete(false);
  }

  @Test
  void shouldProtectOnlyWhatIsInServiceOrStandby() {
    // Given
    scene.create(2);
    scene.pass(Duration.ofSeconds(3));
    String id = scene.group().instances().getFirst().instanceId();

    // When, Then
    assertRefused("ValidationError", () -> protect(id));
    scene.passMinutes(1);
    protect(id);
    update(request -> request.desiredCapacity(0));
    scene.passMinutes(2);
    assertThat(scene.idsInService()).containsExactly(id);
  }

  private void protect(String id) {
    scene.call(
        () ->
            scene
                .service()
                .setInstanceProtection(
                    request ->
                        request
                            .autoScalingGroupName(Scene.GROUP)
                            .instanceIds(id)
                            .protectedFromScaleIn(true)));
  }

  @Test
  void shouldActOnceAtTheTimeOfAScheduledAction() {
    // Given
    scene.create(1);
    scene.call(
        () ->
            scene
                .service()
                .putScheduledUpdateGroupAction(
                    request ->
                        request
                            .autoScalingGroupName(Scene.GROUP)
                            .scheduledActionName("morning")
                            .startTime(Scene.START.plus(Duration.ofHours(1)))
                            .desiredCapacity(4)));

    // When, Then
    scene.passMinutes(59);
    assertThat(scene.inService()).hasSize(1);
    scene.passMinutes(2);
    assertThat(scene.inService()).hasSize(4);
    assertThat(
            scene
                .service()
                .describeScheduledActions(request -> request.autoScalingGroupName(Scene.GROUP))
                .scheduledUpdateGroupActions())
        .isEmpty();
  }

  @Test
  void shouldAnswerForInstancesAndIgnoreUnknownIds() {
    // Given
    scene.create(1);
    scene.passMinutes(1);
    String id = scene.idsInService().getFirst();

    // When
    var answer =
        scene.service().describeAutoScalingInstances(request -> request.instanceIds(id, "i-0"));

    // Then
    assertThat(answer.autoScalingInstances())
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.autoScalingGroupName()).isEqualTo(Scene.GROUP);
              assertThat(each.lifecycleState()).isEqualTo(LifecycleState.IN_SERVICE.toString());
              assertThat(each.healthStatus()).isEqualTo("HEALTHY");
            });
  }

  @Test
  void shouldPropagateTagsAtLaunchOnlyWhereAsked() {
    // When
    scene.create(
        1,
        request ->
            request.tags(
                Tag.builder().key("seen").value("1").propagateAtLaunch(true).build(),
                Tag.builder().key("hidden").value("1").propagateAtLaunch(false).build()));
    scene.passMinutes(1);

    // Then
    assertThat(scene.instances.running().getFirst().tags())
        .containsEntry("aws:autoscaling:groupName", Scene.GROUP)
        .containsKey("seen")
        .doesNotContainKey("hidden");
  }
}
