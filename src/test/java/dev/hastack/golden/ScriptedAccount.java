package dev.hastack.golden;

import dev.hastack.api.v1alpha1.DatabaseSpec;
import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.stack.DesiredResource;
import dev.hastack.core.stack.DesiredStack;
import dev.hastack.core.stack.Health;
import dev.hastack.core.stack.Observation;
import dev.hastack.core.stack.ObservedStack;
import dev.hastack.core.stack.Ownership;
import dev.hastack.core.stack.Place;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.ResourceSpec;
import dev.hastack.core.stack.Schema;
import dev.hastack.core.stack.StackId;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.CloudProvider;
import dev.hastack.provider.Discovery;
import dev.hastack.provider.Located;
import dev.hastack.provider.aws.AwsFacts;
import dev.hastack.provider.aws.DatabaseProtection;
import dev.hastack.provider.aws.blueprint.AwsBlueprint;
import dev.hastack.provider.aws.blueprint.MemberSlots;
import dev.hastack.provider.aws.migration.DatabaseSteps;
import dev.hastack.provider.aws.migration.FallbackSteps;
import dev.hastack.provider.aws.migration.TrafficMigration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An AWS account whose answers a golden case writes down: the real blueprint over fixed facts, what
 * was applied before read back as it was written, and the case's own differences on top.
 */
final class ScriptedAccount implements CloudProvider<AwsFacts> {
  static final Place PLACE = new Place("123456789012", "eu-west-1");

  static final AwsFacts FACTS =
      new AwsFacts(
          PLACE,
          "vpc-0a1b2c3d",
          AwsFacts.Zones.of(
              Map.of(
                  "subnet-0a1b2c3d", "eu-west-1a",
                  "subnet-1a2b3c4d", "eu-west-1b",
                  "subnet-2a3b4c5d", "eu-west-1c")),
          "ami-0abcdef1234567890",
          "/dev/xvda");

  private static final String SUCCESSOR = "-successor";

  private static final Map<String, Value> CLUSTER =
      Map.of(
          "Status", Value.text("available"),
          "EngineVersion", Value.text("aurora-postgresql 16.8"),
          "Capacity", Value.text("0.5-16"),
          "Endpoint", Value.text("storefront-db.cluster-1.eu-west-1.rds.amazonaws.com"),
          "ReaderEndpoint", Value.text("storefront-db.cluster-ro-1.eu-west-1.rds.amazonaws.com"),
          "Port", Value.whole(5432),
          "DatabaseName", Value.text("shop"),
          "MasterUsername", Value.text("shopkeeper"),
          "MasterUserSecretArn",
              Value.text("arn:aws:secretsmanager:eu-west-1:123456789012:secret:rds!cluster-1"),
          "LastSnapshot", Value.text("rds:storefront-db-2026-01-01-03-10"));

  private static final ResourceId LOAD_BALANCER = new ResourceId("LoadBalancer", "app");

  private final AwsFacts facts;
  private final DesiredStack before;
  private final Map<String, Map<String, Object>> differences;

  /** A resource as it was read: a kind's schema over plain values. */
  private record Read(Schema<? extends ResourceSpec> schema, Map<String, Value> values)
      implements ResourceSpec {}

  /**
   * @param facts what is learnt of the account
   * @param before what was applied last, and is there unless {@code differences} says otherwise
   * @param differences by resource id; see the golden folder's README
   */
  ScriptedAccount(
      AwsFacts facts, DesiredStack before, Map<String, Map<String, Object>> differences) {
    this.facts = facts;
    this.before = before;
    this.differences = differences;
  }

  private static String arn(ResourceId id) {
    String name = id.name().equals("app") ? "" : "/" + id.name();
    return "arn:aws:example:eu-west-1:123456789012:" + id.kind() + name;
  }

