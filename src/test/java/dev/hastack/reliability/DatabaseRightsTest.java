package dev.hastack.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.sandbox.aws.front.Principal;
import dev.hastack.sandbox.aws.front.RecordedCall;
import dev.hastack.sandbox.aws.front.Rights;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An operator that may do to databases only what their tags allow, which count minutes later. */
class DatabaseRightsTest extends DatabaseScene {
  /** Aurora user guide, Tagging Amazon Aurora and Amazon RDS resources: "several minutes". */
  private static final Duration TAGS_COUNT_AFTER = Duration.ofMinutes(5);

  private static final Rights BY_TAG =
      Rights.none()
          .and("autoscaling:*", "ec2:*", "elasticloadbalancing:*", "ssm:*", "kms:*")
          .and("secretsmanager:*", "iam:*", "rds:Describe*", "rds:CreateDBSubnetGroup")
          .and("rds:CreateDBCluster", "rds:AddTagsToResource")
          .and(List.of("rds:CreateDBInstance"), List.of("arn:aws:rds:*:db:*"))
          .and(List.of("rds:*"), List.of("*"), Map.of("hastack.dev/cluster", "cluster-1"));

  DatabaseRightsTest() {
    super(65);
    cluster
        .aws()
        .keys()
        .issue(
            VirtualCluster.OPERATOR,
            Principal.user(VirtualCluster.ACCOUNT, "operator-by-tag").with(BY_TAG));
  }

  @Test
  void shouldMakeOneOfEachOnceItsTagsCount() {
    // When
    stack.apply(manifest.text());
    cluster.runFor(TAGS_COUNT_AFTER.minusMinutes(1));

    // Then
    assertThat(denied()).isNotEmpty();
    assertThat(databases().instances()).isEmpty();
    assertThat(condition("Ready").status()).isEqualTo(Condition.Status.False);
    assertThat(condition("Stalled").message()).contains("not authorized");

    // When
    cluster.settle(BOUND);

    // Then
    assertThat(databases().clusters()).hasSize(1);
    assertThat(databases().instances()).hasSize(2);
    assertThat(databases().shapes()).hasSize(4);
    assertThat(condition("Ready").status()).isEqualTo(Condition.Status.True);
    assertThat(denied())
        .allSatisfy(
            time ->
                assertThat(time)
                    .isBeforeOrEqualTo(
                        database().clusterCreateTime().plus(TAGS_COUNT_AFTER.multipliedBy(2))));
  }

  /** When the operator was refused for want of rights. */
  private List<Instant> denied() {
    return cluster.aws().record().calls(call -> call.outcome().equals("AccessDenied")).stream()
        .map(RecordedCall::call)
        .map(call -> call.time())
        .toList();
  }
}
