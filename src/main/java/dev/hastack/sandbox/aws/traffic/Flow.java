package dev.hastack.sandbox.aws.traffic;

import dev.hastack.sandbox.aws.traffic.Routes.Backend;
import dev.hastack.sandbox.aws.traffic.Routes.Forward;
import dev.hastack.sandbox.aws.traffic.Routes.Frontend;
import dev.hastack.sandbox.aws.traffic.Routes.Way;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Instances;
import dev.hastack.sandbox.aws.world.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The requests to one listener: they come independently of each other (Poisson) and each is
 * followed to its end. Every draw of chance is made for every request, whatever becomes of it, so
 * that two runs that differ in what happens to the servers see the same requests.
 */
final class Flow implements Server.Ends {
  private static final double NANOS_A_SECOND = 1e9;
  private static final int FIRST_ERROR_STATUS = 400;

  private final Foundation foundation;
  private final Instances instances;
  private final Routes routes;
  private final Address address;
  private final Asked asked;
  private final Nodes nodes;
  private final Ledger ledger = new Ledger();
  private final SplittableRandom arrivals;
  private final SplittableRandom choices;
  private final SplittableRandom services;
  private final SortedMap<String, Server> servers = new TreeMap<>();
  private Optional<Frontend> frontend = Optional.empty();

  /** Whether the clients speak TLS: as the listener did when there first was one. */
  private Optional<Boolean> encrypted = Optional.empty();

  private Load load = Load.NONE;
  private SimulatedTime.@Nullable Scheduled next;

  /** Where requests go: a port of a load balancer. */
  record Address(String loadBalancerArn, int port) {}

  /** Requests of one kind to one address. */
  record Stream(Address address, Asked asked) {

    /** Whose chance they are. */
    private String subject() {
      return asked.equals(Asked.NOTHING_IN_PARTICULAR) ? address.toString() : toString();
    }
  }

  /** How much is asked of servers that can do how much. */
  record Load(double requestsPerSecond, ServiceTime serviceTime, Servers servers) {
    static final Load NONE =
        new Load(0, ServiceTime.always(Duration.ofMillis(1)), Servers.ORDINARY);

    Load {
      if (!(requestsPerSecond >= 0) || Double.isInfinite(requestsPerSecond)) {
        throw new IllegalArgumentException("not a rate: " + requestsPerSecond);
      }
    }
  }

  Flow(Foundation foundation, Instances instances, Routes routes, Stream stream) {
    this.foundation = foundation;
    this.instances = instances;
    this.routes = routes;
    this.address = stream.address();
    this.asked = stream.asked();
    this.nodes = new Nodes(foundation, address.loadBalancerArn(), routes);
    this.arrivals = foundation.chance().of("arrivals " + stream.subject());
    this.choices = foundation.chance().of("choices " + stream.subject());
    this.services = foundation.chance().of("services " + stream.subject());
    routesChanged();
  }

  Ledger ledger() {
    return ledger;
  }

  /** From now on so much; nothing when the rate is 0. */
  void offer(Load wanted) {
    load = wanted;
    if (next != null) {
      next.cancel();
      next = null;
    }
    scheduleArrival();
  }

  private void scheduleArrival() {
    if (load.requestsPerSecond() > 0) {
      double seconds = -Math.log1p(-arrivals.nextDouble()) / load.requestsPerSecond();
      next =
          foundation
              .time()
              .after(Duration.ofNanos((long) (seconds * NANOS_A_SECOND)), this::arrive);
    }
  }

