package dev.hastack.sandbox.aws.traffic;

import static dev.hastack.sandbox.aws.elasticloadbalancing.LoadBalancingWorld.SETTLED;
import static dev.hastack.sandbox.aws.elasticloadbalancing.LoadBalancingWorld.ZONE_A;
import static dev.hastack.sandbox.aws.elasticloadbalancing.LoadBalancingWorld.ZONE_B;

import dev.hastack.sandbox.aws.elasticloadbalancing.LoadBalancingWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;

/** A load balancer with one group of servers behind it, in two zones, and its clients. */
final class Site {
  static final int PORT = 80;

  private final LoadBalancingWorld world;
  private final String loadBalancer;
  private final String group;
  private final List<String> servers = new ArrayList<>();

  private Site(LoadBalancingWorld world, LoadBalancerTypeEnum type, ProtocolEnum protocol) {
    this.world = world;
    this.group =
        world.targetGroup(
            request -> request.name("web").protocol(protocol).healthCheckIntervalSeconds(10));
    this.loadBalancer = world.loadBalancer("front", type, ZONE_A, ZONE_B);
    world.listener(loadBalancer, PORT, protocol, LoadBalancingWorld.forward(group));
  }

  static Site application(long seed) {
    return new Site(
        new LoadBalancingWorld(seed), LoadBalancerTypeEnum.APPLICATION, ProtocolEnum.HTTP);
  }

  static Site network(long seed) {
    return new Site(new LoadBalancingWorld(seed), LoadBalancerTypeEnum.NETWORK, ProtocolEnum.TCP);
  }

  LoadBalancingWorld world() {
    return world;
  }

  String group() {
    return group;
  }

  String loadBalancer() {
    return loadBalancer;
  }

  String server(int index) {
    return servers.get(index);
  }

  Site delay(int seconds) {
    world.setAttribute(group, "deregistration_delay.timeout_seconds", Integer.toString(seconds));
    return this;
  }

  /** Registers servers, by turns in each zone, and waits until all is at rest. */
  Site servers(int count) {
    for (int index = 0; index < count; index++) {
      addServer(servers.size() % 2 == 0 ? ZONE_A : ZONE_B);
    }
    world.pass(SETTLED);
    return this;
  }

  String addServer(String zone) {
    String server = world.server(zone);
    servers.add(server);
    world.register(group, server);
    return server;
  }

  Site offer(double requestsPerSecond, ServiceTime serviceTime) {
    world.traffic().offer(loadBalancer, PORT, requestsPerSecond, serviceTime);
    return this;
  }

  void pass(int seconds) {
    world.pass(Duration.ofSeconds(seconds));
  }

  /** The account from a moment until all that is in flight now has ended. */
  Report since(Instant from) {
    world.traffic().stop(loadBalancer, PORT);
    world.pass(Duration.ofMinutes(5));
    return world.traffic().report(from, world.now());
  }

  /** The account of so many minutes from now. */
  Report sinceMinutes(int minutes) {
    Instant from = world.now();
    world.pass(Duration.ofMinutes(minutes));
    return since(from);
  }

  String sinceAMinute() {
    return sinceMinutes(1).toString();
  }
}
