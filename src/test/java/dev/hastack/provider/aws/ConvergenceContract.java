package dev.hastack.provider.aws;

import static dev.hastack.provider.aws.blueprint.AwsBlueprint.AUTO_SCALING_GROUP;
import static dev.hastack.provider.aws.blueprint.AwsBlueprint.LAUNCH_TEMPLATE;
import static dev.hastack.provider.aws.blueprint.AwsBlueprint.TARGET_GROUP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.stack.DesiredStack;
import dev.hastack.core.stack.Health;
import dev.hastack.core.stack.Impact;
import dev.hastack.core.stack.Observation;
import dev.hastack.core.stack.ObservedStack;
import dev.hastack.core.stack.Ownership;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.FleetUnderTest.Pass;
import dev.hastack.provider.aws.resource.AutoScalingGroup;
import dev.hastack.provider.aws.resource.LaunchTemplate;
import dev.hastack.provider.aws.resource.TargetGroup;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Creating, converging, changing, drifting back. */
abstract class ConvergenceContract extends ProviderContract {

  @Test
  void shouldCreateWholeStackInOnePassWhenNothingIsThere() {
    // When
    Pass pass = fleet.pass();

    // Then
    assertThat(pass.plan().counts()).containsExactly(Map.entry("Create", 3));
    assertThat(pass.outcomes().values()).allMatch(Outcome.Done.class::isInstance);
    assertThat(fleet.observe().foreignCopies()).isEmpty();
    for (ResourceId id : List.of(LAUNCH_TEMPLATE, TARGET_GROUP, AUTO_SCALING_GROUP)) {
      assertThat(fleet.present(id).ownership()).isEqualTo(Ownership.OURS);
    }
  }

  @Test
  void shouldPlanNothingWhenEverythingWasJustCreated() {
    // Given
    fleet.pass();

    // When
    Plan plan = fleet.plan();

    // Then
    assertThat(plan.effective()).isEmpty();
    assertThat(plan.changes()).hasSize(3).allMatch(Change.NoOp.class::isInstance);
  }

  @Test
  void shouldReadBackEveryManagedAttributeAsWanted() {
    // Given
    DesiredStack desired = fleet.desired();
    fleet.pass();

    // When
    ObservedStack observed = fleet.observe();

    // Then
    desired
        .resources()
        .forEach(
            wanted -> {
              var schema = wanted.spec().schema();
              Map<String, Value> found = observed.present(wanted.id()).getFirst().spec().values();
              wanted
                  .spec()
                  .values()
                  .forEach(
                      (name, value) -> {
                        assertThat(found).containsKey(name);
                        if (value.pendings().findAny().isEmpty()) {
                          assertThat(
                                  schema.attribute(name).equivalence().test(value, found.get(name)))
                              .as("%s %s: %s", wanted.id(), name, found.get(name))
                              .isTrue();
                        }
                      });
            });
  }

  @Test
  void shouldWriteNothingWhenNothingChanged() {
    // Given
    fleet.pass();
    calls.forget();

    // When
    fleet.pass();

    // Then
    assertThat(calls.writes()).isEmpty();
  }

  @Test
  void shouldMakeOneResourceWhenCreatedTwice() {
    // Given
    Plan first = fleet.plan();
    fleet.pass();

    // When
    for (Change change : first.effective()) {
      if (!change.id().equals(AUTO_SCALING_GROUP)) {
        assertThat(fleet.apply(change)).isInstanceOf(Outcome.Waiting.class);
      }
    }

    // Then
    ObservedStack observed = fleet.observe();
    assertThat(observed.resources())
        .filteredOn(entry -> entry.observation() instanceof Observation.Present)
        .hasSize(3);
    assertThat(observed.foreignCopies()).isEmpty();
    assertThat(fleet.plan().isEmpty()).isTrue();
  }