  private static Map<String, Value> outputs(ResourceId id) {
    Value arn = Value.text(arn(id));
    return switch (id.kind()) {
      case "LaunchTemplate" ->
          Map.of("LaunchTemplateId", Value.text("lt-0a1b2c3d"), "Version", Value.text("1"));
      case "TargetGroup" -> Map.of("TargetGroupArn", arn);
      case "AutoScalingGroup" ->
          Map.of("AutoScalingGroupName", Value.text("storefront-" + id.name()));
      case "LoadBalancer" -> Map.of("LoadBalancerArn", arn);
      case "Listener" -> Map.of("ListenerArn", arn);
      case "ListenerRule" -> Map.of("RuleArn", arn);
      case "DbSubnetGroup" -> Map.of("DBSubnetGroupName", Value.text("storefront-db"));
      case "DbCluster" ->
          Map.of(
              "DBClusterIdentifier",
              Value.text("storefront-db"),
              "Engine",
              Value.text("aurora-postgresql"));
      default -> Map.of();
    };
  }

  @Override
  public String name() {
    return "aws";
  }

  @Override
  public int blueprintVersion() {
    return AwsBlueprint.VERSION;
  }

  @Override
  public Located locate(HAStack stack) {
    return new Located.At(PLACE);
  }

  @Override
  public Discovery<AwsFacts> discover(StackId id, HAStack stack) {
    return new Discovery.Discovered<>(withDatabase(facts, stack));
  }

  /** The facts with what is learnt of a database, where the stack has one. */
  static AwsFacts withDatabase(AwsFacts facts, HAStack stack) {
    DatabaseSpec database = Objects.requireNonNull(stack.getSpec().aws()).database();
    return database == null
        ? facts
        : facts.withDatabase(
            new AwsFacts.Database(
                List.of("eu-west-1a", "eu-west-1b", "eu-west-1c"),
                Optional.ofNullable(database.encryption())
                    .map(key -> "arn:aws:kms:eu-west-1:123456789012:key/" + key.kmsKeyId()),
                MemberSlots.of(database.readers() + 1, 3, new TreeMap<>(), new TreeSet<>())));
  }

  @Override
  public DesiredStack design(StackId id, HAStack stack, AwsFacts facts, Instant now) {
    return AwsBlueprint.design(
        id, stack.getSpec(), Objects.requireNonNull(stack.getSpec().aws()), facts);
  }

  @Override
  public ObservedStack observe(
      StackId id, HAStack stack, DesiredStack desired, Map<ResourceId, String> known) {
    var entries = new ArrayList<ObservedStack.Entry>();
    var ids = new TreeSet<ResourceId>(known.keySet());
    desired.resources().forEach(resource -> ids.add(resource.id()));
    for (ResourceId each : ids) {
      entries.add(new ObservedStack.Entry(each, observation(each, desired)));
      successor(each, desired)
          .ifPresent(present -> entries.add(new ObservedStack.Entry(each, present)));
    }
    return new ObservedStack(entries, List.of(), findings());
  }

  /** Another one beside it, as it is wanted now. */
  private Optional<Observation> successor(ResourceId id, DesiredStack desired) {
    return Optional.ofNullable(differences.get(id.toString()))
        .flatMap(difference -> Optional.ofNullable(difference.get("successor")))
        .map(
            difference -> {
              DesiredResource wanted = desired.find(id).orElseThrow();
              String arn = arn(id) + SUCCESSOR;
              return new Observation.Present(
                  wanted.physicalName(),
                  arn,
                  new Read(wanted.spec().schema(), values(wanted, tree(difference))),
                  Map.of("TargetGroupArn", Value.text(arn)),
                  Ownership.OURS,
                  Health.HEALTHY,
                  Optional.empty(),
                  live(id, tree(difference)));
            });
  }

  private List<ObservedStack.Finding> findings() {
    return differences.getOrDefault("findings", Map.of()).entrySet().stream()
        .map(
            finding ->
                new ObservedStack.Finding(
                    ObservedStack.Finding.Reason.valueOf(finding.getKey()),
                    String.valueOf(tree(finding.getValue()).get("sentence")),
                    Value.ofTree(tree(finding.getValue()).getOrDefault("sendsTo", List.of()))
                        .texts()
                        .collect(Collectors.toSet())))
        .toList();
  }

