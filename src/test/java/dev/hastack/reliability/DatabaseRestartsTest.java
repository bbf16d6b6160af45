package dev.hastack.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.plan.HoldReason;
import dev.hastack.core.plan.LastApplied;
import dev.hastack.sandbox.aws.wire.Backend;
import dev.hastack.sandbox.aws.wire.WireCall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.rds.model.RebootDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.RebootDbInstanceResponse;

/** When members are restarted, and how often at most. */
class DatabaseRestartsTest extends DatabaseScene {
  private static final Duration A_WHILE = Duration.ofMinutes(20);
  private static final List<String> CAPACITY_AND_TWO_RESTARTS =
      List.of("ModifyDBCluster", "RebootDBInstance", "RebootDBInstance");

  /** Says yes to a restart, while it is to, and makes none. */
  private boolean deaf;

  private int inVain;

  DatabaseRestartsTest() {
    super(65);
  }

  @Override
  SdkPojo answer(WireCall call, Backend aws) {
    if (deaf && call.request() instanceof RebootDbInstanceRequest) {
      inVain++;
      return RebootDbInstanceResponse.builder().build();
    }
    return super.answer(call, aws);
  }

  private static FleetManifest larger(FleetManifest manifest) {
    return manifest.with("maxACU: \"16\"", "maxACU: \"32\"");
  }

  @Test
  void shouldRestartWhenTheWindowOpensAndRememberNothingNewForIt() {
    // Given
    FleetManifest soon = withWindow(manifest, cluster.now().plus(Duration.ofMinutes(50)));
    settled(soon);
    Instant then = cluster.now();
    stack.apply(larger(soon).text());
    cluster.runFor(A_WHILE);
    assertThat(writes(then)).containsExactly("ModifyDBCluster");
    assertThat(shown().pendingReboot()).hasSize(2);
    LastApplied before = stack.lastApplied();

    // When
    cluster.runFor(Duration.ofMinutes(70));

    // Then
    assertThat(writes(then)).isEqualTo(CAPACITY_AND_TWO_RESTARTS);
    assertThat(shown().pendingReboot()).isNull();
    assertThat(stack.lastApplied()).isEqualTo(before);
  }

  @Test
  void shouldRestartThriceThenHoldAndSaySoWhenItIsInVain() {
    // Given
    settled(immediately(manifest));
    deaf = true;

    // When
    stack.apply(larger(immediately(manifest)).text());
    cluster.runFor(A_WHILE);

    // Then
    assertThat(inVain).isEqualTo(3);
    assertThat(stack.latest().orElseThrow().plan().held())
        .singleElement()
        .satisfies(held -> assertThat(held.reason()).isEqualTo(HoldReason.NotConverging));

    // When: somebody restarts it
    String reader =
        databases().instances().stream()
            .map(each -> each.dbInstanceIdentifier())
            .filter(each -> !each.equals(databases().writer()))
            .findFirst()
            .orElseThrow();
    cluster.outsider().rds().rebootDBInstance(request -> request.dbInstanceIdentifier(reader));
    deaf = false;
    cluster.settle(BOUND);

    // Then
    assertThat(shown().pendingReboot()).isNull();
  }
}
