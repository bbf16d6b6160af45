package dev.hastack.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.sandbox.aws.wire.Backend;
import dev.hastack.sandbox.aws.wire.WireCall;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.rds.model.ModifyDbClusterRequest;

/** How another capacity range is asked for, and that it is asked for once. */
class DatabaseRangeTest extends DatabaseScene {
  private static final Duration A_WHILE = Duration.ofMinutes(10);

  private final List<ModifyDbClusterRequest> modifications = new ArrayList<>();

  DatabaseRangeTest() {
    super(70);
  }

  @Override
  SdkPojo answer(WireCall call, Backend aws) {
    if (call.request() instanceof ModifyDbClusterRequest request) {
      modifications.add(request);
    }
    return super.answer(call, aws);
  }

  @Test
  void shouldSendTheRangeAloneAndNotImmediatelyWhenMuchElseChangesAtOnceToo() {
    // Given
    settled(immediately(manifest));
    modifications.clear();

    // When
    settled(
        immediately(manifest)
            .with("minACU: \"0.5\", maxACU: \"16\"", "minACU: \"1\", maxACU: \"32\"")
            .with("retentionDays: 7", "retentionDays: 9")
            .with("Protection: false", "Protection: true"));

    // Then
    assertThat(modifications)
        .filteredOn(each -> each.serverlessV2ScalingConfiguration() != null)
        .containsExactly(
            ModifyDbClusterRequest.builder()
                .dbClusterIdentifier(name())
                .serverlessV2ScalingConfiguration(it -> it.minCapacity(1.0).maxCapacity(32.0))
                .build());
    assertThat(modifications)
        .filteredOn(each -> Boolean.TRUE.equals(each.applyImmediately()))
        .singleElement()
        .satisfies(each -> assertThat(each.backupRetentionPeriod()).isEqualTo(9));
  }

  /** AWS drops SecondsUntilAutoPause with a minimum above 0, and no pass may ask for it again. */
  @Test
  void shouldWriteNothingMoreWhenAPauseWentWithItsMinimum() {
    // Given
    settled(
        manifest.with(
            "minACU: \"0.5\", maxACU: \"16\"",
            "minACU: \"0\", maxACU: \"16\", autoPauseSeconds: 600"));
    assertThat(database().serverlessV2ScalingConfiguration().secondsUntilAutoPause())
        .isEqualTo(600);
    Instant then = cluster.now();

    // When
    settled(manifest);
    cluster.runFor(A_WHILE);
    cluster.restart(Fate.none());
    cluster.runFor(A_WHILE);

    // Then
    assertThat(writes(then)).containsExactly("ModifyDBCluster");
    assertThat(database().serverlessV2ScalingConfiguration().secondsUntilAutoPause()).isNull();
  }
}
