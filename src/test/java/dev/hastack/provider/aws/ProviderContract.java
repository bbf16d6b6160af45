package dev.hastack.provider.aws;

import static dev.hastack.provider.aws.blueprint.AwsBlueprint.AUTO_SCALING_GROUP;
import static dev.hastack.provider.aws.blueprint.AwsBlueprint.LAUNCH_TEMPLATE;
import static dev.hastack.provider.aws.blueprint.AwsBlueprint.TARGET_GROUP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.plan.AttributeChange;
import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.ChangeReason;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.stack.DesiredStack;
import dev.hastack.core.stack.Health;
import dev.hastack.core.stack.Impact;
import dev.hastack.core.stack.Observation;
import dev.hastack.core.stack.ObservedStack;
import dev.hastack.core.stack.Ownership;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.FleetUnderTest.Pass;
import dev.hastack.provider.aws.resource.AutoScalingGroup;
import dev.hastack.provider.aws.resource.LaunchTemplate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.apache.ApacheHttpClient;

/** What the provider promises the engine, on whatever plays AWS. */
abstract class ProviderContract {
  private static final String MEMBER_OF_ALL = "team";

  final CountedCalls calls = new CountedCalls();
  final AtomicBoolean leading = new AtomicBoolean(true);
  private AwsAccountUnderTest account;
  private FaultyTransport transport;
  private AwsClients clients;
  private AwsProvider provider;
  private FleetUnderTest fleet;

  /** An account with nothing of ours in it. */
  abstract AwsAccountUnderTest emptyAccount();

  @BeforeEach
  void connect() {
    account = emptyAccount();
    transport = new FaultyTransport(ApacheHttpClient.create(), account.endpoint());
    clients =
        new AwsClients(
            new AwsClientSettings(
                "test",
                transport,
                account.credentials(),
                2,
                Duration.ofSeconds(30),
                Duration.ofSeconds(60)),
            calls,
            leading::get);
    provider = newProvider();
    fleet = fleetOf("cluster-1");
  }

  @AfterEach
  void disconnect() {
    clients.close();
    account.close();
  }

  private AwsProvider newProvider() {
    var regions = new AwsRegions(clients);
    return new AwsProvider(regions, new AwsDiscovery(regions, InstantSource.system()));
  }

  private FleetUnderTest fleetOf(String cluster) {
    return new FleetUnderTest(
        provider, new StackId(cluster, "shop", "storefront"), Manifests.read(manifest()));
  }

  private String manifest() {
    return Manifests.web(account.subnetIds(), account.securityGroupId(), account.imageId());
  }

