package dev.hastack.core.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.api.v1alpha1.HAStackStatus;
import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.ChangeReason;
import dev.hastack.core.plan.HoldReason;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.stack.DesiredResource;
import dev.hastack.core.stack.DesiredStack;
import dev.hastack.core.stack.Health;
import dev.hastack.core.stack.Observation;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.ObservedStack;
import dev.hastack.core.stack.Ownership;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Schema;
import dev.hastack.core.stack.Schema.ReplaceOrder;
import dev.hastack.core.stack.Value;
import dev.hastack.testing.toy.Toy;
import dev.hastack.testing.toy.ToyStacks;
import dev.hastack.testing.toy.Toys;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a person and an application see of the database. */
class DatabaseStatusTest {
  private static final DesiredResource CLUSTER = want("DbCluster", "db");
  private static final DesiredResource FIRST = want("DbInstance", "0");
  private static final DesiredResource SECOND = want("DbInstance", "1");
  private static final String SECRET_ARN =
      "arn:aws:secretsmanager:eu-west-1:123456789012:secret:rds!cluster-0a1b2c3d-4e5f";
  private static final Observation UNREAD =
      new Observation.Unread(
          new Failure(FailureKind.THROTTLED, "rds:Describe", "Throttling", "slow down"));
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final List<DesiredResource> desired = new ArrayList<>(List.of(CLUSTER, FIRST, SECOND));
  private final Map<ResourceId, Observation> observed = new TreeMap<>();
  private final List<Plan.Held> held = new ArrayList<>();
  private Optional<Failure> obstacle = Optional.empty();
  private Optional<HAStackStatus> before = Optional.empty();
  private Instant now = NOW;

  DatabaseStatusTest() {
    observed.put(
        ToyStacks.GROUP,
        present(
            ToyStacks.group(),
            Map.of("Desired", Value.whole(2), "InService", Value.whole(2)),
            Health.HEALTHY));
  }

  private static DesiredResource want(String kind, String name) {
    return Toys.want(
        new Schema<>(kind, Toy.class, List.of(), ReplaceOrder.DELETE_FIRST, true, Set.of()),
        name,
        Map.of());
  }

  private static Present present(DesiredResource resource, Map<String, Value> live, Health health) {
    return new Present(
        resource.physicalName(),
        "arn:" + resource.physicalName(),
        resource.spec(),
        Map.of(),
        Ownership.OURS,
        health,
        Optional.empty(),
        live);
  }

  /** A cluster as AWS answers of one whose password it manages. */
  private void withCluster(String status, Health health) {
    withCluster(status, health, Map.of("MasterUserSecretArn", Value.text(SECRET_ARN)));
  }

  private void withCluster(String status, Health health, Map<String, Value> more) {
    var live = new TreeMap<String, Value>();
    live.put("Status", Value.text(status));
    live.put("EngineVersion", Value.text("aurora-postgresql 16.6"));
    live.put("Capacity", Value.text("0.5-16"));
    live.put("Endpoint", Value.text("web.cluster-1.rds.amazonaws.com"));
    live.put("ReaderEndpoint", Value.text("web.cluster-ro-1.rds.amazonaws.com"));
    live.put("Port", Value.whole(5432));
    live.put("DatabaseName", Value.text("shop"));
    live.put("MasterUsername", Value.text("owner"));
    live.putAll(more);
    observed.put(CLUSTER.id(), present(CLUSTER, live, health));
  }

  private void withMember(DesiredResource member, String role, String status) {
    boolean serves = status.equals("available");
    observed.put(
        member.id(),
        present(
            member,
            Map.of(
                "Role", Value.text(role),
                "Status", Value.text(status),
                "AvailabilityZone", Value.text("eu-west-1a"),
                "Serves", Value.flag(serves)),
            switch (status) {
              case "available" -> Health.HEALTHY;
              case "deleting" -> Health.DELETING;
              case "failed" -> Health.DEGRADED;
              default -> Health.PROGRESSING;
            }));
  }

