package dev.hastack.sandbox.aws.traffic;

import dev.hastack.sandbox.aws.traffic.Flow.Address;
import dev.hastack.sandbox.aws.traffic.Flow.Load;
import dev.hastack.sandbox.aws.traffic.Flow.Stream;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Instances;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The clients of one region's load balancers, and the account of what became of their requests.
 *
 * <p>Left out: stickiness, slow start, keep-alive, rules that look at other things than host and
 * path. The first listener of a port, and nodes of a zone that was added, are there at once.
 */
public final class Traffic {
  private final Foundation foundation;
  private final Instances instances;
  private final Routes routes;
  private final Map<Stream, Flow> flows = new LinkedHashMap<>();

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
    offer(
        new Stream(new Address(loadBalancerArn, port), Asked.NOTHING_IN_PARTICULAR),
        new Load(requestsPerSecond, serviceTime, servers));
  }

  /**
   * Offers load to {@link Servers#ORDINARY} servers, beside the load of requests that ask for
   * something else.
   */
  public void offer(
      String loadBalancerArn,
      int port,
      Asked asked,
      double requestsPerSecond,
      ServiceTime serviceTime) {
    offer(
        new Stream(new Address(loadBalancerArn, port), asked),
        new Load(requestsPerSecond, serviceTime, Servers.ORDINARY));
  }

  private void offer(Stream stream, Load load) {
    foundation
        .time()
        .exclusively(
            () -> {
              Flow flow =
                  flows.computeIfAbsent(
                      stream, first -> new Flow(foundation, instances, routes, first));
              flow.offer(load);
              return flow;
            });
  }

  /** Sends no more; what is in flight goes on, and the account stays. */
  public void stop(String loadBalancerArn, int port) {
    foundation
        .time()
        .exclusively(
            () -> {
              List<Flow> all = flows(new Address(loadBalancerArn, port));
              all.forEach(each -> each.offer(Load.NONE));
              return all;
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
              List<Flow> all = flows(new Address(loadBalancerArn, port));
              return Ledger.report(all.stream().map(Flow::ledger).toList(), from, to);
            });
  }

  private List<Flow> flows(Address address) {
    return flows.entrySet().stream()
        .filter(each -> each.getKey().address().equals(address))
        .map(Map.Entry::getValue)
        .toList();
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