  private void arrive() {
    Instant now = foundation.time().now();
    ledger.arrived(now);
    Duration service = load.serviceTime().draw(services);
    SplittableRandom choice = choices.split();
    Optional<Node> node = nodes.pick(choice, now);
    Optional<Way> way = node.flatMap(Node::way);
    if (node.isEmpty() || way.isEmpty()) {
      ledger.ended(now, Outcome.REFUSED, Duration.ZERO);
    } else if (way.get().status() > 0) {
      boolean error = way.get().status() >= FIRST_ERROR_STATUS;
      ledger.ended(now, error ? Outcome.FIXED_ERROR : Outcome.SERVED, Duration.ZERO);
    } else {
      Optional<Node.Target> target =
          group(way.get(), choice).flatMap(group -> node.get().choose(group.groupArn(), now));
      send(target, now, service);
    }
    scheduleArrival();
  }

  private void send(Optional<Node.Target> target, Instant now, Duration service) {
    if (target.isEmpty()) {
      ledger.ended(now, Outcome.NO_TARGET, Duration.ZERO);
      return;
    }
    Request request = new Request(now, service, target.get());
    Server server = servers.computeIfAbsent(target.get().registered().instanceId(), this::server);
    if (!server.take(request, now)) {
      suspect(target.get());
    }
  }

  /** By weight. */
  private static Optional<Forward> group(Way way, SplittableRandom choice) {
    int all = way.forwards().stream().mapToInt(Forward::weight).sum();
    int drawn = all == 0 ? 0 : choice.nextInt(all);
    for (Forward forward : way.forwards()) {
      if (drawn < forward.weight()) {
        return Optional.of(forward);
      }
      drawn -= forward.weight();
    }
    return Optional.empty();
  }

  /** A target that nobody checks any more is found to be dead by the node that still uses it. */
  private void suspect(Node.Target target) {
    if (target.suspect()) {
      Duration detection =
          backend(target.registered().target().groupArn())
              .map(Backend::detection)
              .orElse(Duration.ZERO);
      foundation
          .time()
          .after(
              detection,
              () -> {
                target.findDead();
                nodes.refresh();
              });
    }
  }

  private Optional<Backend> backend(String groupArn) {
    return routes.backend(groupArn, address.loadBalancerArn());
  }

  private Server server(String instanceId) {
    return new Server(foundation.time(), instances, instanceId, load.servers(), this);
  }

  @Override
  public void end(Request request, Outcome outcome, Duration latency) {
    request.end();
    ledger.ended(foundation.time().now(), outcome, latency);
  }

  @Override
  public Duration idleTimeout() {
    return frontend.map(Frontend::idleTimeout).orElse(Duration.ofSeconds(60));
  }

  /** How many requests each server that has any is working on or lets wait. */
  SortedMap<String, Integer> inFlight() {
    var counts = new TreeMap<String, Integer>();
    servers.forEach((id, server) -> counts.put(id, server.inFlight()));
    counts.values().removeIf(count -> count == 0);
    return counts;
  }

  void routesChanged() {
    Optional<Frontend> before = frontend;
    frontend = routes.frontend(address.loadBalancerArn(), address.port());
    encrypted = encrypted.or(() -> frontend.map(Frontend::encrypted));
    if (!frontend.equals(before)) {
      nodes.tell(() -> frontend.map(this::way));
    }
    frontend.ifPresent(each -> nodes.stand(each, way(each)));
  }

  /** "The plain HTTP request was sent to HTTPS port", and the other way round no handshake. */
  private Way way(Frontend through) {
    return encrypted.equals(Optional.of(through.encrypted()))
        ? through.way(asked)
        : new Way(List.of(), FIRST_ERROR_STATUS);
  }

  void membershipChanged(Routes.Target target) {
    nodes.tell(target);
  }

  void healthChanged() {
    nodes.refresh();
  }

  void drained(Routes.Target target) {
    if (backend(target.groupArn()).map(Backend::cutsWhenDrained).orElse(true)) {
      Predicate<Request> theirs = request -> request.target().registered().target().equals(target);
      servers.values().forEach(server -> server.cut(theirs));
    }
  }

  void died(String instanceId) {
    Server server = servers.remove(instanceId);
    if (server != null) {
      server.cut(any -> true);
    }
  }
}
