package dev.hastack.provider.aws.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.HoldReason;
import dev.hastack.core.plan.LastApplied;
import dev.hastack.core.plan.LastApplied.Applied;
import dev.hastack.core.plan.LastApplied.Provenance;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.plan.PlanPolicies;
import dev.hastack.core.plan.Planner;
import dev.hastack.core.stack.DesiredResource;
import dev.hastack.core.stack.DesiredStack;
import dev.hastack.core.stack.Health;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.ObservedStack;
import dev.hastack.core.stack.Ownership;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.ResourceSpec;
import dev.hastack.core.stack.StackId;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.AwsTags;
import dev.hastack.provider.aws.resource.AttributeValues;
import dev.hastack.provider.aws.resource.AutoScalingGroup;
import dev.hastack.provider.aws.resource.DbCluster;
import dev.hastack.provider.aws.resource.DbInstance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a plan for a cluster is done in this pass, and why the rest is not. */
class DatabaseStepsTest {
  private static final StackId STACK = new StackId("cluster-1", "shop", "storefront");
  private static final Provenance BEFORE = new Provenance("uid-1/1", "facts", 1);
  private static final Provenance AFTER = new Provenance("uid-1/2", "facts", 1);

  private final List<DesiredResource> wanted = new ArrayList<>();
  private final List<ObservedStack.Entry> found = new ArrayList<>();
  private final TreeMap<ResourceId, Applied> applied = new TreeMap<>();

  private static DbCluster cluster(AttributeValues.Builder attributes) {
    return new DbCluster(attributes.build());
  }

  private static AttributeValues.Builder version(String text) {
    return AttributeValues.builder()
        .text(DbCluster.ENGINE, "aurora-postgresql")
        .text(DbCluster.ENGINE_VERSION, text)
        .flag(DbCluster.DELETION_PROTECTION, false);
  }

  private void want(ResourceId id, ResourceSpec spec, ResourceId... after) {
    wanted.add(new DesiredResource(id, id.name(), spec, new TreeSet<>(List.of(after))));
  }

  private void find(ResourceId id, ResourceSpec spec, Map<String, Value> live) {
    found.add(
        new ObservedStack.Entry(
            id,
            new Present(
                id.name(),
                "arn:" + id,
                spec,
                Map.of(),
                Ownership.OURS,
                Health.HEALTHY,
                Optional.empty(),
                live)));
  }

  /** A member that is a writer, or is not, and serves, or does not. */
  private void findMember(String role, boolean serves) {
    DbInstance member = new DbInstance(AttributeValues.builder().build());
    want(DbInstance.id(0), member);
    find(
        DbInstance.id(0),
        member,
        Map.of(DbInstance.LIVE_ROLE, Value.text(role), DbInstance.LIVE_SERVES, Value.flag(serves)));
  }

  private void applied(DbCluster spec) {
    applied.put(DbCluster.DB, new Applied("db", new TreeMap<>(spec.values()), BEFORE));
  }

  private Plan staged() {
    var observed = new ObservedStack(found, List.of());
    LastApplied last = LastApplied.nothing().withResources(applied);
    Plan plan = Planner.plan(new DesiredStack(STACK, wanted), observed, last, AFTER);
    return DatabaseSteps.stage(PlanPolicies.protectStateful().apply(plan), observed, Instant.EPOCH);
  }

