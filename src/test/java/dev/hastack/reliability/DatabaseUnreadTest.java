package dev.hastack.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.provider.aws.AwsCallListener;
import dev.hastack.sandbox.aws.front.CallFilter;
import dev.hastack.sandbox.aws.front.Fault;
import dev.hastack.sandbox.aws.front.FaultRule;
import dev.hastack.sandbox.aws.front.Faults;
import dev.hastack.sandbox.aws.front.RecordedCall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** As {@link UnreadIsNotAbsentTest}, for what is read of a database. */
class DatabaseUnreadTest extends DatabaseScene {
  private static final Duration A_WHILE = Duration.ofMinutes(2);
  private static final List<Fault> TROUBLES =
      List.of(new Fault.Denied(), new Fault.Throttled(), new Fault.Broken(), new Fault.CutPage());

  DatabaseUnreadTest() {
    super(64);
  }

  @BeforeEach
  void begin() {
    settled(manifest);
  }

  private Faults.Ordered order(String operation, Fault trouble) {
    return cluster
        .aws()
        .faults()
        .order(
            FaultRule.of(
                trouble, CallFilter.of("rds", operation).by("arn:aws:iam::*:user/operator")));
  }

  private List<String> reads() {
    Instant then = cluster.now();
    cluster.restart(Fate.none());
    cluster.runFor(A_WHILE);
    return operations(then).filter(AwsCallListener::isRead).distinct().sorted().toList();
  }

  /** What the operator has asked of RDS since then, what was refused included. */
  private Stream<String> operations(Instant then) {
    return cluster.aws().record().calls(each -> !each.call().time().isBefore(then)).stream()
        .map(RecordedCall::call)
        .filter(call -> call.principalArn().endsWith("user/operator"))
        .filter(call -> call.service().equals("rds"))
        .map(call -> call.operation());
  }

  @Test
  void shouldWriteNothingWhenAReadFails() {
    List<String> reads = reads();
    assertThat(reads)
        .contains(
            "DescribeDBClusters",
            "DescribeDBInstances",
            "DescribeDBSubnetGroups",
            "DescribeDBClusterSnapshots");
    for (String operation : reads) {
      for (Fault trouble : TROUBLES) {
        // Given
        cluster.restart(Fate.none());
        Instant then = cluster.now();

        // When
        Faults.Ordered order = order(operation, trouble);
        cluster.runFor(A_WHILE);
        order.lift();
        cluster.settle(BOUND);

        // Then
        assertThat(operations(then))
            .as("%s %s", operation, trouble)
            .allMatch(AwsCallListener::isRead);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DescribeDBClusters",
        "DescribeDBInstances",
        "DescribeDBClusterSnapshots",
        "DescribeAccountAttributes"
      })
  void shouldLoseNothingOfTheDatabaseWhenAReadFailsDuringADeletion(String operation) {
    // Given
    var databases = new DatabasesView(cluster.outsider().rds());

    // When
    Faults.Ordered order = order(operation, new Fault.Denied());
    stack.delete(cluster.now());
    cluster.runFor(A_WHILE);

    // Then
    assertThat(databases.clusters()).hasSize(1);
    assertThat(databases.instances()).hasSize(2);
    assertThat(stack.exists()).isTrue();

    // When
    order.lift();
    cluster.settle(BOUND);

    // Then
    assertThat(stack.exists()).isFalse();
    assertThat(databases.clusters()).isEmpty();
    assertThat(databases.snapshots()).hasSize(2);
  }
}
