package dev.hastack.provider.aws;

import static dev.hastack.provider.aws.blueprint.AwsBlueprint.AUTO_SCALING_GROUP;
import static dev.hastack.provider.aws.resource.LifecycleHook.TERMINATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.ChangeReason;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.stack.Attribute;
import dev.hastack.core.stack.Observation;
import dev.hastack.core.stack.Ownership;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.FleetUnderTest.Pass;
import dev.hastack.provider.aws.resource.LifecycleHook;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.autoscaling.model.PutLifecycleHookRequest;

/** The hook by which the operator learns that a server of a group of ours ends. */
abstract class TerminateHookContract extends ProviderContract {
  private static final String OURS = AwsNames.terminateHook("cluster-1");

  @Override
  String manifest() {
    return Manifests.spot(super.manifest(), "");
  }

  private String group() {
    return AwsNames.autoScalingGroup(fleet.id(), AUTO_SCALING_GROUP);
  }

  private List<String> hooks() {
    return account
        .autoScaling()
        .describeLifecycleHooks(request -> request.autoScalingGroupName(group()))
        .lifecycleHooks()
        .stream()
        .map(hook -> hook.lifecycleHookName())
        .sorted()
        .toList();
  }

  /** Somebody puts a hook of that name. */
  private void put(String name, String transition, int seconds, String result) {
    account
        .autoScaling()
        .putLifecycleHook(
            PutLifecycleHookRequest.builder()
                .autoScalingGroupName(group())
                .lifecycleHookName(name)
                .lifecycleTransition(transition)
                .heartbeatTimeout(seconds)
                .defaultResult(result)
                .build());
  }

