package dev.hastack.operator;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings of one replica in a test; what a test does not choose is as by default. */
record Settings(LeaderElection leaderElection) implements OperatorConfig {

  /** Alone, without a lease. */
  static final Settings ALONE = new Settings(new Election(false, Duration.ofSeconds(15), true));

  /**
   * Competing for a lease.
   *
   * @param leaseDuration renewed in time if it is looked after within half of it
   */
  static Settings elected(Duration leaseDuration) {
    return new Settings(new Election(true, leaseDuration, true));
  }

  Settings withColdStandby() {
    return new Settings(new Election(true, leaderElection.leaseDuration(), false));
  }

  record Election(boolean enabled, Duration leaseDuration, boolean warmStandby)
      implements LeaderElection {
    @Override
    public String leaseName() {
      return "hastack-operator";
    }

    @Override
    public Optional<String> leaseNamespace() {
      return Optional.of("default");
    }

    @Override
    public Duration renewDeadline() {
      return leaseDuration.dividedBy(2);
    }

    @Override
    public Duration retryPeriod() {
      return Duration.ofMillis(200);
    }
  }

  private record Limits() implements Aws {
    @Override
    public Duration callTimeout() {
      return Duration.ofSeconds(30);
    }

    @Override
    public Duration attemptTimeout() {
      return Duration.ofSeconds(10);
    }

    @Override
    public Events events() {
      return Optional::empty;
    }

    @Override
    public Optional<String> ownCredentials() {
      return Optional.empty();
    }
  }

  @Override
  public Duration resync() {
    return Duration.ofSeconds(60);
  }

  @Override
  public Optional<String> clusterId() {
    return Optional.empty();
  }

  @Override
  public Optional<List<String>> watchNamespaces() {
    return Optional.empty();
  }

  @Override
  public int concurrentPasses() {
    return 4;
  }

  @Override
  public Aws aws() {
    return new Limits();
  }
}
