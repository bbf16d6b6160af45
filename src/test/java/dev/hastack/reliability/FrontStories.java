package dev.hastack.reliability;

import java.time.Duration;
import java.util.List;

/** What the operator is asked for of a front that is there already. */
final class FrontStories {
  /** The new target group is there by then, and the traffic has not moved. */
  private static final Duration HALFWAY = Duration.ofSeconds(45);

  private FrontStories() {}

  static List<Story> all() {
    return List.of(
        new Story(
            "change listeners of a load balancer",
            (cluster, manifest) -> Story.settled(cluster, Story.behindBalancer(cluster)),
            (cluster, manifest) -> Story.apply(cluster, changed(cluster))),
        new Story(
            "take away a load balancer",
            (cluster, manifest) -> Story.settled(cluster, Story.behindBalancer(cluster)),
            (cluster, manifest) -> Story.apply(cluster, current(cluster).withoutLoadBalancer())),
        new Story(
            "hang behind another's load balancer",
            (cluster, manifest) -> {
              provideListener(cluster);
              Story.settled(cluster, manifest);
            },
            (cluster, manifest) -> Story.apply(cluster, manifest.behind(listener(cluster), 7))),
        new Story(
            "come earlier at another's load balancer",
            (cluster, manifest) -> {
              provideListener(cluster);
              Story.settled(cluster, manifest.behind(listener(cluster), 7));
            },
            (cluster, manifest) -> Story.apply(cluster, manifest.behind(listener(cluster), 5))),
        new Story(
            "leave another's load balancer",
            (cluster, manifest) -> {
              provideListener(cluster);
              Story.settled(cluster, manifest.behind(listener(cluster), 7));
            },
            (cluster, manifest) -> Story.apply(cluster, manifest)),
        new Story(
            "move back halfway to another port",
            (cluster, manifest) -> {
              Story.settled(cluster, Story.behindBalancer(cluster));
              Story.apply(cluster, current(cluster).with("port: 8000", "port: 9000"));
              cluster.runFor(HALFWAY);
            },
            (cluster, manifest) ->
                Story.apply(cluster, current(cluster).with("port: 9000", "port: 8000"))));
  }

  private static FleetManifest current(VirtualCluster cluster) {
    return cluster.stack(Story.STACK).manifest();
  }

  private static void provideListener(VirtualCluster cluster) {
    cluster.outsider().listener(cluster.outsider().subnetIds().subList(0, 3));
  }

  private static String listener(VirtualCluster cluster) {
    return cluster.outsider().view().listeners().getFirst().listenerArn();
  }

  /** Another default certificate, the former one beside it; rules added, moved and changed. */
  private static FleetManifest changed(VirtualCluster cluster) {
    String second = cluster.certificate("www.example.com");
    return current(cluster)
        .with("certificateArns: [", "certificateArns: [\"" + second + "\", ")
        .with("{path: /new}", "{path: /newer}")
        .with(
            "- {priority: 10,",
            "- {priority: 5, paths: [\"/api/*\"]}\n            - {priority: 20,")
        .with("{port: 80,", "{port: 8080,");
  }
}
