package dev.hastack.operator;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Settings of the {@code operator} command, under {@code hastack.} in every source Quarkus knows;
 * {@code hastack.resync} is {@code HASTACK_RESYNC} in the environment.
 */
@ConfigMapping(prefix = "hastack")
interface OperatorConfig {

  /** The longest a drift stays unseen: every stack is looked at this often. */
  @WithDefault("60s")
  Duration resync();

  /**
   * Tells clusters that share an AWS account apart; part of every name and tag on AWS, so it must
   * never change. By default the UID of the namespace {@code kube-system}.
   */
  Optional<String> clusterId();

  /** Namespaces whose stacks are served; all of them when not given. */
  Optional<List<String>> watchNamespaces();

  /** How many stacks have a pass at the same time. */
  @WithDefault("16")
  int concurrentPasses();

  LeaderElection leaderElection();

  Aws aws();

  /** How replicas of the operator agree on the one that writes. */
  interface LeaderElection {
    /** Off: this process takes itself for the only one. */
    @WithDefault("true")
    boolean enabled();

    @WithDefault("hastack-operator")
    String leaseName();

    /** By default the namespace of the operator itself, or of the kubeconfig. */
    Optional<String> leaseNamespace();

    /**
     * How long the others wait after the leader's last renewal before one of them takes over: at
     * most half of the 20 s after which servers that are taken back are drained again.
     */
    @WithDefault("10s")
    Duration leaseDuration();

    /** How long the leader goes on without a renewal; shorter than the lease. */
    @WithDefault("7s")
    Duration renewDeadline();

    /** How often the leader renews and the others look. */
    @WithDefault("2s")
    Duration retryPeriod();

    /** Whether a standby keeps the stacks in memory, to take over without listing them first. */
    @WithDefault("true")
    boolean warmStandby();
  }

  /** Limits of calls to AWS. */
  interface Aws {
    /** One call with all its attempts and the pauses between them. */
    @WithDefault("30s")
    Duration callTimeout();

    /** One attempt of a call. */
    @WithDefault("10s")
    Duration attemptTimeout();

    Events events();

    /**
     * What stacks without an {@code accountRef} may do with the operator's own credentials: {@code
     * regions}, {@code namespaces} and {@code allow} of an AWSAccount, as JSON. Not given:
     * everything.
     */
    Optional<String> ownCredentials();
  }

  /** How events of AWS reach the operator. */
  interface Events {
    /**
     * The URL of a queue that somebody else made and fills: then the operator makes neither queues
     * nor rules, and removes those it made.
     */
    Optional<String> queueUrl();
  }
}
