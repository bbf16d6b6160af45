package dev.hastack.sandbox.aws.elasticloadbalancing;

import dev.hastack.sandbox.aws.traffic.Routes;
import dev.hastack.sandbox.aws.world.Instances;
import dev.hastack.sandbox.aws.world.SimulatedTime;
import dev.hastack.sandbox.aws.world.Targets.Health;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;

/**
 * The way of requests, read off the tables. Requests match no rule: they go where the default
 * action of the listener sends them.
 */
final class ListenerRoutes implements Routes {
  private static final Set<Health> IN_USE =
      EnumSet.of(Health.INITIAL, Health.HEALTHY, Health.UNHEALTHY);

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

  private static Frontend frontend(LoadBalancerRow loadBalancer, ListenerRow listener) {
    List<Action> actions = listener.settings().defaultActions();
    String idleTimeout =
        loadBalancer.network()
            ? listener.attributes().getOrDefault(ListenerAttributes.TCP_IDLE_TIMEOUT, "350")
            : loadBalancer.attribute(LoadBalancerAttributes.IDLE_TIMEOUT);
    return new Frontend(
        loadBalancer.network(),
        List.copyOf(loadBalancer.zones()),
        Duration.ofSeconds(Long.parseLong(idleTimeout)),
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

  @Override
  public List<Registered> registered(String groupArn) {
    return tables.targetsOf(groupArn).stream()
        .filter(row -> IN_USE.contains(row.state()))
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