  @Test
  void shouldWaitForOutputWhenDependencyDoesNotProvideIt() {
    // Given
    Change create =
        fleet.plan().effective().stream()
            .filter(change -> change.id().equals(AUTO_SCALING_GROUP))
            .findFirst()
            .orElseThrow();

    // When
    Outcome outcome = fleet.apply(create);

    // Then
    assertThat(outcome).isInstanceOf(Outcome.Waiting.class);
    assertThat(calls.writes()).isEmpty();
  }

  @Test
  void shouldCountServersWhenGroupIsInService() {
    // Given
    fleet.pass();
    account.letTimePass();

    // When
    Observation.Present group = fleet.present(AUTO_SCALING_GROUP);

    // Then
    assertThat(group.health()).as("%s", group.live()).isEqualTo(Health.HEALTHY);
    assertThat(group.live())
        .containsEntry(AutoScalingGroup.LIVE_DESIRED, Value.whole(2))
        .containsEntry(AutoScalingGroup.LIVE_IN_SERVICE, Value.whole(2));
  }

  @Test
  void shouldMakeVersionAndPinItWhenImageContentChanges() {
    // Given
    fleet.pass();
    fleet.becomes(
        Manifests.read(manifest().replace("/opt/storefront/start", "/opt/storefront/go")));

    // When
    Pass pass = fleet.pass();

    // Then
    assertThat(pass.outcomes()).hasSize(2);
    assertThat(names(pass.plan(), LAUNCH_TEMPLATE)).containsExactly(LaunchTemplate.USER_DATA);
    assertThat(names(pass.plan(), AUTO_SCALING_GROUP)).containsExactly(AutoScalingGroup.VERSION);
    assertThat(fleet.present(AUTO_SCALING_GROUP).spec().values())
        .containsEntry(AutoScalingGroup.VERSION, Value.text("2"));
    assertThat(fleet.plan().isEmpty()).isTrue();
  }

  @Test
  void shouldGoBackToFormerVersionWhenContentIsAsItWas() {
    // Given
    fleet.pass();
    fleet.becomes(
        Manifests.read(manifest().replace("/opt/storefront/start", "/opt/storefront/go")));
    fleet.pass();
    fleet.becomes(Manifests.read(manifest()));

    // When
    fleet.pass();

    // Then
    assertThat(fleet.present(LAUNCH_TEMPLATE).outputs())
        .containsEntry(LaunchTemplate.OUTPUT_VERSION, Value.text("1"));
    assertThat(fleet.plan().isEmpty()).isTrue();
  }

  @Test
  void shouldChangeOnlyWhatDiffersWhenCapacityAndTagsChange() {
    // Given
    fleet.pass();
    calls.forget();
    fleet.becomes(
        Manifests.read(manifest().replace("max: 5", "max: 6").replace("team: web", "owner: shop")));

    // When
    Pass pass = fleet.pass();

    // Then
    assertThat(names(pass.plan(), AUTO_SCALING_GROUP))
        .containsExactlyInAnyOrder("MaxSize", "Tags.owner", "Tags.team", "Version");
    assertThat(fleet.plan().isEmpty()).isTrue();
    assertThat(fleet.present(AUTO_SCALING_GROUP).spec().values())
        .containsEntry("Tags.owner", Value.text("shop"))
        .doesNotContainKey("Tags.team");
    assertThat(calls.writes()).doesNotContain("SuspendProcesses", "EnableMetricsCollection");
  }

