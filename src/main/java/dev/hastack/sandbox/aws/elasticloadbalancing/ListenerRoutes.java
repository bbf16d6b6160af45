package dev.hastack.sandbox.aws.elasticloadbalancing;

import dev.hastack.sandbox.aws.traffic.Routes;
import dev.hastack.sandbox.aws.world.Instances;
import dev.hastack.sandbox.aws.world.SimulatedTime;
import dev.hastack.sandbox.aws.world.Targets.Health;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;

/** The way of requests, read off the tables. */
final class ListenerRoutes implements Routes {
  private final Tables tables;
  private final Backing backing;
  private final Changes changes;

  ListenerRoutes(SimulatedTime time, Tables tables, Instances instances, Changes changes) {
    this.tables = tables;
    this.backing = new Backing(time, instances);
    this.changes = changes;
  }

  @Override
  public void listen(Listener listener) {
    changes.listen(listener);
  }

  @Override
  public Optional<Frontend> frontend(String loadBalancerArn, int port) {
    return tables
        .loadBalancers()
        .get(loadBalancerArn)
        .filter(LoadBalancerRow::active)
        .flatMap(
            loadBalancer ->
                tables.listenersOf(loadBalancerArn).stream()
                    .filter(listener -> listener.settings().port() == port)
                    .findFirst()
                    .map(listener -> frontend(loadBalancer, listener)));
  }

  private Frontend frontend(LoadBalancerRow loadBalancer, ListenerRow listener) {
    String idleTimeout =
        loadBalancer.network()
            ? listener.attributes().getOrDefault(ListenerAttributes.TCP_IDLE_TIMEOUT, "350")
            : loadBalancer.attribute(LoadBalancerAttributes.IDLE_TIMEOUT);
    return new Frontend(
        loadBalancer.network(),
        Listeners.isEncrypted(listener.settings()),
        List.copyOf(loadBalancer.zones()),
        Duration.ofSeconds(Long.parseLong(idleTimeout)),
        tables.rulesOf(listener.arn()).stream().map(ListenerRoutes::rule).toList(),
        way(listener.settings().defaultActions()));
  }

  private static Rule rule(RuleRow row) {
    return new Rule(
        row.settings().conditions().stream().map(ListenerRoutes::condition).toList(),
        way(row.settings().actions()));
  }

  private static Condition condition(RuleCondition condition) {
    return switch (condition.field()) {
      case "host-header" -> new Condition.Host(condition.values());
      case "path-pattern" -> new Condition.Path(condition.values());
      default -> new Condition.Other();
    };
  }

  private static Way way(List<Action> actions) {
    return new Way(
        Usage.forwards(actions)
            .filter(forward -> forward.weight() > 0)
            .map(forward -> new Forward(forward.targetGroupArn(), forward.weight()))
            .toList(),
        actions.stream().mapToInt(ListenerRoutes::ownStatus).findFirst().orElse(0));
  }

  /** What the load balancer answers itself, or 0. */
  private static int ownStatus(Action action) {
    if (action.fixedResponseConfig() != null) {
      return Integer.parseInt(action.fixedResponseConfig().statusCode());
    }
    return action.redirectConfig() == null
        ? 0
        : Integer.parseInt(
            action.redirectConfig().statusCodeAsString().substring("HTTP_".length()));
  }

  @Override
  public Optional<Backend> backend(String groupArn, String loadBalancerArn) {
    Optional<LoadBalancerRow> loadBalancer = tables.loadBalancers().get(loadBalancerArn);
    return tables
        .targetGroups()
        .get(groupArn)
        .flatMap(group -> loadBalancer.map(sender -> backend(group, sender)));
  }

  private static Backend backend(TargetGroupRow group, LoadBalancerRow loadBalancer) {
    String own = group.attribute(TargetGroupAttributes.CROSS_ZONE);
    String crossZone =
        own.equals(TargetGroupAttributes.LIKE_LOAD_BALANCER)
            ? loadBalancer.attribute(LoadBalancerAttributes.CROSS_ZONE)
            : own;
    return new Backend(
        group.attribute(TargetGroupAttributes.ALGORITHM).equals("least_outstanding_requests"),
        crossZone.equals("true"),
        !group.network() || group.attribute(TargetGroupAttributes.CUTS_CONNECTIONS).equals("true"),
        Duration.ofSeconds(group.settings().healthCheckIntervalSeconds())
            .multipliedBy(group.settings().unhealthyThresholdCount()));
  }

  /** A node goes on to use the targets of a group while it has not learnt that nobody should. */
  @Override
  public List<Registered> registered(String groupArn) {
    return tables.targetsOf(groupArn).stream()
        .filter(row -> !row.draining() && !row.gone() && !row.elsewhere())
        .flatMap(row -> registered(row.key()))
        .toList();
  }

  private Stream<Registered> registered(TargetKey key) {
    return backing.instance(key.id()).stream()
        .map(
            instance ->
                new Registered(Changes.target(key), instance.id(), instance.order().zone()));
  }

  @Override
  public Optional<Health> health(Target target) {
    var key = new TargetKey(target.groupArn(), target.id(), target.port());
    return tables.targets().get(key.text()).map(TargetRow::state);
  }
}