  // --- create and converge

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
        assertThat(fleet.apply(change)).isInstanceOf(Outcome.Done.class);
      }
    }

    // Then
    ObservedStack observed = fleet.observe();
    assertThat(observed.resources()).hasSize(3);
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

    // When
    Observation.Present group = fleet.present(AUTO_SCALING_GROUP);

    // Then
    assertThat(group.health()).as("%s", group.live()).isEqualTo(Health.HEALTHY);
    assertThat(group.live())
        .containsEntry(AutoScalingGroup.LIVE_DESIRED, Value.whole(2))
        .containsEntry(AutoScalingGroup.LIVE_IN_SERVICE, Value.whole(2));
  }

  // --- change

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

  // --- drift

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
        .containsExactlyInAnyOrder(AutoScalingGroup.MAX_SIZE, "Tags." + MEMBER_OF_ALL);
    assertThat(fleet.plan().isEmpty()).isTrue();
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

  // --- ownership

  @Test
  void shouldLeaveResourceAloneWhenItHasOurNameWithoutOurTags() {
    // Given
    String name = AwsNames.launchTemplate(fleet.id(), LAUNCH_TEMPLATE);
    account.createForeignTemplate(name, Map.of());

    // When
    ObservedStack observed = fleet.observe();

    // Then
    assertThat(observed.present(LAUNCH_TEMPLATE))
        .singleElement()
        .extracting(Observation.Present::ownership)
        .isEqualTo(Ownership.NOT_OURS);
    fleet.pass();
    assertThat(calls.writes()).doesNotContain("CreateLaunchTemplate", "ModifyLaunchTemplate");
  }

  @Test
  void shouldReportForeignCopyWhenOurTagsAreUnderAnotherName() {
    // Given
    account.createForeignTemplate("copy", AwsTags.ownership(fleet.id(), LAUNCH_TEMPLATE));

    // When
    ObservedStack observed = fleet.observe();

    // Then
    assertThat(observed.foreignCopies())
        .containsExactly(new ObservedStack.ForeignCopy(LAUNCH_TEMPLATE, "copy"));
    assertThat(observed.of(LAUNCH_TEMPLATE)).containsExactly(new Observation.Absent());
  }

  @Test
  void shouldSeeNothingWhenStackBelongsToAnotherCluster() {
    // Given
    fleet.pass();

    // When
    ObservedStack observed = fleetOf("cluster-2").observe();

    // Then
    assertThat(observed.isEmpty()).isTrue();
    assertThat(observed.foreignCopies()).isEmpty();
  }

  @Test
  void shouldRetainAndTakeUpAgainWhenForgottenAndAdopted() {
    // Given
    fleet.pass();
    for (ResourceId id : List.of(LAUNCH_TEMPLATE, TARGET_GROUP, AUTO_SCALING_GROUP)) {
      Observation.Present present = fleet.present(id);
      assertThat(fleet.apply(new Change.Forget(id, present, ChangeReason.NoLongerDesired)))
          .isInstanceOf(Outcome.Done.class);
      assertThat(fleet.present(id).ownership()).isEqualTo(Ownership.RETAINED);
    }
    assertThat(fleet.observe(DesiredStack.empty(fleet.id())).isEmpty()).isTrue();
    fleet.forgetLastApplied();

    // When
    Pass pass = fleet.pass();

    // Then
    assertThat(pass.plan().counts()).containsExactly(Map.entry("Adopt", 3));
    assertThat(fleet.plan().isEmpty()).isTrue();
  }

  // --- delete

  @Test
  void shouldLeaveNothingWhenDeleted() {
    // Given
    fleet.pass();

    // When
    for (int pass = 0; pass < 10 && !isGone(); pass++) {
      fleet.deletionPass();
    }

    // Then
    assertThat(isGone()).isTrue();
    assertThat(fleet.observe(DesiredStack.empty(fleet.id())).resources())
        .hasSize(3)
        .allMatch(entry -> entry.observation() instanceof Observation.Absent);
  }

  @Test
  void shouldDeleteWhatIsThereWhenStackIsHalfCreated() {
    // Given
    Change first = fleet.plan().effective().getFirst();
    fleet.apply(first);

    // When
    fleet.deletionPass();

    // Then
    assertThat(isGone()).isTrue();
  }

  private boolean isGone() {
    return fleet.observe(DesiredStack.empty(fleet.id())).isEmpty();
  }

  // --- what cannot be read or written

  @Test
  void shouldSayUnreadAndNotAbsentWhenThrottled() {
    // Given
    fleet.pass();
    DesiredStack desired = fleet.desired();
    transport.fail("DescribeAutoScalingGroups", 400, "Throttling", "Rate exceeded");

    // When
    ObservedStack observed = fleet.observe(desired);

    // Then
    assertThat(observed.of(AUTO_SCALING_GROUP))
        .singleElement()
        .isInstanceOfSatisfying(
            Observation.Unread.class,
            unread -> {
              assertThat(unread.why().kind()).isEqualTo(FailureKind.THROTTLED);
              assertThat(unread.why().operation())
                  .isEqualTo("autoscaling:DescribeAutoScalingGroups");
            });
    assertThat(observed.present(LAUNCH_TEMPLATE)).hasSize(1);
  }

  @Test
  void shouldNameDeniedActionWhenUnauthorized() {
    // Given
    fleet.pass();
    DesiredStack desired = fleet.desired();
    transport.fail(
        "DescribeTargetGroups", 403, "AccessDenied", "User is not authorized to do this");

    // When
    ObservedStack observed = fleet.observe(desired);

    // Then
    assertThat(observed.of(TARGET_GROUP))
        .singleElement()
        .isInstanceOfSatisfying(
            Observation.Unread.class,
            unread -> {
              assertThat(unread.why().kind()).isEqualTo(FailureKind.UNAUTHORIZED);
              assertThat(unread.why().sentence())
                  .contains(
                      "elasticloadbalancing:DescribeTargetGroups",
                      "User is not authorized to do this");
            });
  }

  @Test
  void shouldBeTransientWhenAwsCannotBeReached() {
    // Given
    DesiredStack desired = fleet.desired();
    transport.disconnect("DescribeLaunchTemplates");

    // When
    ObservedStack observed = fleet.observe(desired);

    // Then
    assertThat(observed.of(LAUNCH_TEMPLATE))
        .singleElement()
        .isInstanceOfSatisfying(
            Observation.Unread.class,
            unread -> assertThat(unread.why().kind()).isEqualTo(FailureKind.TRANSIENT));
  }

  @Test
  void shouldWriteNothingWhenAnotherReplicaLeads() {
    // Given
    leading.set(false);

    // When
    Pass pass = fleet.pass();

    // Then
    assertThat(pass.outcomes().values())
        .singleElement()
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> {
              assertThat(failed.failure().kind()).isEqualTo(FailureKind.CONFLICT);
              assertThat(failed.failure().code()).isEqualTo("NotLeader");
            });
    leading.set(true);
    assertThat(isGone()).isTrue();
  }

  @Test
  void shouldCountEveryCallByOutcome() {
    // Given
    DesiredStack desired = fleet.desired();
    transport.fail("DescribeLaunchTemplates", 400, "UnauthorizedOperation", "no");
    calls.forget();

    // When
    fleet.observe(desired);

    // Then
    assertThat(calls.all())
        .contains(
            new CountedCalls.Call("ec2", "DescribeLaunchTemplates", "UNAUTHORIZED"),
            new CountedCalls.Call("autoscaling", "DescribeAutoScalingGroups", "OK"));
  }

  private static List<String> names(Plan plan, ResourceId id) {
    return plan.effective().stream()
        .filter(change -> change.id().equals(id))
        .flatMap(change -> change.attributeChanges().stream())
        .map(AttributeChange::name)
        .toList();
  }
}