  @Test
  void shouldGoBackToDefaultsOfAwsWhenFieldsAreRemoved() {
    // Given
    fleet.pass();
    Set<String> removed =
        Set.of(
            "spotMaxPrice",
            "onDemandBaseCapacity",
            "onDemandAllocationStrategy",
            "defaultInstanceWarmupSeconds",
            "maxInstanceLifetimeSeconds",
            "terminationPolicies",
            "scaleInProtection",
            "suspendedProcesses",
            "detailedMonitoring",
            "rootVolume",
            "slowStartSeconds",
            "algorithm",
            "stickiness",
            "intervalSeconds",
            "matcher");
    fleet.becomes(
        Manifests.read(
            manifest()
                .lines()
                .filter(line -> removed.stream().noneMatch(line.strip()::startsWith))
                .collect(Collectors.joining("\n"))));

    // When
    Pass pass = fleet.pass();

    // Then
    assertThat(names(pass.plan(), AUTO_SCALING_GROUP))
        .contains(
            "SpotMaxPrice", "DefaultInstanceWarmup", "MaxInstanceLifetime", "SuspendedProcesses");
    assertThat(names(pass.plan(), LAUNCH_TEMPLATE))
        .containsExactlyInAnyOrder("BlockDeviceMappings", "Monitoring");
    assertThat(fleet.present(AUTO_SCALING_GROUP).spec().values())
        .containsEntry("DefaultInstanceWarmup", Value.whole(-1))
        .containsEntry("SuspendedProcesses", Value.setOf(List.of()))
        .containsEntry("TerminationPolicies", Value.list(List.of(Value.text("Default"))));
    assertThat(fleet.present(TARGET_GROUP).spec().values())
        .containsEntry("stickiness.enabled", Value.text("false"))
        .containsEntry("slow_start.duration_seconds", Value.text("0"))
        .containsEntry("HealthCheckIntervalSeconds", Value.whole(30));
    assertThat(fleet.plan().effective()).isEmpty();
  }

  @Test
  void shouldDetachAndDeleteTargetGroupWhenItIsNoLongerWanted() {
    // Given
    fleet.pass();
    String manifest = manifest();
    fleet.becomes(
        Manifests.read(
            manifest
                .substring(0, manifest.indexOf("    targetGroup:"))
                .replace("types: [ELB]", "types: [EBS]")));

    // When
    fleet.pass();

    // Then
    assertThat(calls.writes()).contains("DetachLoadBalancerTargetGroups", "DeleteTargetGroup");
    assertThat(fleet.observe().present(TARGET_GROUP)).isEmpty();
    assertThat(fleet.plan().effective()).isEmpty();
  }

  @Test
  void shouldSayWhoCallsInEveryRequest() {
    // When
    fleet.becomes(
        Manifests.read(
            manifest()
                .replace("{id: " + account.imageId() + "}", "{ssmParameter: /hastack/nothing}")));
    provider.locate(Manifests.read(manifest()));
    fleet.discover();
    fleet.observe(DesiredStack.empty(fleet.id()));

    // Then
    assertThat(transport.userAgents()).hasSize(7).allMatch(agent -> agent.endsWith("hastack/test"));
  }

  @Test
  void shouldShowReplacementWhenTargetGroupPortChanges() {
    // Given
    fleet.pass();
    fleet.becomes(Manifests.read(manifest().replace("port: 8000", "port: 9000")));

    // When
    Plan plan = fleet.plan();

    // Then
    assertThat(plan.effective()).anyMatch(Change.Replace.class::isInstance);
    assertThat(plan.effective())
        .filteredOn(change -> change.id().equals(TARGET_GROUP))
        .allMatch(change -> change.impact() == Impact.REPLACE);
  }

  @Test
  void shouldFindBothTargetGroupsWhenReplacementIsUnderWay() {
    // Given
    fleet.pass();
    fleet.becomes(Manifests.read(manifest().replace("port: 8000", "port: 9000")));
    Change replace =
        fleet.plan().effective().stream()
            .filter(Change.Replace.class::isInstance)
            .findFirst()
            .orElseThrow();

    // When
    Outcome outcome = fleet.apply(replace);

    // Then
    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    assertThat(fleet.observe().present(TARGET_GROUP)).hasSize(2);
  }

