package dev.hastack.sandbox.aws.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.sandbox.aws.world.Instance;
import dev.hastack.sandbox.aws.world.InstanceState;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;

class MishapsTest {
  private static final String ZONE = "us-east-1b";

  private final Region region = new Region();
  private final Mishaps mishaps = region.region.mishaps();
  private final String templateId = region.template("web");
  private final String id = region.launched(region.order(templateId, "t3.medium", ZONE)).id();

  @BeforeEach
  void letItBoot() {
    region.time.advance(Duration.ofMinutes(4));
    assertThat(serves()).isTrue();
  }

  private boolean serves() {
    return region.instances.serves(id, 80);
  }

  private Instance present() {
    return region.present(id);
  }

  private String status() {
    return region
        .ec2
        .describeInstanceStatus(request -> request.instanceIds(id))
        .instanceStatuses()
        .getFirst()
        .instanceStatus()
        .statusAsString();
  }

  @Test
  void shouldBeGoneAtOnceWhenKilled() {
    // When
    mishaps.kill(id);

    // Then
    assertThat(present().state()).isEqualTo(InstanceState.TERMINATED);
    assertThat(serves()).isFalse();
  }

  @Test
  void shouldFailItsChecksUntilTheyPassAgain() {
    // When
    mishaps.failStatusChecks(id);

    // Then
    assertThat(status()).isEqualTo("impaired");
    assertThat(serves()).isFalse();

    // When
    mishaps.passStatusChecks(id);

    // Then
    assertThat(status()).isEqualTo("ok");
    assertThat(serves()).isTrue();
  }

  @Test
  void shouldServeOnOtherPortsWhenOneIsBlocked() {
    // When
    mishaps.blockPort(id, 80);

    // Then
    assertThat(serves()).isFalse();
    assertThat(region.instances.serves(id, 81)).isTrue();
    assertThat(status()).isEqualTo("ok");
    mishaps.unblockPort(id, 80);
    assertThat(serves()).isTrue();
  }

  @Test
  void shouldNeitherServeNorLaunchWhileItsZoneIsDark() {
    // When
    mishaps.darken(ZONE);

    // Then
    assertThat(serves()).isFalse();
    assertThat(region.refused(region.order(templateId, "t3.medium", ZONE)).code())
        .isEqualTo("InsufficientInstanceCapacity");
    assertThat(present().impaired()).isFalse();
    region.time.advance(Duration.ofMinutes(1));
    assertThat(present().impaired()).isTrue();
    assertThat(present().state()).isEqualTo(InstanceState.RUNNING);

    // When
    mishaps.lighten(ZONE);

    // Then
    assertThat(present().impaired()).isFalse();
    assertThat(serves()).isTrue();
  }

  @Test
  void shouldGoOnFailingWhenItsZoneIsLitAgainAndItFailedByItself() {
    // Given
    mishaps.failStatusChecks(id);
    mishaps.darken(ZONE);
    region.time.advance(Duration.ofMinutes(5));

    // When
    mishaps.lighten(ZONE);

    // Then
    assertThat(present().impaired()).isTrue();
  }

  @Test
  void shouldSayThatAZoneIsImpairedSomeTimeAfterItWentDark() {
    // When
    mishaps.darken(ZONE);
    region.time.advance(Duration.ofSeconds(59));

    // Then
    assertThat(described(ZONE).stateAsString()).isEqualTo("available");

    // When
    region.time.advance(Duration.ofSeconds(241));

    // Then
    assertThat(described(ZONE).stateAsString()).isEqualTo("impaired");
    assertThat(described(ZONE).messages()).hasSize(1);
    assertThat(described("us-east-1a").stateAsString()).isEqualTo("available");

    // When
    mishaps.lighten(ZONE);

    // Then
    assertThat(described(ZONE).stateAsString()).isEqualTo("available");
    assertThat(described(ZONE).messages()).isEmpty();
  }

  private AvailabilityZone described(String zone) {
    return region
        .ec2
        .describeAvailabilityZones(request -> request.zoneNames(zone))
        .availabilityZones()
        .getFirst();
  }
}
