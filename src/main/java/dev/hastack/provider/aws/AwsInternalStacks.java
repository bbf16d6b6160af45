package dev.hastack.provider.aws;

import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.plan.Change;
import dev.hastack.core.stack.DesiredStack;
import dev.hastack.core.stack.Observation;
import dev.hastack.core.stack.ObservedStack;
import dev.hastack.core.stack.ObservedStack.Entry;
import dev.hastack.core.stack.Ownership;
import dev.hastack.core.stack.Place;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.InternalStackProvider;
import dev.hastack.provider.Located;
import dev.hastack.provider.aws.blueprint.SignalsDesign;
import dev.hastack.provider.aws.gateway.EventRuleGateway;
import dev.hastack.provider.aws.gateway.QueueGateway;
import dev.hastack.provider.aws.gateway.Reading;
import dev.hastack.provider.aws.gateway.Removal.DatabaseWord;
import dev.hastack.provider.aws.gateway.ResourceGateway;
import dev.hastack.provider.aws.resource.Queue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the operator has in AWS for itself: the queue that tells it of events. */
public final class AwsInternalStacks implements InternalStackProvider {
  private static final DatabaseWord NO_DATABASE = new DatabaseWord(false, false, false);

  private final AwsRegions regions;
  private final AwsDiscovery discovery;

  public AwsInternalStacks(AwsRegions regions, AwsDiscovery discovery) {
    this.regions = regions;
    this.discovery = discovery;
  }

  @Override
  public Located locate(String region) {
    try {
      return new Located.At(new Place(discovery.accountId(region), region));
    } catch (AwsCallException failed) {
      return new Located.Unknown(failed.failure());
    }
  }

  @Override
  public DesiredStack design(StackId id, Place place) {
    return SignalsDesign.design(id, AwsArns.of(place));
  }

  @Override
  public ObservedStack observe(StackId id, Place place) {
    var entries = new ArrayList<Entry>();
    var copies = new ArrayList<ObservedStack.ForeignCopy>();
    for (ResourceGateway gateway : gateways(place)) {
      var ids = new TreeSet<>(SignalsDesign.ids());
      ids.removeIf(each -> !each.kind().equals(gateway.kind()));
      try {
        Reading reading = gateway.read(id, ids, Map.of());
        reading.found().forEach(found -> entries.add(new Entry(found.id(), found.present())));
        copies.addAll(reading.foreignCopies());
        Set<ResourceId> there =
            reading.found().stream().map(Reading.Found::id).collect(Collectors.toSet());
        ids.removeAll(there);
        ids.forEach(each -> entries.add(new Entry(each, new Observation.Absent())));
      } catch (AwsCallException failed) {
        ids.forEach(each -> entries.add(new Entry(each, new Observation.Unread(failed.failure()))));
      }
    }
    return new ObservedStack(entries, copies);
  }

  /** Where the stack's queue is received from; empty where it cannot be seen, or is not ours. */
  public Optional<String> queueUrl(StackId id, Place place) {
    try {
      return new QueueGateway(regions.in(place.region()).clients().sqs())
          .read(id, Set.of(Queue.SIGNALS), Map.of()).found().stream()
              .map(Reading.Found::present)
              .filter(present -> present.ownership() == Ownership.OURS)
              .flatMap(
                  present -> Optional.ofNullable(present.outputs().get(Queue.OUTPUT_URL)).stream())
              .map(Value::toString)
              .findFirst();
    } catch (AwsCallException failed) {
      return Optional.empty();
    }
  }

  @Override
  public Outcome apply(
      StackId id,
      Place place,
      Change change,
      Map<ResourceId, Map<String, Value>> outputs,
      Instant now) {
    ResourceGateway gateway =
        gateways(place).stream()
            .filter(each -> each.kind().equals(change.id().kind()))
            .findFirst()
            .orElseThrow();
    try {
      return new GatewayChange(id, gateway, outputs, NO_DATABASE, now).apply(change);
    } catch (AwsCallException failed) {
      return new Outcome.Failed(failed.failure());
    }
  }

  private List<ResourceGateway> gateways(Place place) {
    RegionClients clients = regions.in(place.region()).clients();
    return List.of(new QueueGateway(clients.sqs()), new EventRuleGateway(clients.events()));
  }
}
