package dev.hastack.provider.aws;

import dev.hastack.api.v1alpha1.AwsSpec;
import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.stack.DesiredStack;
import dev.hastack.core.stack.Observation;
import dev.hastack.core.stack.ObservedStack;
import dev.hastack.core.stack.ObservedStack.Entry;
import dev.hastack.core.stack.ObservedStack.Finding;
import dev.hastack.core.stack.ObservedStack.ForeignCopy;
import dev.hastack.core.stack.Place;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.CloudProvider;
import dev.hastack.provider.Discovery;
import dev.hastack.provider.Located;
import dev.hastack.provider.aws.blueprint.AwsBlueprint;
import dev.hastack.provider.aws.gateway.Reading;
import dev.hastack.provider.aws.gateway.ResourceGateway;
import dev.hastack.provider.aws.migration.DatabaseSteps;
import dev.hastack.provider.aws.migration.FallbackSteps;
import dev.hastack.provider.aws.migration.TrafficMigration;
import dev.hastack.provider.aws.resource.LifecycleHook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * AWS as the engine sees it: composes clients, discovery, blueprint and gateways, and turns
 * whatever goes wrong into values. An exception that leaves here is a bug.
 */
public final class AwsProvider implements CloudProvider<AwsFacts> {
  private final AwsRegions regions;
  private final AwsDiscovery discovery;
  private final Interruptions interruptions;

  public AwsProvider(AwsRegions regions, AwsDiscovery discovery) {
    this(regions, discovery, Interruptions.NONE);
  }

  /**
   * @param interruptions what signals told; losing them costs time, never correctness
   */
  public AwsProvider(AwsRegions regions, AwsDiscovery discovery, Interruptions interruptions) {
    this.regions = regions;
    this.discovery = discovery;
    this.interruptions = interruptions;
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
    String region = spec(stack).region();
    try {
      return new Located.At(new Place(discovery.accountId(region), region));
    } catch (AwsCallException failed) {
      return new Located.Unknown(failed.failure());
    }
  }

  @Override
  public Discovery<AwsFacts> discover(StackId id, HAStack stack) {
    try {
      return new Discovery.Discovered<>(discovery.facts(id, stack, spec(stack)));
    } catch (AwsCallException failed) {
      return new Discovery.Undiscovered<>(failed.failure());
    }
  }

  @Override
  public DesiredStack design(StackId id, HAStack stack, AwsFacts facts, Instant now) {
    return AwsBlueprint.design(id, stack.getSpec(), spec(stack), facts);
  }

  @Override
  public ObservedStack observe(
      StackId id, HAStack stack, DesiredStack desired, Map<ResourceId, String> known) {
    var entries = new ArrayList<Entry>();
    var copies = new ArrayList<ForeignCopy>();
    var findings = new ArrayList<Finding>();
    for (ResourceGateway gateway : regions.in(spec(stack).region()).gateways()) {
      var ids = new TreeSet<>(lookedFor(stack, desired, known));
      ids.removeIf(each -> !each.kind().equals(gateway.kind()));
      Map<String, ResourceId> expected = expected(gateway.kind(), desired, known);
      try {
        Reading reading = gateway.read(id, ids, expected);
        reading
            .found()
            .forEach(
                found ->
                    entries.add(
                        new Entry(
                            found.id(),
                            interruptions.noted(
                                DatabaseProtection.judged(found.present(), stack)))));
        copies.addAll(reading.foreignCopies());
        findings.addAll(reading.findings());
        Set<ResourceId> there =
            reading.found().stream().map(Reading.Found::id).collect(Collectors.toSet());
        ids.stream()
            .filter(each -> !there.contains(each))
            .forEach(
                each -> {
                  Optional<Observation> remains =
                      Optional.ofNullable(known.get(each))
                          .filter(name -> desired.find(each).isEmpty())
                          .flatMap(gateway::remains);
                  entries.add(new Entry(each, remains.orElseGet(Observation.Absent::new)));
                });
      } catch (AwsCallException failed) {
        ids.forEach(each -> entries.add(new Entry(each, new Observation.Unread(failed.failure()))));
      }
    }
    return new ObservedStack(entries, copies, findings);
  }

