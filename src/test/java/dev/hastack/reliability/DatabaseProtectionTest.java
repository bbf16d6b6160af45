package dev.hastack.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.plan.HoldReason;
import dev.hastack.core.plan.Plan;
import dev.hastack.sandbox.aws.front.CallFilter;
import dev.hastack.sandbox.aws.front.Fault;
import dev.hastack.sandbox.aws.front.FaultRule;
import dev.hastack.sandbox.aws.front.Faults;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Protection that was switched off by its owner and on again by somebody else stays, also where the
 * operator died before it could write down that it had switched it off.
 */
class DatabaseProtectionTest extends DatabaseScene {
  private static final Duration A_WHILE = Duration.ofMinutes(10);
  private static final Duration A_PASS = Duration.ofSeconds(1);

  DatabaseProtectionTest() {
    super(69);
  }

  @BeforeEach
  void begin() {
    settled(manifest.with("Protection: false", "Protection: true"));
  }

  /** Protection goes off, and of the operator nothing is heard after that. */
  private void liftedByAProcessThatDied(FleetManifest unprotected) {
    Faults.Ordered silence =
        cluster
            .aws()
            .faults()
            .order(
                FaultRule.of(
                    new Fault.Denied(),
                    CallFilter.of("rds", "AddTagsToResource").by("arn:aws:iam::*:user/operator")));
    stack.apply(unprotected.text());
    while (Boolean.TRUE.equals(database().deletionProtection())) {
      cluster.runFor(Duration.ofSeconds(1));
    }
    silence.lift();
    assertThat(database().tagList())
        .filteredOn(tag -> tag.key().equals("hastack.dev/deletion-protection"))
        .extracting(tag -> tag.value())
        .containsExactly("true");
    cluster.restart(Fate.none());
    cluster.runFor(A_PASS);
  }

  private void somebodyProtectsIt() {
    while (!database().status().equals("available")) {
      cluster.runFor(Duration.ofSeconds(1));
    }
    meddle(request -> request.deletionProtection(true));
    cluster.runFor(A_WHILE);
  }

  @Test
  void shouldStayWhenSomebodyProtectsItAfterAProcessDiedInTheMiddleOfLifting() {
    // Given
    stack.delete(cluster.now());
    cluster.runFor(Duration.ofMinutes(2));
    liftedByAProcessThatDied(manifest);

    // When
    somebodyProtectsIt();

    // Then
    assertThat(database().deletionProtection()).isTrue();
    assertThat(databases().instances()).hasSize(2);
    assertThat(condition("Stalled").message()).contains("somebody switched", "deletion protection");
  }

  @Test
  void shouldLeaveItOnWhenSomebodyProtectsItAfterAProcessDiedInTheMiddleOfAChange() {
    // Given
    liftedByAProcessThatDied(manifest.with("maxACU: \"16\"", "maxACU: \"32\""));

    // When
    somebodyProtectsIt();

    // Then
    assertThat(database().deletionProtection()).isTrue();
    assertThat(stack.latest().orElseThrow().plan().held())
        .extracting(Plan.Held::reason)
        .containsExactly(HoldReason.ProtectionStays);
  }
}