  private void withEverythingAvailable() {
    withCluster("available", Health.HEALTHY);
    withMember(FIRST, "Writer", "available");
    withMember(SECOND, "Reader", "available");
  }

  /** The cluster was there, and nobody was told to delete it. */
  private void withClusterLost() {
    observed.keySet().removeIf(id -> !id.equals(ToyStacks.GROUP));
    observed.put(CLUSTER.id(), new Observation.Absent());
    held.add(
        new Plan.Held(
            new Change.Create(CLUSTER, List.of(), ChangeReason.Missing, true),
            HoldReason.DatabaseLost,
            "its data is gone; say what to do in spec.aws.database.whenLost"));
  }

  private PassFacts facts() {
    var stack = new HAStack();
    stack.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(Toys.STACK.namespace())
            .withName(Toys.STACK.name())
            .withGeneration(1L)
            .build());
    before.ifPresent(stack::setStatus);
    return new PassFacts(
        stack,
        Optional.empty(),
        obstacle,
        List.of(),
        obstacle.isPresent()
            ? DesiredStack.empty(Toys.STACK)
            : new DesiredStack(Toys.STACK, desired),
        new ObservedStack(
            observed.entrySet().stream()
                .map(entry -> new ObservedStack.Entry(entry.getKey(), entry.getValue()))
                .toList(),
            List.of()),
        new Plan(Toys.STACK, List.of(), held, new TreeMap<>()),
        Map.of(),
        Interruptions.NONE,
        false,
        false,
        now);
  }

  /** One pass, which the next one remembers. */
  private HAStackStatus pass() {
    HAStackStatus status = StatusProjector.status(facts());
    before = Optional.of(status);
    return status;
  }

  private static Optional<String> find(HAStackStatus status, String type) {
    return Objects.requireNonNull(status.conditions()).stream()
        .filter(each -> each.type().equals(type))
        .map(each -> each.status() + "/" + each.reason() + ": " + each.message())
        .findFirst();
  }

  private static String condition(HAStackStatus status, String type) {
    return find(status, type).orElseThrow();
  }

  @Test
  void shouldSayNothingWhenTheStackHasNoDatabase() {
    // Given
    desired.removeAll(List.of(CLUSTER, FIRST, SECOND));

    // When
    HAStackStatus status = pass();

    // Then
    assertThat(find(status, "DatabaseReady")).isEmpty();
    assertThat(status.database()).isNull();
    assertThat(condition(status, "Ready")).startsWith("True/Ready");
  }

  @Test
  void shouldNotBeReadyWhenTheClusterDoesNotExistYet() {
    // Given
    observed.put(CLUSTER.id(), new Observation.Absent());

    // When
    HAStackStatus status = pass();

    // Then
    assertThat(condition(status, "DatabaseReady"))
        .isEqualTo("False/NotCreated: the database cluster does not exist yet");
    assertThat(condition(status, "Ready")).startsWith("False/NotCreated");
    assertThat(status.database()).isNull();
  }

  @Test
  void shouldBeProvisioningWhenAwsMakesTheCluster() {
    // Given
    withCluster("creating", Health.PROGRESSING, Map.of());

    // When
    HAStackStatus status = pass();

    // Then
    assertThat(condition(status, "DatabaseReady"))
        .isEqualTo(
            "False/Provisioning: no writer is available; the cluster is creating, 0 of 2 members"
                + " available");
    assertThat(condition(status, "Ready")).startsWith("False/Provisioning");
    assertThat(condition(status, "Reconciling")).startsWith("True/Provisioning");
  }

  @Test
  void shouldBeProvisioningWhenTheMembersAreStillToCome() {
    // Given
    withCluster("available", Health.HEALTHY);

    // When
    HAStackStatus first = pass();
    withMember(FIRST, "Writer", "creating");
    withMember(SECOND, "Reader", "creating");
    HAStackStatus second = pass();

    // Then
    assertThat(condition(first, "DatabaseReady")).startsWith("False/Provisioning");
    assertThat(condition(second, "DatabaseReady")).startsWith("False/Provisioning");
    assertThat(condition(second, "Reconciling")).startsWith("True/Provisioning");
  }

  @Test
  void shouldBeProvisioningWhenAwsDoesNotManageThePasswordYet() {
    // Given
    withEverythingAvailable();
    withCluster("available", Health.HEALTHY, Map.of());

    // When
    HAStackStatus status = pass();

    // Then
    assertThat(condition(status, "DatabaseReady"))
        .isEqualTo("False/Provisioning: AWS does not manage the master password yet");
  }

  @Test
  void shouldBeAvailableAndSayHowToReachItWhenEveryMemberIs() {
    // Given
    withEverythingAvailable();

    // When
    HAStackStatus status = pass();

    // Then
    assertThat(condition(status, "DatabaseReady"))
        .isEqualTo("True/Available: 2 of 2 members available");
    assertThat(condition(status, "Ready")).startsWith("True/Ready");
    assertThat(condition(status, "Reconciling")).startsWith("False/Settled");
    assertThat(status.database())
        .isEqualTo(
            new HAStackStatus.Database(
                "available",
                null,
                "aurora-postgresql 16.6",
                "0.5-16",
                "web.cluster-1.rds.amazonaws.com",
                "web.cluster-ro-1.rds.amazonaws.com",
                5432,
                "shop",
                "owner",
                SECRET_ARN,
                List.of(
                    new HAStackStatus.Member(
                        "DbInstance/0", "Writer", "eu-west-1a", "available", null),
                    new HAStackStatus.Member(
                        "DbInstance/1", "Reader", "eu-west-1a", "available", null)),
                null,
                null,
                null));
  }

  @Test
  void shouldSaySinceWhenItIsWaitedForAndKeepThatWhileItIsTheSame() {
    // Given
    withEverythingAvailable();
    withCluster("upgrading", Health.PROGRESSING);
    withMember(SECOND, "Reader", "creating");
    HAStackStatus first = pass();

    // When
    now = NOW.plusSeconds(90);
    HAStackStatus second = pass();

    // Then
    assertThat(second).isEqualTo(first);
    assertThat(Objects.requireNonNull(second.database()).statusSince()).isEqualTo(NOW.toString());
    assertThat(Objects.requireNonNull(second.database()).members())
        .extracting(HAStackStatus.Member::statusSince)
        .containsExactly(null, NOW.toString());

    // When
    withCluster("modifying", Health.PROGRESSING);
    withMember(SECOND, "Reader", "available");
    now = NOW.plusSeconds(120);
    HAStackStatus third = pass();

    // Then
    assertThat(Objects.requireNonNull(third.database()).statusSince())
        .isEqualTo(NOW.plusSeconds(120).toString());
    assertThat(Objects.requireNonNull(third.database()).members())
        .extracting(HAStackStatus.Member::statusSince)
        .containsOnlyNulls();
  }

  @Test
  void shouldFollowTheRolesThatAwsSaysWhenThereWasAFailover() {
    // Given
    withEverythingAvailable();
    withMember(FIRST, "Reader", "available");
    withMember(SECOND, "Writer", "available");

    // When
    HAStackStatus status = pass();

    // Then
    assertThat(condition(status, "DatabaseReady")).startsWith("True/Available");
    assertThat(Objects.requireNonNull(status.database()).members())
        .extracting(HAStackStatus.Member::role)
        .containsExactly("Reader", "Writer");
  }

  @Test
  void shouldBeReadyAndDegradedWhenAReaderDoesNotServeOrIsMissing() {
    // Given
    withEverythingAvailable();
    withMember(SECOND, "Reader", "failed");

    // When
    HAStackStatus failed = pass();
    observed.put(SECOND.id(), new Observation.Absent());
    HAStackStatus missing = pass();

    // Then
    assertThat(condition(failed, "DatabaseReady"))
        .isEqualTo("True/Degraded: 1 of 2 members available");
    assertThat(condition(failed, "Ready")).startsWith("True/Ready");
    assertThat(condition(missing, "DatabaseReady"))
        .isEqualTo("True/Degraded: 1 of 2 members available");
  }

  @Test
  void shouldNotBeDegradedWhenAMemberIsNotWantedAnyMore() {
    // Given
    withEverythingAvailable();
    desired.remove(SECOND);
    withMember(SECOND, "Reader", "deleting");

    // When
    HAStackStatus status = pass();

    // Then
    assertThat(condition(status, "DatabaseReady"))
        .isEqualTo("True/Available: 1 of 1 members available");
    assertThat(Objects.requireNonNull(status.database()).members()).hasSize(2);
  }

  @Test
  void shouldBeUnavailableWhenTheWriterFailed() {
    // Given
    withEverythingAvailable();
    withMember(FIRST, "Writer", "failed");

    // When
    HAStackStatus status = pass();

    // Then
    assertThat(condition(status, "DatabaseReady"))
        .isEqualTo(
            "False/Unavailable: no writer is available; the cluster is available, 1 of 2 members"
                + " available");
    assertThat(condition(status, "Ready")).startsWith("False/Unavailable");
    assertThat(condition(status, "Reconciling")).startsWith("False/Settled");
  }

  @Test
  void shouldBeUnavailableWhenTheClusterFailedBeforeItHadMembers() {
    // Given
    withCluster("failed", Health.DEGRADED);

    // When
    HAStackStatus status = pass();

    // Then
    assertThat(condition(status, "DatabaseReady")).startsWith("False/Unavailable");
  }

  @Test
  void shouldBeUnderWayWhenTheClusterFailsOver() {
    // Given
    withEverythingAvailable();
    withCluster("failing-over", Health.PROGRESSING);
    withMember(FIRST, "Reader", "rebooting");

    // When
    HAStackStatus status = pass();

    // Then
    assertThat(condition(status, "DatabaseReady"))
        .startsWith("False/Provisioning: no writer is available; the cluster is failing-over");
    assertThat(condition(status, "Reconciling")).startsWith("True/Provisioning");
  }

  @Test
  void shouldShowWhatAwsPutOffAndWhatMustRestart() {
    // Given
    withEverythingAvailable();
    withCluster(
        "available",
        Health.HEALTHY,
        Map.of(
            "PendingChanges", Value.setOf(List.of("EngineVersion to 16.8")),
            "PendingReboot", Value.setOf(List.of("web-0", "web-1")),
            "LastSnapshot", Value.text("rds:web-2026-03-01"),
            "MasterUserSecretArn", Value.text(SECRET_ARN)));

    // When
    HAStackStatus.Database database = Objects.requireNonNull(pass().database());

    // Then
    assertThat(database.pendingChanges()).containsExactly("EngineVersion to 16.8");
    assertThat(database.pendingReboot()).containsExactly("web-0", "web-1");
    assertThat(database.lastSnapshot()).isEqualTo("rds:web-2026-03-01");
  }

  @Test
  void shouldCutNothingThatTheApiServerTakesAndAllThatItDoesNot() {
    // Given
    String longArn = SECRET_ARN + "x".repeat(HAStackStatus.MAX_NAME_CHARACTERS);
    withCluster(
        "s".repeat(HAStackStatus.MAX_NAME_CHARACTERS + 1),
        Health.HEALTHY,
        Map.of(
            "MasterUserSecretArn", Value.text(longArn),
            "PendingChanges",
                Value.setOf(List.of("p".repeat(HAStackStatus.MAX_VALUE_CHARACTERS + 1)))));
    withMember(FIRST, "Writer", "w".repeat(65));

    // When
    HAStackStatus.Database database = Objects.requireNonNull(pass().database());

    // Then
    assertThat(database.masterUserSecretArn()).isEqualTo(longArn);
    assertThat(database.status()).hasSize(HAStackStatus.MAX_NAME_CHARACTERS);
    assertThat(Objects.requireNonNull(database.members()).getFirst().status()).hasSize(64);
    assertThat(Objects.requireNonNull(database.pendingChanges()).getFirst())
        .hasSize(HAStackStatus.MAX_VALUE_CHARACTERS);
  }

  @Test
  void shouldKeepWhatWasKnownWhenTheClusterOrAMemberCannotBeRead() {
    // Given
    withEverythingAvailable();
    HAStackStatus known = pass();

    // When
    observed.put(SECOND.id(), UNREAD);
    HAStackStatus member = pass();
    withMember(SECOND, "Reader", "available");
    observed.put(CLUSTER.id(), UNREAD);
    HAStackStatus cluster = pass();

    // Then
    assertThat(condition(member, "DatabaseReady")).startsWith("Unknown/Unread");
    assertThat(member.database()).isEqualTo(known.database());
    assertThat(condition(cluster, "DatabaseReady")).startsWith("Unknown/Unread");
    assertThat(condition(cluster, "Ready")).startsWith("Unknown/Unread");
    assertThat(cluster.database()).isEqualTo(known.database());
  }

  @Test
  void shouldStallAndKeepWhatWasKnownWhenTheClusterIsLost() {
    // Given
    withEverythingAvailable();
    HAStackStatus known = pass();

    // When
    withClusterLost();
    HAStackStatus status = pass();

    // Then
    assertThat(condition(status, "DatabaseReady"))
        .isEqualTo("False/DatabaseLost: the database cluster is gone");
    assertThat(condition(status, "Stalled"))
        .isEqualTo(
            "True/DatabaseLost: DbCluster/db: its data is gone; say what to do in"
                + " spec.aws.database.whenLost");
    assertThat(condition(status, "Ready")).startsWith("False/DatabaseLost");
    assertThat(status.database()).isEqualTo(known.database());
  }

  @Test
  void shouldGoOnWatchingTheDatabaseWhenTheSpecCannotBeDesigned() {
    // Given
    withEverythingAvailable();
    HAStackStatus known = pass();
    obstacle =
        Optional.of(
            new Failure(FailureKind.TRANSIENT, "ec2:Describe", "Unavailable", "come back later"));

    // When
    HAStackStatus there = pass();
    observed.remove(SECOND.id());
    withMember(FIRST, "Writer", "failed");
    HAStackStatus failed = pass();
    observed.keySet().removeIf(id -> !id.equals(ToyStacks.GROUP));
    HAStackStatus gone = pass();

    // Then
    assertThat(condition(there, "DatabaseReady")).startsWith("True/Available");
    assertThat(there.database()).isEqualTo(known.database());
    assertThat(condition(failed, "Ready")).startsWith("False/Unavailable");
    assertThat(condition(gone, "DatabaseReady"))
        .isEqualTo("False/Unavailable: the database cluster is not there");
    assertThat(gone.database()).isEqualTo(failed.database());
  }

  @Test
  void shouldForgetItWhenItWasTakenOutOfTheStackAndIsGone() {
    // Given
    withEverythingAvailable();
    pass();
    desired.removeAll(List.of(CLUSTER, FIRST, SECOND));

    // When
    HAStackStatus going = pass();
    observed.keySet().removeIf(id -> !id.equals(ToyStacks.GROUP));
    HAStackStatus gone = pass();

    // Then
    assertThat(find(going, "DatabaseReady")).isEmpty();
    assertThat(going.database()).isNotNull();
    assertThat(gone.database()).isNull();
  }
}
