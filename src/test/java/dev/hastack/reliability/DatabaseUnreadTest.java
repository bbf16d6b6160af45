package dev.hastack.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.provider.aws.AwsCallListener;
import dev.hastack.sandbox.aws.front.CallFilter;
import dev.hastack.sandbox.aws.front.Fault;
import dev.hastack.sandbox.aws.front.FaultRule;
import dev.hastack.sandbox.aws.front.Faults;
import dev.hastack.sandbox.aws.front.RecordedCall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** As {@link UnreadIsNotAbsentTest}, for what is read of a database and of its key. */
class DatabaseUnreadTest extends DatabaseScene {
  private static final Duration A_WHILE = Duration.ofMinutes(2);
  private static final Set<String> SERVICES = Set.of("rds", "kms");
  private static final List<Fault> TROUBLES =
      List.of(
          new Fault.Denied(),
          new Fault.Throttled(),
          new Fault.Broken(),
          new Fault.LostRequest(Duration.ofSeconds(10)),
          new Fault.CutPage());

  /** What is read only while it goes. What is not known of its key is left to AWS. */
  private static final List<String> OF_A_DELETION =
      List.of(
          "rds:DescribeAccountAttributes",
          "rds:DescribeDBClusterSnapshots",
          "rds:DescribeDBClusters",
          "rds:DescribeDBInstances");

  DatabaseUnreadTest() {
    super(64);
  }

  @BeforeEach
  void begin() {
    region().kms().provideKey("alias/shop");
    settled(encrypted("storefront"));
  }

  private FleetManifest encrypted(String name) {
    return FleetManifest.web(name, cluster.outsider())
        .withDatabase()
        .with("readers: 1", "readers: 1\n      encryption: {kmsKeyId: alias/shop}");
  }

  private Faults.Ordered order(String action, Fault trouble) {
    String[] parts = action.split(":", -1);
    return cluster
        .aws()
        .faults()
        .order(
            FaultRule.of(
                trouble, CallFilter.of(parts[0], parts[1]).by("arn:aws:iam::*:user/operator")));
  }

  /** What a process reads that has just begun. */
  private List<String> reads() {
    Instant then = cluster.now();
    cluster.restart(Fate.none());
    cluster.runFor(A_WHILE);
    return reads(then);
  }

  private List<String> reads(Instant then) {
    return calls(then)
        .filter(each -> AwsCallListener.isRead(each.call().operation()))
        .map(each -> each.call().action())
        .distinct()
        .sorted()
        .toList();
  }

  /** What the operator has asked for since then, what was refused included. */
  private Stream<RecordedCall> calls(Instant then) {
    return cluster.aws().record().calls(each -> !each.call().time().isBefore(then)).stream()
        .filter(each -> each.call().principalArn().endsWith("user/operator"))
        .filter(each -> SERVICES.contains(each.call().service()));
  }

  private boolean isHarmed(String action, Instant then) {
    return calls(then)
        .filter(each -> each.call().action().equals(action))
        .anyMatch(each -> !each.outcome().equals(RecordedCall.OK));
  }

  private String conditions() {
    return Objects.requireNonNull(stack.object().getStatus().conditions()).stream()
        .filter(each -> each.status() != Condition.Status.False || each.type().equals("Ready"))
        .map(Condition::message)
        .collect(Collectors.joining("\n"));
  }

  private static String operation(String action) {
    return action.substring(action.indexOf(':') + 1);
  }

  @Test
  void shouldWriteNothingAndSayWhatWasNotReadWhenAReadFails() {
    List<String> reads = reads();
    assertThat(reads)
        .contains(
            "rds:DescribeDBClusters",
            "rds:DescribeDBInstances",
            "rds:DescribeDBSubnetGroups",
            "rds:DescribeDBClusterSnapshots",
            "kms:DescribeKey");
    for (String action : reads) {
      for (Fault trouble : TROUBLES) {
        // Given
        cluster.restart(Fate.none());
        Instant then = cluster.now();

        // When
        Faults.Ordered order = order(action, trouble);
        cluster.runFor(A_WHILE);
        String told = conditions();
        boolean harmed = isHarmed(action, then);
        order.lift();
        cluster.settle(BOUND);

        // Then
        assertThat(calls(then))
            .as("%s %s", action, trouble)
            .extracting(each -> each.call().operation())
            .allMatch(AwsCallListener::isRead);
        if (harmed) {
          assertThat(told).as("%s %s", action, trouble).contains(operation(action));
        }
      }
    }
  }

  /** As when credentials change between two calls. */
  @Test
  void shouldLeaveTheDatabaseAsItIsWhenAnotherAccountAnswersOneOfTheReads() {
    var stranger = new Fault.OtherAccount(VirtualCluster.STRANGERS_ACCOUNT);
    for (String action : reads()) {
      // Given
      cluster.restart(Fate.none());
      List<String> before = databases().shapes();

      // When
      Faults.Ordered order = order(action, stranger);
      cluster.runFor(A_WHILE);
      int fired = order.fired();
      order.lift();
      cluster.settle(BOUND);

      // Then
      assertThat(fired).as(action).isPositive();
      assertThat(databases().shapes()).as(action).isEqualTo(before);
    }
  }

  @Test
  void shouldMakeOneOfEachWhenAReadFailsDuringACreation() {
    var neighbour = cluster.stack("storefront-2");
    List<String> before = databases().shapes();
    for (String action : reads(Instant.EPOCH)) {
      // Given
      cluster.restart(Fate.none());
      Faults.Ordered order = order(action, new Fault.Denied());

      // When
      neighbour.apply(encrypted("storefront-2").text());
      cluster.runFor(A_WHILE);
      order.lift();
      cluster.settle(BOUND);

      // Then
      assertThat(databases().clusters()).as(action).hasSize(2);
      assertThat(databases().instances()).as(action).hasSize(4);
      assertThat(databases().shapes()).as(action).hasSize(8).containsAll(before);

      // When
      neighbour.apply(
          encrypted("storefront-2")
              .with("readers: 1", "readers: 1\n      finalSnapshot: Skip")
              .text());
      neighbour.delete(cluster.now());
      cluster.settle(BOUND);

      // Then
      assertThat(databases().shapes()).as(action).isEqualTo(before);
    }
  }

  @Test
  void shouldLetEveryReadFailThatTheOperatorMakesOfADatabase() {
    var known = new TreeSet<>(reads(Instant.EPOCH));
    known.addAll(OF_A_DELETION);
    assertThat(OperatorReads.of("rds", "kms")).containsExactlyElementsOf(known);
  }

  @ParameterizedTest
  @FieldSource("OF_A_DELETION")
  void shouldLoseNothingOfTheDatabaseWhenAReadFailsDuringADeletion(String action) {
    // When
    Faults.Ordered order = order(action, new Fault.Denied());
    stack.delete(cluster.now());
    cluster.runFor(A_WHILE);

    // Then
    assertThat(databases().clusters()).hasSize(1);
    assertThat(databases().instances()).hasSize(2);
    assertThat(stack.exists()).isTrue();

    // When
    order.lift();
    cluster.settle(BOUND);

    // Then
    assertThat(stack.exists()).isFalse();
    assertThat(databases().clusters()).isEmpty();
    assertThat(databases().snapshots()).hasSize(2);
  }
}
