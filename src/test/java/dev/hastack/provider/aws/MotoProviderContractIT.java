package dev.hastack.provider.aws;

import dev.hastack.sandbox.aws.MotoServer;
import dev.hastack.testing.World;
import org.junit.jupiter.api.Nested;

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
    return AwsAccountUnderTest.of(new Moto(moto));
  }

  /** The server of the whole test run, which does everything within the call. */
  private record Moto(MotoServer endpoint) implements StandIn {
    @Override
    public String accountId() {
      return "123456789012";
    }

    @Override
    public void letTimePass() {
      // Nothing is left to happen.
    }

    @Override
    public void close() {
      // Others use the server too.
    }
  }
}