  @Test
  void shouldPutHookRightAfterItsGroupWhenServersAreDrained() {
    // When
    fleet.pass();

    // Then
    assertThat(calls.writes().indexOf("PutLifecycleHook"))
        .isGreaterThan(calls.writes().indexOf("CreateAutoScalingGroup"));
    Observation.Present hook = fleet.present(TERMINATE);
    assertThat(hook.ownership()).isEqualTo(Ownership.OURS);
    assertThat(hook.physicalName()).isEqualTo(group() + "/" + OURS);
    assertThat(hook.spec().values())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                LifecycleHook.GROUP_NAME, Value.text(group()),
                LifecycleHook.TRANSITION, Value.text("autoscaling:EC2_INSTANCE_TERMINATING"),
                LifecycleHook.HEARTBEAT_TIMEOUT, Value.whole(45 + 30),
                LifecycleHook.DEFAULT_RESULT, Value.text("CONTINUE")));
    assertThat(fleet.plan().isEmpty()).isTrue();

    // When
    calls.forget();
    fleet.pass();

    // Then
    assertThat(calls.writes()).isEmpty();
  }

  @Test
  void shouldFollowTheDeregistrationDelay() {
    // Given
    fleet.pass();

    // When
    fleet.becomes(
        Manifests.read(
            manifest()
                .replace("deregistrationDelaySeconds: 45", "deregistrationDelaySeconds: 90")));
    fleet.pass();

    // Then
    assertThat(fleet.present(TERMINATE).spec().values())
        .containsEntry(LifecycleHook.HEARTBEAT_TIMEOUT, Value.whole(120));
  }

  @ParameterizedTest
  @CsvSource({
    "autoscaling:EC2_INSTANCE_LAUNCHING, 75, CONTINUE, LifecycleTransition",
    "autoscaling:EC2_INSTANCE_TERMINATING, 3600, CONTINUE, HeartbeatTimeout",
    "autoscaling:EC2_INSTANCE_TERMINATING, 75, ABANDON, DefaultResult"
  })
  void shouldPutRightWhatSomebodyChanged(
      String transition, int seconds, String result, String attribute) {
    // Given
    fleet.pass();
    put(OURS, transition, seconds, result);

    // When
    Plan plan = fleet.plan();
    fleet.pass();

    // Then
    assertThat(names(plan, TERMINATE)).containsExactly(attribute);
    assertThat(plan.effective()).extracting(Change::reason).containsExactly(ChangeReason.Drifted);
    assertThat(fleet.plan().isEmpty()).isTrue();
  }

  @Test
  void shouldHaveADriftForEveryAttributeThatAnybodyCanChange() {
    assertThat(LifecycleHook.SCHEMA.attributes())
        .<String>extracting(Attribute::name)
        .containsExactly(
            LifecycleHook.GROUP_NAME, "LifecycleTransition", "HeartbeatTimeout", "DefaultResult");
  }

  @Test
  void shouldPutHookAgainWhenSomebodyRemovedIt() {
    // Given
    fleet.pass();
    account
        .autoScaling()
        .deleteLifecycleHook(
            request -> request.autoScalingGroupName(group()).lifecycleHookName(OURS));

    // When
    Plan plan = fleet.plan();
    fleet.pass();

    // Then
    assertThat(plan.effective())
        .singleElement()
        .isInstanceOfSatisfying(
            Change.Create.class, create -> assertThat(create.onceCreated()).isTrue());
    assertThat(hooks()).containsExactly(OURS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"onInterruption: Ignore", "no section", "no target group"})
  void shouldRemoveOnlyItsOwnHookWhenNothingIsDrainedAnyMore(String change) {
    // Given
    fleet.pass();
    String others = AwsNames.terminateHook("another cluster");
    put(others, LifecycleHook.TERMINATING, 300, "ABANDON");

    // When
    String web = super.manifest();
    fleet.becomes(
        Manifests.read(
            switch (change) {
              case "no section" -> web;
              case "no target group" ->
                  Manifests.spot(
                      web.substring(0, web.indexOf("    targetGroup:"))
                          .replace("types: [ELB]", "types: [EBS]"),
                      "");
              default -> Manifests.spot(web, change);
            }));
    fleet.pass();

    // Then
    assertThat(hooks()).containsExactly(others);
    assertThat(fleet.plan().isEmpty()).isTrue();

    // When
    calls.forget();
    fleet.pass();

    // Then
    assertThat(calls.all())
        .extracting(CountedCalls.Call::operation)
        .doesNotContain("DescribeLifecycleHooks");
  }

  @Test
  void shouldRemoveHookBeforeGroupShrinksWhenStackIsDeleted() {
    // Given
    fleet.pass();
    calls.forget();

    // When
    fleet.deletionPass();

    // Then
    assertThat(calls.writes().indexOf("DeleteLifecycleHook"))
        .isNotNegative()
        .isLessThan(calls.writes().indexOf("UpdateAutoScalingGroup"));
  }

  @Test
  void shouldRemoveHookWhenStackIsRetained() {
    // Given
    fleet.pass();

    // When
    fleet.retainingPass();

    // Then
    assertThat(hooks()).isEmpty();
    assertThat(fleet.present(AUTO_SCALING_GROUP).ownership()).isEqualTo(Ownership.RETAINED);
  }

  @Test
  void shouldFindHookWhenWhatWasLastAppliedIsForgotten() {
    // Given
    fleet.pass();
    fleet.forgetLastApplied();

    // When
    fleet.becomes(Manifests.read(super.manifest()));
    fleet.pass();

    // Then
    assertThat(hooks()).isEmpty();
  }

  @Test
  void shouldPutNothingOnGroupThatIsNotOurs() {
    // Given
    fleet.pass();
    account
        .autoScaling()
        .deleteLifecycleHook(
            request -> request.autoScalingGroupName(group()).lifecycleHookName(OURS));
    Change create = fleet.plan().effective().getFirst();
    account.removeTag(group(), AwsTags.STACK);

    // When
    Outcome outcome = fleet.apply(create);

    // Then
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.failure().code()).isEqualTo("NotOwned"));
    assertThat(hooks()).isEmpty();
    assertThat(fleet.plan().effective()).extracting(Change::id).doesNotContain(TERMINATE);
  }

  @Test
  void shouldRemoveNothingFromGroupThatIsNotOurs() {
    // Given
    fleet.pass();
    account.removeTag(group(), AwsTags.STACK);

    // When
    fleet.deletionPass();

    // Then
    assertThat(hooks()).containsExactly(OURS);
  }

  @Test
  void shouldNotTakeUnreadHookForAbsentOne() {
    // Given
    fleet.pass();
    transport.fail("DescribeLifecycleHooks", 400, "Throttling", "Rate exceeded");

    // When
    Plan plan = fleet.plan();

    // Then
    assertThat(fleet.observe().of(TERMINATE))
        .singleElement()
        .isInstanceOfSatisfying(
            Observation.Unread.class,
            unread -> assertThat(unread.why().kind()).isEqualTo(FailureKind.THROTTLED));
    assertThat(plan.effective()).isEmpty();

    // When
    fleet.becomes(Manifests.read(super.manifest()));

    // Then
    assertThat(fleet.plan().effective()).noneMatch(Change.Delete.class::isInstance);
    assertThat(fleet.plan().obstacles()).containsKey(TERMINATE);
  }

  @Test
  void shouldMakeOneHookForEachGroupWhenThereIsOneForEachZone() {
    // Given
    List<String> two = account.subnetIds().subList(0, 2);
    fleet.becomes(
        Manifests.read(
            Manifests.spot(
                Manifests.web(two, account.securityGroupId(), account.imageId())
                    .replace("fleet:\n", "fleet:\n      zoneLayout: OneGroupPerZone\n"),
                "")));

    // When
    Pass pass = fleet.pass();

    // Then
    assertThat(pass.outcomes().values()).allMatch(Outcome.Done.class::isInstance);
    var groups = new TreeSet<ResourceId>();
    fleet.observe().ids().stream()
        .filter(id -> id.kind().equals(AUTO_SCALING_GROUP.kind()))
        .filter(id -> !id.equals(AUTO_SCALING_GROUP))
        .forEach(groups::add);
    assertThat(groups).hasSize(2);
    assertThat(groups)
        .allSatisfy(
            id -> {
              ResourceId hook = LifecycleHook.terminate(id);
              assertThat(hook.toString()).isEqualTo("LifecycleHook/terminate-" + id.name());
              assertThat(LifecycleHook.group(hook)).isEqualTo(id);
              assertThat(fleet.observe().present(hook)).hasSize(1);
            });
    assertThat(fleet.plan().isEmpty()).isTrue();
  }
}
