package dev.hastack.reliability;

import dev.hastack.sandbox.aws.ec2.Ec2Options;
import dev.hastack.sandbox.aws.front.SimulationOptions;
import dev.hastack.sandbox.aws.wire.Backend;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Something that the operator is asked for.
 *
 * @param given what has settled before
 * @param when what is asked for then; writes are counted from here
 */
record Story(
    String name,
    BiConsumer<VirtualCluster, FleetManifest> given,
    BiConsumer<VirtualCluster, FleetManifest> when) {
  static final String STACK = "storefront";
  private static final Duration LONG_ENOUGH = Duration.ofHours(1);

  static List<Story> all() {
    return Stream.concat(usual().stream(), FrontStories.all().stream()).toList();
  }

  private static List<Story> usual() {
    return List.of(
        new Story("create", (cluster, manifest) -> {}, Story::apply),
        edit("change the group", text -> text.with("max: 5", "max: 7")),
        edit("change the share", text -> text.with("BaseCapacity: 1", "BaseCapacity: 2")),
        edit("change the template", text -> text.with("storefront/start", "storefront/run")),
        edit(
            "change the target group",
            text -> text.with("path: /health", "path: /ready").with("Seconds: 30", "Seconds: 45")),
        edit("change tags", text -> text.with("team: web, tier: front", "team: shop")),
        edit(
            "change everything",
            text ->
                text.with("max: 5", "max: 7")
                    .with("storefront/start", "storefront/run")
                    .with("path: /health", "path: /ready")
                    .with("team: web, tier: front", "team: shop")),
        edit("take the target group away", FleetManifest::withoutTargetGroup),
        new Story(
            "replace the target group",
            (cluster, manifest) -> settled(cluster, manifest.withoutTargetGroup()),
            Story::apply),
        new Story(
            "create with a load balancer",
            (cluster, manifest) -> {},
            (cluster, manifest) -> apply(cluster, behindBalancer(cluster))),
        new Story(
            "move to another port",
            (cluster, manifest) -> settled(cluster, behindBalancer(cluster)),
            (cluster, manifest) ->
                apply(cluster, behindBalancer(cluster).with("port: 8000", "port: 9000"))),
        new Story(
            "delete with a load balancer",
            (cluster, manifest) -> settled(cluster, behindBalancer(cluster)),
            (cluster, manifest) -> delete(cluster)),
        new Story(
            "create with a database",
            (cluster, manifest) -> {},
            (cluster, manifest) -> apply(cluster, manifest.withDatabase())),
        new Story(
            "change the database",
            (cluster, manifest) -> settled(cluster, manifest.withDatabase()),
            (cluster, manifest) ->
                apply(
                    cluster,
                    manifest
                        .withDatabase()
                        .with("maxACU: \"16\"", "maxACU: \"32\"")
                        .with("retentionDays: 7", "retentionDays: 9")
                        .with("deletionProtection: false", "deletionProtection: true"))),
        new Story(
            "another number of readers",
            (cluster, manifest) -> settled(cluster, manifest.withDatabase()),
            (cluster, manifest) ->
                apply(cluster, manifest.withDatabase().with("readers: 1", "readers: 0"))),
        new Story(
            "delete with a database",
            (cluster, manifest) -> settled(cluster, manifest.withDatabase()),
            (cluster, manifest) -> delete(cluster)),
        new Story(
            "restore the database",
            (cluster, manifest) -> {
              settled(cluster, manifest.withDatabase());
              delete(cluster);
              cluster.settle(LONG_ENOUGH);
            },
            (cluster, manifest) -> apply(cluster, restored(cluster, manifest))),
        new Story(
            "make a lost database anew",
            (cluster, manifest) -> {
              settled(cluster, manifest.withDatabase());
              loseDatabases(cluster);
              cluster.runFor(Duration.ofMinutes(5));
            },
            (cluster, manifest) -> apply(cluster, withDatabase(manifest, "whenLost: CreateNew"))),
        new Story(
            "let a protected database go",
            (cluster, manifest) -> {
              FleetManifest unprotected = manifest.withDatabase();
              settled(cluster, unprotected.with("Protection: false", "Protection: true"));
              delete(cluster);
              cluster.runFor(Duration.ofMinutes(5));
            },
            (cluster, manifest) -> apply(cluster, manifest.withDatabase())),
        new Story(
            "create with Spot drained",
            (cluster, manifest) -> {},
            (cluster, manifest) -> apply(cluster, manifest.withSpotDrained())),
        new Story(
            "ignore interruptions",
            (cluster, manifest) -> settled(cluster, manifest.withSpotDrained()),
            (cluster, manifest) ->
                apply(cluster, manifest.withSpotDrained().with("tion: Drain", "tion: Ignore"))),
        new Story(
            "retain with Spot drained",
            (cluster, manifest) -> settled(cluster, manifest.withSpotDrained().retaining()),
            (cluster, manifest) -> delete(cluster)),
        new Story(
            "delete with Spot drained",
            (cluster, manifest) -> settled(cluster, manifest.withSpotDrained()),
            (cluster, manifest) -> delete(cluster)),
        new Story("delete", Story::settled, (cluster, manifest) -> delete(cluster)),
        new Story(
            "retain",
            (cluster, manifest) -> settled(cluster, manifest.retaining()),
            (cluster, manifest) -> delete(cluster)),
        new Story(
            "take up again",
            (cluster, manifest) -> {
              settled(cluster, manifest.retaining());
              delete(cluster);
              cluster.settle(LONG_ENOUGH);
            },
            (cluster, manifest) -> apply(cluster, manifest.with("max: 5", "max: 7"))));
  }

  /** Whether it waits for load balancers, databases or the health of servers. */
  boolean isLong() {
    return name.endsWith("load balancer")
        || name.contains("database")
        || name.contains("readers")
        || name.startsWith("move ");
  }

  static Story named(String name) {
    return all().stream().filter(story -> story.name().equals(name)).findFirst().orElseThrow();
  }

  private static Story edit(String name, UnaryOperator<FleetManifest> change) {
    return new Story(
        name, Story::settled, (cluster, manifest) -> apply(cluster, change.apply(manifest)));
  }

  static void apply(VirtualCluster cluster, FleetManifest manifest) {
    cluster.stack(STACK).apply(manifest.text());
  }

  static FleetManifest behindBalancer(VirtualCluster cluster) {
    return FleetManifest.webBehindBalancer(
        STACK, cluster.outsider(), cluster.certificate("shop.example.com"));
  }

  private static FleetManifest withDatabase(FleetManifest manifest, String more) {
    return manifest.withDatabase().with("readers: 1", "readers: 1\n      " + more);
  }

  /** From the last snapshot there is. */
  private static FleetManifest restored(VirtualCluster cluster, FleetManifest manifest) {
    String snapshot = databases(cluster).snapshots().getLast().dbClusterSnapshotIdentifier();
    return withDatabase(manifest, "restoreFrom: {snapshot: " + snapshot + "}");
  }

  private static void loseDatabases(VirtualCluster cluster) {
    var incidents = cluster.aws().region(VirtualCluster.ACCOUNT, "us-east-1").rds().incidents();
    databases(cluster)
        .clusters()
        .forEach(each -> incidents.loseCluster(each.dbClusterIdentifier()));
  }

  private static DatabasesView databases(VirtualCluster cluster) {
    return new DatabasesView(cluster.outsider().rds());
  }

  static void settled(VirtualCluster cluster, FleetManifest manifest) {
    apply(cluster, manifest);
    cluster.settle(LONG_ENOUGH);
  }

  private static void delete(VirtualCluster cluster) {
    cluster.stack(STACK).delete(cluster.now());
  }

  /** A cluster in which this has just been asked for. */
  VirtualCluster begun(long seed, boolean reporting) {
    return begun(seed, reporting, backend -> backend);
  }

  /**
   * The same.
   *
   * @param quirk changes how AWS answers the operator
   */
  VirtualCluster begun(long seed, boolean reporting, UnaryOperator<Backend> quirk) {
    var cluster = new VirtualCluster(SimulationOptions.calm(seed), Ec2Options.usual(), quirk);
    FleetManifest manifest = FleetManifest.web(STACK, cluster.outsider());
    FleetManifest wanted = reporting ? manifest.reporting() : manifest;
    given.accept(cluster, wanted);
    when.accept(cluster, wanted);
    return cluster;
  }

  @Override
  public String toString() {
    return name;
  }
}
