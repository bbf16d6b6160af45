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

  @Nested
  class Front extends FrontContract {
    @Override
    AwsAccountUnderTest emptyAccount() {
      return emptyMoto();
    }
  }

  @Nested
  class NetworkFront extends NetworkFrontContract {
    @Override
    AwsAccountUnderTest emptyAccount() {
      return emptyMoto();
    }
  }

  @Nested
  class FrontDrift extends FrontDriftContract {
    @Override
    AwsAccountUnderTest emptyAccount() {
      return emptyMoto();
    }
  }

  @Nested
  class Spot extends SpotContract {
    @Override
    AwsAccountUnderTest emptyAccount() {
      return emptyMoto();
    }
  }

  @Nested
  class TerminateHook extends TerminateHookContract {
    @Override
    AwsAccountUnderTest emptyAccount() {
      return emptyMoto();
    }
  }

  @Nested
  class Database extends DatabaseContract {
    @Override
    AwsAccountUnderTest emptyAccount() {
      return emptyMoto();
    }
  }

  @Nested
  class DatabaseDeletion extends DatabaseDeletionContract {
    @Override
    AwsAccountUnderTest emptyAccount() {
      return emptyMoto();
    }
  }

  @Nested
  class DatabaseDrift extends DatabaseDriftContract {
    @Override
    AwsAccountUnderTest emptyAccount() {
      return emptyMoto();
    }
  }

  @Nested
  class InternalStack extends InternalStackContract {
    @Override
    AwsAccountUnderTest emptyAccount() {
      return emptyMoto();
    }
  }

  @Nested
  class ExistingListener extends ExistingListenerContract {
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

    /**
     * Moto has one list of certificates, keeps it whatever the protocol, deletes what is protected
     * and gives load balancers no interfaces. It fails on restores of clusters without a password.
     */
    @Override
    public boolean follows(AwsRule rule) {
      return switch (rule) {
        case CERTIFICATE_LIST_APART,
            NO_CERTIFICATES_WITHOUT_ENCRYPTION,
            LOAD_BALANCERS_PROTECTED,
            INTERFACES_LINGER,
            MANAGED_PASSWORDS_DO_NOT_HINDER_RESTORES ->
            false;
      };
    }

    @Override
    public void close() {
      // Others use the server too.
    }
  }
}
