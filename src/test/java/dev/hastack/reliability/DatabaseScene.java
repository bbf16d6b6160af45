package dev.hastack.reliability;

import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.api.v1alpha1.HAStackStatus;
import dev.hastack.sandbox.aws.ec2.Ec2Options;
import dev.hastack.sandbox.aws.front.CallFilter;
import dev.hastack.sandbox.aws.front.Fault;
import dev.hastack.sandbox.aws.front.FaultRule;
import dev.hastack.sandbox.aws.front.RecordedCall;
import dev.hastack.sandbox.aws.front.SimulatedRegion;
import dev.hastack.sandbox.aws.front.SimulationOptions;
import dev.hastack.sandbox.aws.rds.RdsIncidents;
import dev.hastack.sandbox.aws.wire.Backend;
import dev.hastack.sandbox.aws.wire.WireCall;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.ModifyDbClusterRequest;
import software.amazon.awssdk.services.rds.model.Tag;

/** One stack with a database in an account of its own, and what is asked of both. */
abstract class DatabaseScene {
  static final Duration BOUND = Duration.ofHours(2);
  private static final DateTimeFormatter WINDOW =
      DateTimeFormatter.ofPattern("EEE:HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  final VirtualCluster cluster;
  final KeptStack stack;
  final FleetManifest manifest;

  DatabaseScene(long seed) {
    cluster =
        new VirtualCluster(
            SimulationOptions.calm(seed),
            Ec2Options.usual(),
            backend -> call -> answer(call, backend));
    stack = cluster.stack("storefront");
    manifest = FleetManifest.web("storefront", cluster.outsider()).withDatabase();
  }

  /** How AWS answers the operator. */
  SdkPojo answer(WireCall call, Backend aws) {
    return aws.answer(call);
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  SimulatedRegion region() {
    return cluster.aws().region(VirtualCluster.ACCOUNT, "us-east-1");
  }

  RdsIncidents incidents() {
    return region().rds().incidents();
  }

  DatabasesView databases() {
    return new DatabasesView(cluster.outsider().rds());
  }

  /** The only cluster. */
  DBCluster database() {
    return databases().clusters().getFirst();
  }

  String name() {
    return database().dbClusterIdentifier();
  }

  void settled(FleetManifest wanted) {
    stack.apply(wanted.text());
    cluster.settle(BOUND);
  }

  /** Somebody changes the cluster on AWS. */
  void meddle(Consumer<ModifyDbClusterRequest.Builder> what) {
    String name = name();
    cluster
        .outsider()
        .rds()
        .modifyDBCluster(
            request -> {
              request.dbClusterIdentifier(name);
              what.accept(request);
            });
  }

  /** Somebody else tags something, by its ARN. */
  void tag(String arn, String key, String value) {
    Tag tag = Tag.builder().key(key).value(value).build();
    cluster.outsider().rds().addTagsToResource(request -> request.resourceName(arn).tags(tag));
  }

  /** What the operator wrote to RDS since then, by operation. */
  List<String> writes(Instant then) {
    return cluster.writesSince(then).stream()
        .map(RecordedCall::call)
        .filter(call -> call.service().equals("rds"))
        .map(call -> call.operation())
        .toList();
  }

  HAStackStatus.Database shown() {
    return Objects.requireNonNull(stack.object().getStatus().database());
  }

  Condition condition(String type) {
    return Objects.requireNonNull(stack.object().getStatus().conditions()).stream()
        .filter(condition -> condition.type().equals(type))
        .findFirst()
        .orElseThrow();
  }

  static FleetManifest immediately(FleetManifest manifest) {
    return manifest.with("readers: 1", "readers: 1\n      applyChanges: Immediately");
  }

  static FleetManifest withWindow(FleetManifest manifest, Instant start) {
    String window = WINDOW.format(start) + "-" + WINDOW.format(start.plus(Duration.ofMinutes(30)));
    return manifest.with("sun:04:30-sun:05:30", window.toLowerCase(Locale.ROOT));
  }

  /** RDS refuses it to the operator, as it does of a cluster that has failed. */
  final void refuse(String operation) {
    cluster
        .aws()
        .faults()
        .order(
            FaultRule.of(
                new Fault.Refused(400, "InvalidDBClusterStateFault", "DB cluster is failed."),
                CallFilter.of("rds", operation).by("arn:aws:iam::*:user/operator")));
  }
}