  private Observation observation(ResourceId id, DesiredStack desired) {
    Map<String, Object> difference = differences.getOrDefault(id.toString(), Map.of());
    Optional<DesiredResource> written =
        Boolean.TRUE.equals(difference.get("created")) ? desired.find(id) : before.find(id);
    if (difference.get("unread") instanceof String kind) {
      return new Observation.Unread(
          new Failure(
              FailureKind.valueOf(kind), "autoscaling:Describe", "Throttling", "Rate exceeded"));
    }
    if (written.isEmpty() || Boolean.TRUE.equals(difference.get("absent"))) {
      return new Observation.Absent();
    }
    return new Observation.Present(
        written.get().physicalName(),
        arn(id),
        new Read(written.get().spec().schema(), values(written.get(), difference)),
        outputs(id),
        Ownership.valueOf((String) difference.getOrDefault("ownership", "OURS")),
        Health.valueOf((String) difference.getOrDefault("health", "HEALTHY")),
        Optional.ofNullable((String) difference.get("protection")),
        live(id, difference));
  }

  private static Map<String, Value> values(
      DesiredResource written, Map<String, Object> difference) {
    var values = new LinkedHashMap<String, Value>();
    written
        .spec()
        .values()
        .forEach((name, value) -> values.put(name, value.resolve(ScriptedAccount::output)));
    tree(difference.get("attributes"))
        .forEach(
            (name, value) -> {
              if (value == null) {
                values.remove(name);
              } else {
                values.put(name, Value.ofTree(value));
              }
            });
    return values;
  }

  private static Optional<Value> output(Value.Pending pending) {
    return Optional.ofNullable(outputs(pending.resource()).get(pending.output()));
  }

  private Map<String, Value> live(ResourceId id, Map<String, Object> difference) {
    var live = new LinkedHashMap<String, Value>();
    if (id.kind().equals("LoadBalancer") || AwsBlueprint.isExistingRule(id)) {
      live.put("DNSName", Value.text("storefront-1.eu-west-1.elb.amazonaws.com"));
      live.put("CanonicalHostedZoneId", Value.text("Z32O12XQLNTSW2"));
    }
    if (id.kind().equals("TargetGroup") && before.find(LOAD_BALANCER).isPresent()) {
      live.put("LoadBalancerArns", Value.list(List.of(Value.text(arn(LOAD_BALANCER)))));
      List.of("Registered", "Healthy").forEach(name -> live.put(name, Value.whole(6)));
    }
    if (id.kind().equals("DbCluster")) {
      live.putAll(CLUSTER);
    }
    if (id.kind().equals("DbInstance")) {
      live.put("Status", Value.text("available"));
      live.put("Serves", Value.flag(true));
      live.put("Role", Value.text(id.name().equals("0") ? "Writer" : "Reader"));
      live.put("AvailabilityZone", Value.text("eu-west-1" + "abc".charAt(slot(id) % 3)));
    }
    if (id.kind().equals("AutoScalingGroup")) {
      List.of("Desired", "InService").forEach(name -> live.put(name, Value.whole(6)));
      live.put("Spot", Value.whole(4));
      live.put("OnDemand", Value.whole(2));
      live.put("Outdated", Value.whole(0));
    }
    tree(difference.get("live")).forEach((name, value) -> live.put(name, Value.ofTree(value)));
    return live;
  }

  private static int slot(ResourceId member) {
    return Integer.parseInt(member.name());
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> tree(@Nullable Object node) {
    return node == null ? Map.of() : (Map<String, Object>) node;
  }

  @Override
  public Optional<String> remedyForLoss(HAStack stack) {
    return DatabaseProtection.remedyForLoss(stack);
  }

  @Override
  public Plan stage(HAStack stack, Plan plan, ObservedStack observed, Instant now) {
    return FallbackSteps.stage(
        stack,
        TrafficMigration.stage(DatabaseSteps.stage(plan, observed, now), observed, now),
        now);
  }

  @Override
  public Outcome apply(
      StackId id,
      HAStack stack,
      Change change,
      Map<ResourceId, Map<String, Value>> outputs,
      Instant now) {
    return new Outcome.Done(outputs(change.id()));
  }
}
