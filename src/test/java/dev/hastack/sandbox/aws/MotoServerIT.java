package dev.hastack.sandbox.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.hastack.sandbox.cache.MotoEnvironment;
import dev.hastack.testing.World;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.KeyPairInfo;

@TestInstance(Lifecycle.PER_CLASS)
class MotoServerIT {
  private MotoServer moto;

  @BeforeAll
  void startMoto(@TempDir Path directory) {
    moto = MotoServer.start(MotoEnvironment.in(World.cache()), directory);
  }

  @AfterAll
  void closeMoto() {
    moto.close();
  }

  @Test
  void shouldOfferGroundForAnExampleWhenAccountIsNew() {
    try (SandboxAccount account = new SandboxAccount(moto)) {
      // When
      SandboxAccount.Ground ground = account.ground();

      // Then
      assertThat(ground.subnetIds()).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(3);
      assertThat(ground.securityGroupId()).startsWith("sg-");
      assertThat(ground.imageId()).startsWith("ami-");
      try (Ec2Client ec2 = moto.client(Ec2Client.builder())) {
        assertThat(ec2.describeImages(request -> request.imageIds(ground.imageId())).images())
            .singleElement()
            .satisfies(image -> assertThat(image.architectureAsString()).isEqualTo("x86_64"));
      }
    }
  }

  @Test
  void shouldForgetEverythingWhenReset() {
    try (Ec2Client ec2 = moto.client(Ec2Client.builder())) {
      // Given
      moto.provideKeyPair("operations");
      assertThat(ec2.describeKeyPairs().keyPairs())
          .extracting(KeyPairInfo::keyName)
          .contains("operations");

      // When
      moto.reset();

      // Then
      assertThat(ec2.describeKeyPairs().keyPairs()).isEmpty();
    }
  }

  @Test
  void shouldAcceptSecondRequestWhenProfileAndKeyExist() {
    // Given
    moto.provideInstanceProfile("storefront-server");
    moto.provideKeyPair("operations");

    // When
    ThrowingCallable again =
        () -> {
          moto.provideInstanceProfile("storefront-server");
          moto.provideKeyPair("operations");
        };

    // Then
    assertThatCode(again).doesNotThrowAnyException();
  }
}
