package dev.hastack.provider.aws;

import dev.hastack.sandbox.aws.MotoServer;
import dev.hastack.sandbox.aws.SandboxAccount;
import dev.hastack.testing.World;
import org.junit.jupiter.api.Nested;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.ssm.SsmClient;

/** The whole contract on moto. */
class MotoProviderContractIT {

  @Nested
  class Convergence extends ConvergenceContract {
    @Override
    AwsAccountUnderTest emptyAccount() {
      return emptyMoto();
    }
  }

  @Nested
  class Owning extends OwnershipContract {
    @Override
    AwsAccountUnderTest emptyAccount() {
      return emptyMoto();
    }
  }

  @Nested
  class Deletion extends DeletionContract {
    @Override
    AwsAccountUnderTest emptyAccount() {
      return emptyMoto();
    }
  }

  @Nested
  class Faults extends FaultContract {
    @Override
    AwsAccountUnderTest emptyAccount() {
      return emptyMoto();
    }
  }

  @Nested
  class Discovery extends DiscoveryContract {
    @Override
    AwsAccountUnderTest emptyAccount() {
      return emptyMoto();
    }
  }

  private static AwsAccountUnderTest emptyMoto() {
    MotoServer moto = World.moto();
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
          moto.client(AutoScalingClient.builder()),
          moto.client(ElasticLoadBalancingV2Client.builder()),
          moto.client(SsmClient.builder()));
    }
  }
}