  @Test
  void shouldRepairAttributeAndTagsWhenTheyDrift() {
    // Given
    fleet.pass();
    Observation.Present group = fleet.present(AUTO_SCALING_GROUP);
    account.drift(group.physicalName());

    // When
    Pass pass = fleet.pass();

    // Then
    assertThat(names(pass.plan(), AUTO_SCALING_GROUP))
        .containsExactlyInAnyOrder(AutoScalingGroup.MAX_SIZE, "Tags.team");
    assertThat(fleet.plan().isEmpty()).isTrue();
  }

  @Test
  void shouldNotFollowVersionOfSomebodyElseThatHoldsMoreThanOurs() {
    // Given
    fleet.pass();
    account.copyVersionWithType(fleet.present(LAUNCH_TEMPLATE).physicalId());

    // When
    Pass pass = fleet.pass();

    // Then
    assertThat(names(pass.plan(), LAUNCH_TEMPLATE))
        .containsExactly(LaunchTemplate.LAUNCH_TEMPLATE_DATA);
    assertThat(fleet.present(LAUNCH_TEMPLATE).outputs())
        .containsEntry(LaunchTemplate.OUTPUT_VERSION, Value.text("1"));
    assertThat(fleet.present(AUTO_SCALING_GROUP).spec().values())
        .containsEntry(AutoScalingGroup.VERSION, Value.text("1"));
    assertThat(calls.writes()).doesNotContain("CreateLaunchTemplateVersion");
    assertThat(fleet.plan().isEmpty()).isTrue();
  }

  @Test
  void shouldSayNoPathAndNoMatcherWhenChecksBecomeThoseOfTcp() {
    // Given
    Set<String> ofHttp = Set.of("slowStartSeconds", "algorithm", "stickiness");
    String behindNetworkLoadBalancer =
        manifest()
            .replace("port: 8000", "port: 8000\n      protocol: TCP")
            .lines()
            .filter(line -> ofHttp.stream().noneMatch(line.strip()::startsWith))
            .collect(Collectors.joining("\n"));
    fleet.becomes(Manifests.read(behindNetworkLoadBalancer));
    fleet.pass();
    fleet.becomes(
        Manifests.read(
            behindNetworkLoadBalancer
                .lines()
                .filter(line -> !line.strip().startsWith("matcher"))
                .map(line -> line.replace("path: /health", "protocol: TCP"))
                .filter(line -> !line.equals("        protocol: HTTP"))
                .collect(Collectors.joining("\n"))));
    transport.failWhen(
        "ModifyTargetGroup", "HealthCheckPath", 400, "InvalidConfigurationRequest", "no path");

    // When
    Pass pass = fleet.pass();

    // Then
    assertThat(names(pass.plan(), TARGET_GROUP)).containsExactly(TargetGroup.HEALTH_CHECK_PROTOCOL);
    assertThat(pass.outcomes().values()).allMatch(Outcome.Done.class::isInstance);
    assertThat(fleet.plan().effective()).isEmpty();
  }

  @Test
  void shouldAttachNewTargetGroupInsteadOfTheOneThatWasRemovedByHand() {
    // Given
    fleet.pass();
    String former = fleet.present(TARGET_GROUP).physicalId();
    account.loadBalancing().deleteTargetGroup(request -> request.targetGroupArn(former));

    // When
    Pass pass = fleet.pass();

    // Then
    assertThat(pass.outcomes().values()).allMatch(Outcome.Done.class::isInstance);
    String present = fleet.present(TARGET_GROUP).physicalId();
    assertThat(present).isNotEqualTo(former);
    assertThat(fleet.present(AUTO_SCALING_GROUP).spec().values())
        .containsEntry(AutoScalingGroup.TARGET_GROUP_ARNS, Value.setOf(List.of(present)));
    assertThat(fleet.plan().effective()).isEmpty();
  }

  @Test
  void shouldSayOutputsAgainWhenNothingIsToDo() {
    // Given
    fleet.pass();
    Change noOp = fleet.plan().changes().getFirst();

    // When
    Outcome outcome = fleet.apply(noOp);

    // Then
    assertThat(outcome).isInstanceOf(Outcome.Done.class);
  }
}
