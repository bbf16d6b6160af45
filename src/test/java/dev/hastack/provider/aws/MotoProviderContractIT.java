package dev.hastack.provider.aws;

import dev.hastack.sandbox.aws.MotoServer;
import dev.hastack.sandbox.aws.SandboxAccount;
import dev.hastack.sandbox.cache.Cache;
import dev.hastack.sandbox.cache.MotoEnvironment;
import dev.hastack.sandbox.report.Progress;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.ec2.Ec2Client;

class MotoProviderContractIT extends ProviderContract {
  private static MotoServer moto;

  @BeforeAll
  static void start(@TempDir Path directory) {
    moto =
        MotoServer.start(
            MotoEnvironment.in(Cache.ofUser(System.getenv(), Progress.onStandardOutput())),
            directory);
  }

  @AfterAll
  static void stop() {
    moto.close();
  }

  @Override
  AwsAccountUnderTest emptyAccount() {
    moto.reset();
    try (var account = new SandboxAccount(moto)) {
      SandboxAccount.Ground ground = account.ground();
      return new AwsAccountUnderTest(
          moto.uri(),
          moto.credentials(),
          ground.subnetIds(),
          ground.securityGroupId(),
          ground.imageId(),
          moto.client(Ec2Client.builder()),
          moto.client(AutoScalingClient.builder()));
    }
  }
}
