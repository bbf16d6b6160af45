package dev.hastack.provider.aws.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.stack.Health;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.Ownership;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.AwsTags;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.model.Activity;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.Instance;
import software.amazon.awssdk.services.autoscaling.model.LifecycleState;
import software.amazon.awssdk.services.autoscaling.model.ScalingActivityStatusCode;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;
import software.amazon.awssdk.services.ec2.model.InstanceLifecycleType;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;

class GroupReaderTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static AutoScalingGroup group(Consumer<AutoScalingGroup.Builder> more) {
    var group =
        AutoScalingGroup.builder()
            .autoScalingGroupName("web-app-1")
            .autoScalingGroupARN("arn:web-app-1")
            .minSize(1)
            .maxSize(5)
            .desiredCapacity(2)
            .launchTemplate(template -> template.launchTemplateId("lt-1").version("2"));
    more.accept(group);
    return group.build();
  }

  private static Instance instance(String id, LifecycleState state, String version) {
    return Instance.builder()
        .instanceId(id)
        .lifecycleState(state)
        .launchTemplate(template -> template.launchTemplateId("lt-1").version(version))
        .build();
  }

  private static Present read(
      AutoScalingGroup group,
      List<Activity> activities,
      List<software.amazon.awssdk.services.ec2.model.Instance> instances) {
    return new GroupReader(new FixedInventory(List.of(group), activities, instances, List.of()))
        .present(group, Ownership.OURS);
  }

  /** A launch that took a minute. */
  private static Activity activity(
      ScalingActivityStatusCode code, String message, Instant startTime) {
    return Activity.builder()
        .description("Launching a new EC2 instance: i-1")
        .statusCode(code)
        .statusMessage(message)
        .startTime(startTime)
        .endTime(startTime.plusSeconds(60))
        .build();
  }

  @Test
  void shouldCountSpotOnDemandAndOutdated() {
    // Given
    var group =
        group(
            builder ->
                builder.instances(
                    instance("i-1", LifecycleState.IN_SERVICE, "2"),
                    instance("i-2", LifecycleState.IN_SERVICE, "1"),
                    instance("i-3", LifecycleState.PENDING_WAIT, "2"),
                    instance("i-4", LifecycleState.TERMINATING_WAIT, "2")));
    var spot =
        software.amazon.awssdk.services.ec2.model.Instance.builder()
            .instanceId("i-2")
            .instanceLifecycle(InstanceLifecycleType.SPOT)
            .build();
    var pendingSpot = spot.toBuilder().instanceId("i-3").build();

    // When
    Present present = read(group, List.of(), List.of(spot, pendingSpot));

    // Then
    assertThat(present.health()).isEqualTo(Health.HEALTHY);
    assertThat(present.live())
        .containsEntry("Desired", Value.whole(2))
        .containsEntry("InService", Value.whole(2))
        .containsEntry("Spot", Value.whole(1))
        .containsEntry("PendingSpot", Value.whole(1))
        .containsEntry("Pending", Value.whole(1))
        .containsEntry("Terminating", Value.whole(1))
        .containsEntry("OnDemand", Value.whole(1))
        .containsEntry("Outdated", Value.whole(1))
        .doesNotContainKey("LastFailure");
  }

  @Test
  void shouldProgressWhenServersAreStillStarting() {
    // Given
    var group = group(builder -> builder.instances(instance("i-1", LifecycleState.PENDING, "2")));

    // Then
    assertThat(
            read(
                    group,
                    List.of(activity(ScalingActivityStatusCode.IN_PROGRESS, "Launching", NOON)),
                    List.of())
                .health())
        .isEqualTo(Health.PROGRESSING);
  }

  @Test
  void shouldBeDegradedWhenNewestEndedActivityFailed() {
    // When
    Present present =
        read(
            group(builder -> {}),
            List.of(
                activity(ScalingActivityStatusCode.IN_PROGRESS, "Launching", NOON.plusSeconds(600)),
                activity(
                    ScalingActivityStatusCode.FAILED,
                    "There is no Spot capacity available that matches your request.",
                    NOON.plusSeconds(300)),
                activity(ScalingActivityStatusCode.SUCCESSFUL, "fine", NOON)),
            List.of());

    // Then
    assertThat(present.health()).isEqualTo(Health.DEGRADED);
    assertThat(present.live())
        .containsEntry("LastFailureKind", Value.text("CAPACITY"))
        .containsEntry(
            "LastFailure",
            Value.text("There is no Spot capacity available that matches your request."));
  }

  @Test
  void shouldProgressWhenFailureWasFollowedBySuccess() {
    assertThat(
            read(
                    group(builder -> {}),
                    List.of(
                        activity(
                            ScalingActivityStatusCode.SUCCESSFUL, "fine", NOON.plusSeconds(300)),
                        activity(ScalingActivityStatusCode.FAILED, "no capacity", NOON)),
                    List.of())
                .health())
        .isEqualTo(Health.PROGRESSING);
  }

  @Test
  void shouldBeDegradedWhenAnotherLaunchOfTheSameTimeSucceeded() {
    // Given: On-Demand capacity is there and Spot capacity is not
    List<Activity> together =
        List.of(
            activity(ScalingActivityStatusCode.SUCCESSFUL, "fine", NOON.plusSeconds(1)),
            activity(ScalingActivityStatusCode.FAILED, "no Spot capacity", NOON));

    // Then
    assertThat(read(group(builder -> {}), together, List.of()).health()).isEqualTo(Health.DEGRADED);
  }

  @Test
  void shouldBeDegradedWhenOnlyATerminationSucceededSinceTheLaunchFailed() {
    // Given
    Activity termination =
        activity(ScalingActivityStatusCode.SUCCESSFUL, "fine", NOON.plusSeconds(300)).toBuilder()
            .description("Terminating EC2 instance: i-2")
            .build();

    // When
    Present present =
        read(
            group(builder -> {}),
            List.of(
                termination, activity(ScalingActivityStatusCode.FAILED, "no Spot capacity", NOON)),
            List.of());

    // Then
    assertThat(present.health()).isEqualTo(Health.DEGRADED);
    assertThat(present.live()).containsEntry("LastFailure", Value.text("no Spot capacity"));
  }

  @Test
  void shouldCountOutdatedByWhatAPinWithoutANumberMeansNow() {
    // Given
    var group =
        group(
            builder ->
                builder
                    .launchTemplate(
                        template -> template.launchTemplateId("lt-1").version("$Latest"))
                    .instances(
                        instance("i-1", LifecycleState.IN_SERVICE, "2"),
                        instance("i-2", LifecycleState.IN_SERVICE, "1")));
    var latest = LaunchTemplateVersion.builder().launchTemplateId("lt-1").versionNumber(2L).build();

    // When
    Present present =
        new GroupReader(new FixedInventory(List.of(group), List.of(), List.of(), List.of(latest)))
            .present(group, Ownership.OURS);

    // Then
    assertThat(present.live()).containsEntry("Outdated", Value.whole(1));
  }

  @Test
  void shouldTellWhatFailedLatelyWhenOnDemandStandsIn() {
    // Given a group that has all its servers
    Instant failed = NOON.plusSeconds(300);
    List<Activity> activities =
        List.of(activity(ScalingActivityStatusCode.FAILED, "no Spot capacity", failed));
    var whole =
        group(
            builder ->
                builder.instances(
                    instance("i-1", LifecycleState.IN_SERVICE, "2"),
                    instance("i-2", LifecycleState.IN_SERVICE, "2")));
    var standingIn = whole.toBuilder().tags(tag(AwsTags.ON_DEMAND_FALLBACK, "37", false)).build();

    // Then
    assertThat(read(whole, activities, List.of()).live()).doesNotContainKey("FailingSince");
    Present present = read(standingIn, activities, List.of());
    assertThat(present.health()).isEqualTo(Health.HEALTHY);
    assertThat(present.live())
        .containsEntry("FailingSince", Value.text(failed.toString()))
        .containsEntry("FailedLast", Value.text(failed.toString()))
        .containsEntry("CapacityFailedLast", Value.text(failed.toString()))
        .doesNotContainKey("LastFailure");
    assertThat(present.spec().values())
        .containsEntry("Tags." + AwsTags.ON_DEMAND_FALLBACK, Value.text("37"));
  }

  @Test
  void shouldBeDeletingWhenAwsDeletesIt() {
    assertThat(
            read(group(builder -> builder.status("Delete in progress")), List.of(), List.of())
                .health())
        .isEqualTo(Health.DELETING);
  }

  @Test
  void shouldShowTagThatInstancesDoNotGet() {
    // Given
    var group =
        group(
            builder ->
                builder.tags(
                    tag("team", "web", true),
                    tag("cost", "42", false),
                    tag(AwsTags.STACK, "shop/web", true)));

    // When
    var values = read(group, List.of(), List.of()).spec().values();

    // Then
    assertThat(values).containsEntry("Tags.team", Value.text("web"));
    assertThat(values.get("Tags.cost")).isNotEqualTo(Value.text("42"));
    assertThat(values).doesNotContainKey("Tags." + AwsTags.STACK);
  }

  @Test
  void shouldReadWhatAwsLeavesOutAsItsDefault() {
    // When
    var values =
        read(
                group(builder -> builder.healthCheckType("EC2,ELB").vpcZoneIdentifier("b,a")),
                List.of(),
                List.of())
            .spec()
            .values();

    // Then
    assertThat(values)
        .containsEntry("DefaultInstanceWarmup", Value.whole(-1))
        .containsEntry("MaxInstanceLifetime", Value.whole(0))
        .containsEntry("NewInstancesProtectedFromScaleIn", Value.flag(false))
        .containsEntry("HealthCheckType", Value.setOf(List.of("EC2", "ELB")))
        .containsEntry("VPCZoneIdentifier", Value.setOf(List.of("a", "b")));
  }

  private static TagDescription tag(String key, String value, boolean propagated) {
    return TagDescription.builder().key(key).value(value).propagateAtLaunch(propagated).build();
  }
}