  private static List<HoldReason> reasons(Plan plan) {
    return plan.held().stream().map(Plan.Held::reason).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "16.6, 16.8, false, ",
    "16.8, 16.6, false, ",
    "16.6, 17.4, true, ",
    "16.6, 17.4, false, MajorVersionUpgrade",
    "17.4, 16.8, false, Downgrade",
    "17.4, 16.8, true, Downgrade"
  })
  void shouldHoldVersionsThatGoBackOrAreOfAnotherMajor(
      String running, String floor, boolean major, HoldReason reason) {
    // Given
    AttributeValues.Builder spec = version(floor);
    if (major) {
      spec.flag(DbCluster.ALLOW_MAJOR_VERSION_UPGRADE, true);
    }
    want(DbCluster.DB, cluster(spec));
    find(DbCluster.DB, cluster(version(running)), Map.of());
    applied(cluster(version(running)));

    // When
    Plan plan = staged();

    // Then
    assertThat(reasons(plan)).isEqualTo(reason == null ? List.of() : List.of(reason));
    boolean upgrades = reason == null && !floor.equals("16.6");
    assertThat(plan.effective()).hasSize(upgrades ? 1 : 0);
  }

  @Test
  void shouldSayNothingOfTheVersionWhenTheEngineIsHeld() {
    // Given
    want(
        DbCluster.DB,
        cluster(
            version("8.0.mysql_aurora.3.08.0")
                .text(DbCluster.ENGINE, "aurora-mysql")
                .flag(DbCluster.DELETION_PROTECTION, false)));
    find(DbCluster.DB, cluster(version("16.6")), Map.of());
    applied(cluster(version("16.6")));

    // When
    Plan plan = staged();

    // Then
    assertThat(reasons(plan))
        .containsExactly(HoldReason.StatefulReplacement, HoldReason.StatefulReplacement);
    assertThat(plan.effective()).isEmpty();
  }

  private static DbCluster protection(boolean on, boolean wanted) {
    return cluster(
        version("16.6")
            .flag(DbCluster.DELETION_PROTECTION, on)
            .keyed(DbCluster.TAGS, Map.of(AwsTags.WANTED_PROTECTION, Boolean.toString(wanted))));
  }

  /**
   * What somebody put on is not taken off, whether or not it is known what was applied last; what
   * they took off is put back.
   */
  @ParameterizedTest
  @CsvSource({
    "false, false, true, true, ProtectionStays",
    "false, false, true, false, ProtectionStays",
    "true, false, true, true, ",
    "true, false, true, false, ",
    "true, true, false, true, ",
    "false, true, false, true, "
  })
  void shouldLiftProtectionOnlyWhenTheOwnerChangedTheirMind(
      boolean before, boolean now, boolean onAws, boolean remembered, HoldReason reason) {
    // Given
    want(DbCluster.DB, protection(now, now));
    find(DbCluster.DB, protection(onAws, before), Map.of());
    if (remembered) {
      applied(protection(before, before));
    }

    // When
    Plan plan = staged();

    // Then
    assertThat(reasons(plan)).isEqualTo(reason == null ? List.of() : List.of(reason));
    assertThat(plan.effective()).hasSize(reason == null ? 1 : 0);
  }

  @ParameterizedTest
  @CsvSource({"Writer, true, true", "Writer, false, false", "Reader, true, false"})
  void shouldHavePasswordManagedOnceTheWriterServes(String role, boolean serves, boolean done) {
    // Given
    want(
        DbCluster.DB,
        cluster(
            version("16.6")
                .flag(DbCluster.MANAGE_MASTER_USER_PASSWORD, true)
                .whole(DbCluster.BACKUP_RETENTION_PERIOD, 9)));
    find(
        DbCluster.DB,
        cluster(
            version("16.6")
                .flag(DbCluster.MANAGE_MASTER_USER_PASSWORD, false)
                .whole(DbCluster.BACKUP_RETENTION_PERIOD, 7)),
        Map.of());
    findMember(role, serves);

    // When
    Plan plan = staged();

    // Then
    assertThat(reasons(plan)).isEqualTo(done ? List.of() : List.of(HoldReason.LaterStep));
    assertThat(plan.effective())
        .singleElement()
        .satisfies(change -> assertThat(change.attributeChanges()).hasSize(done ? 2 : 1));
  }

  @ParameterizedTest
  @CsvSource({
    "true, Writer, false, 0",
    "true, Reader, true, 0",
    "true, Writer, true, 1",
    "false, Writer, false, 1"
  })
  void shouldMakeServersWhenTheDatabaseServesIfTheyWaitForIt(
      boolean waits, String role, boolean serves, int made) {
    // Given
    want(DbCluster.DB, cluster(version("16.6")));
    find(DbCluster.DB, cluster(version("16.6")), Map.of());
    findMember(role, serves);
    var group = new ResourceId(AutoScalingGroup.KIND, "app");
    var servers = new AutoScalingGroup(AttributeValues.builder().build());
    if (waits) {
      want(group, servers, DbCluster.DB);
    } else {
      want(group, servers);
    }

    // When
    Plan plan = staged();

    // Then
    assertThat(plan.effective()).filteredOn(Change.Create.class::isInstance).hasSize(made);
    assertThat(reasons(plan)).isEqualTo(made == 1 ? List.of() : List.of(HoldReason.LaterStep));
  }

  /** The epoch was a Thursday, at midnight. */
  @ParameterizedTest
  @CsvSource({
    "thu:00:00-thu:00:30, false, true",
    "thu:00:30-thu:01:00, false, false",
    "thu:00:30-thu:01:00, true, true",
    ", false, false"
  })
  void shouldRestartInTheWindowOrAtOnceAsTheSpecSays(
      String window, boolean immediately, boolean restarts) {
    // Given
    DbCluster database =
        cluster(version("16.6").text(DbCluster.PREFERRED_MAINTENANCE_WINDOW, window));
    want(DbCluster.DB, database);
    find(DbCluster.DB, database, Map.of());
    want(DbInstance.id(0), member(DbInstance.IN_SYNC, immediately ? true : null));
    find(DbInstance.id(0), member(DbInstance.PENDING_REBOOT, null), Map.of());

    // When
    Plan plan = staged();

    // Then
    assertThat(plan.effective()).hasSize(restarts ? 1 : 0);
    assertThat(plan.held()).isEmpty();
  }

  private static DbInstance member(String parameters, @Nullable Boolean immediately) {
    return new DbInstance(
        AttributeValues.builder()
            .text(DbInstance.PARAMETER_GROUP_STATUS, parameters)
            .flag(DbInstance.APPLY_IMMEDIATELY, immediately)
            .build());
  }
}
