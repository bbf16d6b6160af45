package dev.hastack.sandbox.aws.traffic;

import dev.hastack.sandbox.aws.traffic.Routes.Frontend;
import dev.hastack.sandbox.aws.traffic.Routes.Way;
import dev.hastack.sandbox.aws.world.Chance;
import dev.hastack.sandbox.aws.world.Foundation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * The nodes of a load balancer, one in each of its zones, as clients find them by its DNS name, and
 * how news travels to them.
 *
 * <p>That takes, for targets as for listeners, 1 to 25 s with an application load balancer (as its
 * Kubernetes controller's users measured, issues 1064 and 1719) and about 2 minutes with a network
 * load balancer. A node without healthy targets leaves DNS; its name is good for 60 s ("What is an
 * Application Load Balancer?").
 */
final class Nodes {
  private static final Duration APPLICATION_AT_LEAST = Duration.ofSeconds(1);
  private static final Duration APPLICATION_AT_MOST = Duration.ofSeconds(25);
  private static final Duration NETWORK_AT_LEAST = Duration.ofSeconds(110);
  private static final Duration NETWORK_AT_MOST = Duration.ofSeconds(130);

  /** Not documented; shorter than for targets, which pass through health checks besides. */
  private static final Duration NETWORK_ROUTES_AT_MOST = Duration.ofMinutes(2);

  private static final Duration NAME_IS_GOOD_FOR = Duration.ofSeconds(60);

  private final Foundation foundation;
  private final String loadBalancerArn;
  private final Routes routes;
  private final List<Node> nodes = new ArrayList<>();
  private boolean network;

  Nodes(Foundation foundation, String loadBalancerArn, Routes routes) {
    this.foundation = foundation;
    this.loadBalancerArn = loadBalancerArn;
    this.routes = routes;
  }

  /** Stands in the zones of the load balancer, as they are now; a new node knows the way. */
  void stand(Frontend frontend, Way way) {
    network = frontend.network();
    nodes.removeIf(node -> !frontend.zones().contains(node.zone()));
    for (String zone : frontend.zones()) {
      if (nodes.stream().noneMatch(node -> node.zone().equals(zone))) {
        Node node = new Node(loadBalancerArn, zone, routes);
        node.take(Optional.of(way));
        nodes.add(node);
      }
    }
    refresh();
  }

  /**
   * Tells each node of another listener, each after a while of its own.
   *
   * @param present the way of requests when a node learns of it
   */
  void tell(Supplier<Optional<Way>> present) {
    for (Node node : nodes) {
      Duration travels =
          network
              ? Chance.between(newsTo(node, "routes"), APPLICATION_AT_LEAST, NETWORK_ROUTES_AT_MOST)
              : Chance.between(newsTo(node, "routes"), APPLICATION_AT_LEAST, APPLICATION_AT_MOST);
      foundation.time().after(travels, () -> node.take(present.get()));
    }
  }

  /** One that DNS gives a client; empty when there is none. */
  Optional<Node> pick(SplittableRandom random, Instant now) {
    List<Node> named =
        nodes.stream().filter(node -> !node.withoutHealthyFor(NAME_IS_GOOD_FOR, now)).toList();
    List<Node> choice = named.isEmpty() ? nodes : named;
    return choice.isEmpty()
        ? Optional.empty()
        : Optional.of(choice.get(random.nextInt(choice.size())));
  }

  void refresh() {
    nodes.forEach(Node::refresh);
  }

  /** Tells each node of a target, each after a while of its own. */
  void tell(Routes.Target target) {
    for (Node node : List.copyOf(nodes)) {
      SplittableRandom random = newsTo(node, target.toString());
      Duration travels =
          network
              ? Chance.between(random, NETWORK_AT_LEAST, NETWORK_AT_MOST)
              : Chance.between(random, APPLICATION_AT_LEAST, APPLICATION_AT_MOST);
      foundation.time().after(travels, () -> node.learn(target));
    }
  }

  private SplittableRandom newsTo(Node node, String subject) {
    return foundation
        .chance()
        .of(
            "news %s %s %s %s"
                .formatted(loadBalancerArn, node.zone(), subject, foundation.time().now()));
  }
}
