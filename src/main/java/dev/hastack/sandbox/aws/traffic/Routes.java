package dev.hastack.sandbox.aws.traffic;

import dev.hastack.sandbox.aws.world.Targets.Health;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What traffic must know of load balancing: which way requests go. */
public interface Routes {

  /**
   * A registration of a target group.
   *
   * @param id of an instance, or an IP address
   */
  record Target(String groupArn, String id, int port) {}

  /**
   * A target that is registered, in a zone of its load balancer if it has one, and not draining.
   *
   * @param instanceId of the instance behind it
   * @param zone where it stands
   */
  record Registered(Target target, String instanceId, String zone) {}

  /** A target group that a listener forwards to, with its share; more than 0. */
  record Forward(String groupArn, int weight) {}

  /**
   * What becomes of requests.
   *
   * @param forwards empty when the load balancer itself answers
   * @param status that it answers itself; 0 when it forwards
   */
  record Way(List<Forward> forwards, int status) {
    public Way {
      forwards = List.copyOf(forwards);
    }
  }

  /** What a rule looks at; any of the patterns will do. */
  sealed interface Condition {
    record Host(List<String> patterns) implements Condition {}

    record Path(List<String> patterns) implements Condition {}

    /** Something that simulated requests do not have. */
    record Other() implements Condition {}
  }

  /** The way of requests that meet all conditions. */
  record Rule(List<Condition> conditions, Way way) {
    public Rule {
      conditions = List.copyOf(conditions);
    }
  }

  /**
   * A listener of an active load balancer.
   *
   * @param network whether it is a network load balancer's
   * @param encrypted whether it speaks TLS
   * @param zones that are enabled, a node in each
   * @param idleTimeout how long a server may take to answer
   * @param rules in the order in which they are tried
   * @param otherwise by its default action
   */
  record Frontend(
      boolean network,
      boolean encrypted,
      List<String> zones,
      Duration idleTimeout,
      List<Rule> rules,
      Way otherwise) {
    public Frontend {
      zones = List.copyOf(zones);
      rules = List.copyOf(rules);
    }

    Way way(Asked asked) {
      return rules.stream()
          .filter(rule -> asked.meets(rule.conditions()))
          .findFirst()
          .map(Rule::way)
          .orElse(otherwise);
    }
  }

  /**
   * How a load balancer treats the targets of a group.
   *
   * @param leastOutstanding whether a request goes to the target with the fewest in flight; else
   *     they take turns
   * @param crossZone whether a node sends to other zones' targets too
   * @param cutsWhenDrained whether requests that outlive the deregistration delay are cut
   * @param detection how long health checks take to find that a target is dead
   */
  record Backend(
      boolean leastOutstanding, boolean crossZone, boolean cutsWhenDrained, Duration detection) {}

  /** Hears of what changes the way of requests, after it has. */
  interface Listener {

    /** A target came or began to go; the nodes learn of it later. */
    void membershipChanged(Target target);

    /** Health checks found something else; the nodes, which do the checks, know. */
    void healthChanged(String groupArn);

    /** The deregistration delay of a target is over. */
    void drained(Target target);

    /** A load balancer, listener, rule or attribute is another; the nodes learn of it later. */
    void routesChanged();
  }

  void listen(Listener listener);

  /** Empty when nothing listens there. */
  Optional<Frontend> frontend(String loadBalancerArn, int port);

  /** A group as a load balancer treats it; empty when one of them is not there. */
  Optional<Backend> backend(String groupArn, String loadBalancerArn);

  /** In a fixed order. */
  List<Registered> registered(String groupArn);

  /** Empty when it is not registered and not draining either. */
  Optional<Health> health(Target target);
}
