package dev.hastack.sandbox.aws.traffic;

import dev.hastack.sandbox.aws.traffic.Flow.Address;
import dev.hastack.sandbox.aws.traffic.Flow.Load;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Instances;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The clients of one region's load balancers, and the account of what became of their requests.
 *
 * <p>Left out: stickiness, slow start, rules (requests go where the listener's default action sends
 * them), keep-alive, and that a changed listener takes time to reach the nodes.
 */
public final class Traffic {
  private final Foundation foundation;
  private final Instances instances;
  private final Routes routes;
  private final Map<Address, Flow> flows = new LinkedHashMap<>();

  /** None is offered yet. */
  public Traffic(Foundation foundation, Instances instances, Routes routes) {
    this.foundation = foundation;
    this.instances = instances;
    this.routes = routes;
    var news = new News(flows.values());
    routes.listen(news);
    instances.listen(news);
  }

  /** Offers load to {@link Servers#ORDINARY} servers. */
  public void offer(
      String loadBalancerArn, int port, double requestsPerSecond, ServiceTime serviceTime) {
    offer(loadBalancerArn, port, requestsPerSecond, serviceTime, Servers.ORDINARY);
  }

  /**
   * Sends requests to a port of a load balancer from now on, instead of what was sent there before.
   * Nothing need listen there yet.
   *
   * @param requestsPerSecond on average; 0 costs nothing
   * @param servers what each server can do; a server that has had requests stays as it is
   */
  public void offer(
      String loadBalancerArn,
      int port,
      double requestsPerSecond,
      ServiceTime serviceTime,
      Servers servers) {
    foundation
        .time()
        .exclusively(
            () -> {
              Flow flow =
                  flows.computeIfAbsent(
                      new Address(loadBalancerArn, port),
                      address -> new Flow(foundation, instances, routes, address));
              flow.offer(new Load(requestsPerSecond, serviceTime, servers));
              return flow;
            });
  }

  /** Sends no more; what is in flight goes on, and the account stays. */
  public void stop(String loadBalancerArn, int port) {
    foundation
        .time()
        .exclusively(
            () -> {
              Optional<Flow> flow =
                  Optional.ofNullable(flows.get(new Address(loadBalancerArn, port)));
              flow.ifPresent(each -> each.offer(Load.NONE));
              return flow;
            });
  }

  /**
   * All requests that arrived, and what became of all that ended, in a window of the last 24 hours.
   *
   * @param from inclusive, to the second
   * @param to exclusive, to the second
   */
  public Report report(Instant from, Instant to) {
    return foundation
        .time()
        .exclusively(
            () -> Ledger.report(flows.values().stream().map(Flow::ledger).toList(), from, to));
  }

  /** As above, of those to one port of a load balancer. */
  public Report report(String loadBalancerArn, int port, Instant from, Instant to) {
    return foundation
        .time()
        .exclusively(
            () -> {
              Flow flow = flows.get(new Address(loadBalancerArn, port));
              return Ledger.report(flow == null ? List.of() : List.of(flow.ledger()), from, to);
            });
  }

  /** How many requests each server that has any works on or lets wait, now. */
  public SortedMap<String, Integer> inFlight() {
    return foundation
        .time()
        .exclusively(
            () -> {
              var counts = new TreeMap<String, Integer>();
              flows
                  .values()
                  .forEach(
                      flow ->
                          flow.inFlight()
                              .forEach((id, count) -> counts.merge(id, count, Integer::sum)));
              return counts;
            });
  }
}
