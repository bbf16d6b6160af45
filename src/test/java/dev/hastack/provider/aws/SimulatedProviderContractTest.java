package dev.hastack.provider.aws;

import org.junit.jupiter.api.Nested;

/** The whole contract on the simulated account. */
public class SimulatedProviderContractTest {
  @Nested
  class Convergence extends ConvergenceContract {
    @Override
    AwsAccountUnderTest emptyAccount() {
      return AwsAccountUnderTest.of(new VirtualAws());
    }
  }

  @Nested
  class Owning extends OwnershipContract {
    @Override
    AwsAccountUnderTest emptyAccount() {
      return AwsAccountUnderTest.of(new VirtualAws());
    }
  }

  @Nested
  class Deletion extends DeletionContract {
    @Override
    AwsAccountUnderTest emptyAccount() {
      return AwsAccountUnderTest.of(new VirtualAws());
    }
  }

  @Nested
  class Faults extends FaultContract {
    @Override
    AwsAccountUnderTest emptyAccount() {
      return AwsAccountUnderTest.of(new VirtualAws());
    }
  }

  @Nested
  class Discovery extends DiscoveryContract {
    @Override
    AwsAccountUnderTest emptyAccount() {
      return AwsAccountUnderTest.of(new VirtualAws());
    }
  }

  @Nested
  class Front extends FrontContract {
    @Override
    AwsAccountUnderTest emptyAccount() {
      return AwsAccountUnderTest.of(new VirtualAws());
    }
  }

  @Nested
  class NetworkFront extends NetworkFrontContract {
    @Override
    AwsAccountUnderTest emptyAccount() {
      return AwsAccountUnderTest.of(new VirtualAws());
    }
  }

  @Nested
  class FrontDrift extends FrontDriftContract {
    @Override
    AwsAccountUnderTest emptyAccount() {
      return AwsAccountUnderTest.of(new VirtualAws());
    }
  }

  @Nested
  class Spot extends SpotContract {
    @Override
    AwsAccountUnderTest emptyAccount() {
      return AwsAccountUnderTest.of(new VirtualAws());
    }
  }

  @Nested
  class TerminateHook extends TerminateHookContract {
    @Override
    AwsAccountUnderTest emptyAccount() {
      return AwsAccountUnderTest.of(new VirtualAws());
    }
  }

  @Nested
  class Database extends DatabaseContract {
    @Override
    AwsAccountUnderTest emptyAccount() {
      return AwsAccountUnderTest.of(new VirtualAws());
    }
  }

  @Nested
  class DatabaseDeletion extends DatabaseDeletionContract {
    @Override
    AwsAccountUnderTest emptyAccount() {
      return AwsAccountUnderTest.of(new VirtualAws());
    }
  }

  @Nested
  class DatabaseDrift extends DatabaseDriftContract {
    @Override
    AwsAccountUnderTest emptyAccount() {
      return AwsAccountUnderTest.of(new VirtualAws());
    }
  }

  @Nested
  class InternalStack extends InternalStackContract {
    @Override
    AwsAccountUnderTest emptyAccount() {
      return AwsAccountUnderTest.of(new VirtualAws());
    }
  }

  @Nested
  class ExistingListener extends ExistingListenerContract {
    @Override
    AwsAccountUnderTest emptyAccount() {
      return AwsAccountUnderTest.of(new VirtualAws());
    }
  }
}