  /**
   * A stack that was seen before is not looked for a load balancer, a database or a hook that it
   * does not have: what it is about to have is recorded before it is made, and what it no longer
   * wants is in its status until it is gone.
   */
  private static Set<ResourceId> lookedFor(
      HAStack stack, DesiredStack desired, Map<ResourceId, String> known) {
    var ids = new TreeSet<>(AwsBlueprint.ALL);
    ids.addAll(known.keySet());
    desired.resources().forEach(resource -> ids.add(resource.id()));
    Set<String> database =
        AwsBlueprint.DATABASE.stream().map(ResourceId::kind).collect(Collectors.toSet());
    boolean shown = stack.getStatus() != null && stack.getStatus().database() != null;
    if (known.isEmpty()) {
      ids.add(LifecycleHook.TERMINATE);
    }
    if (known.isEmpty() || isShown(stack, AwsBlueprint.LOAD_BALANCER)) {
      ids.add(AwsBlueprint.LOAD_BALANCER);
    }
    if (shown
        || known.isEmpty()
        || ids.stream().map(ResourceId::kind).anyMatch(database::contains)) {
      ids.addAll(AwsBlueprint.DATABASE);
    }
    return ids;
  }

  private static boolean isShown(HAStack stack, ResourceId id) {
    return Optional.ofNullable(stack.getStatus())
        .flatMap(status -> Optional.ofNullable(status.resources()))
        .stream()
        .flatMap(List::stream)
        .anyMatch(each -> each.id().equals(id.toString()));
  }

  private static Map<String, ResourceId> expected(
      String kind, DesiredStack desired, Map<ResourceId, String> known) {
    var expected = new TreeMap<String, ResourceId>();
    known.forEach((resource, name) -> expected.put(name, resource));
    desired.resources().forEach(each -> expected.put(each.physicalName(), each.id()));
    expected.values().removeIf(each -> !each.kind().equals(kind));
    return expected;
  }

  @Override
  public Plan stage(HAStack stack, Plan plan, ObservedStack observed, Instant now) {
    if (stack.getMetadata().getDeletionTimestamp() != null) {
      return FallbackSteps.release(stack, plan, now, cloudTime(stack, now));
    }
    Plan moved = TrafficMigration.stage(DatabaseSteps.stage(plan, observed, now), observed, now);
    return FallbackSteps.stage(stack, moved, cloudTime(stack, now));
  }

  private Instant cloudTime(HAStack stack, Instant now) {
    return interruptions.now(spec(stack).region()).orElse(now);
  }

  @Override
  public Optional<String> remedyForLoss(HAStack stack) {
    return DatabaseProtection.remedyForLoss(stack);
  }

  @Override
  public Outcome apply(
      StackId id,
      HAStack stack,
      Change change,
      Map<ResourceId, Map<String, Value>> outputs,
      Instant now) {
    Outcome outcome;
    try {
      outcome = applyOrThrow(id, stack, change, outputs, now);
    } catch (AwsCallException failed) {
      outcome = new Outcome.Failed(failed.failure());
    }
    if (!(outcome instanceof Outcome.Failed failed)) {
      return outcome;
    }
    Failure failure = failed.failure();
    if (failure.kind() == FailureKind.INVALID || failure.kind() == FailureKind.NOT_FOUND) {
      discovery.forget(id);
    }
    return new Outcome.Failed(explained(failure, spec(stack)), failed.outputs());
  }

  private Outcome applyOrThrow(
      StackId id,
      HAStack stack,
      Change change,
      Map<ResourceId, Map<String, Value>> outputs,
      Instant now) {
    ResourceGateway gateway = regions.in(spec(stack).region()).gateway(change.id().kind());
    return new GatewayChange(id, gateway, outputs, DatabaseProtection.word(stack), now)
        .apply(change);
  }

  /** Names the field that AWS checks only when it is used. */
  private static Failure explained(Failure failure, AwsSpec aws) {
    String profile = aws.fleet().instanceProfile();
    boolean ofServers =
        failure.operation().startsWith("autoscaling:") || failure.operation().startsWith("ec2:");
    if (failure.kind() != FailureKind.INVALID || profile == null || !ofServers) {
      return failure;
    }
    return new Failure(
        failure.kind(),
        failure.operation(),
        failure.code(),
        failure.message()
            + " (if this is about the instance profile: spec.aws.fleet.instanceProfile is \""
            + profile
            + "\", which must exist and which the operator must be allowed to pass)");
  }

  static AwsSpec spec(HAStack stack) {
    return Objects.requireNonNull(
        stack.getSpec().aws(), "the schema admits no HAStack without spec.aws");
  }
}
