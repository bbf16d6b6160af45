package dev.hastack.testing.toy;

import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.plan.AttributeChange;
import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.MissingPrerequisite;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.plan.PlanPolicy;
import dev.hastack.core.stack.DesiredResource;
import dev.hastack.core.stack.DesiredStack;
import dev.hastack.core.stack.Health;
import dev.hastack.core.stack.Observation;
import dev.hastack.core.stack.ObservedStack;
import dev.hastack.core.stack.Ownership;
import dev.hastack.core.stack.Place;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Schema;
import dev.hastack.core.stack.StackId;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.CloudProvider;
import dev.hastack.provider.Discovery;
import dev.hastack.provider.Facts;
import dev.hastack.provider.Located;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * A cloud in memory. Its groups and vaults take some reads to go away, its groups are created in
 * two calls, and a mould keeps versions; everything else happens at once.
 */
public final class ToyCloud implements CloudProvider<ToyCloud.ToyFacts> {
  public static final Place PLACE = new Place("111122223333", "toy-west-1");
  private static final int READS_UNTIL_GONE = 2;

  /** What the design is told. */
  public record ToyFacts(String digest, List<String> warnings, List<MissingPrerequisite> missing)
      implements Facts {
    ToyFacts(String digest) {
      this(digest, List.of(), List.of());
    }

    @Override
    public String referenced() {
      return "";
    }
  }

  private final Faults faults;
  private final Map<String, Thing> things = new LinkedHashMap<>();
  private final Map<ResourceId, Failure> unreadable = new TreeMap<>();
  private final List<String> writes = new ArrayList<>();
  private List<DesiredResource> wanted = List.of();
  private Located located = new Located.At(PLACE);
  private Optional<Failure> undiscovered = Optional.empty();
  private String factsDigest = "facts-1";
  private PlanPolicy staging = plan -> plan;
  private int blueprintVersion = 1;
  private int created;
  private int reads;

  public ToyCloud(Faults faults) {
    this.faults = faults;
  }

  /** Sets what the blueprint answers from now on. */
  public void want(DesiredResource... resources) {
    wanted = List.of(resources);
  }

  public void locate(Located answer) {
    located = answer;
  }

  public void failDiscovery(Optional<Failure> failure) {
    undiscovered = failure;
  }

  public void changeFacts(String digest) {
    factsDigest = digest;
  }

  /** Takes in steps what is asked for from now on. */
  public void stage(PlanPolicy how) {
    staging = how;
  }

  public void upgradeBlueprint() {
    blueprintVersion++;
  }

  public void makeUnreadable(ResourceId id, Failure why) {
    unreadable.put(id, why);
  }

  public void makeReadable() {
    unreadable.clear();
  }

  /** Every write so far, in words. */
  public List<String> writes() {
    return List.copyOf(writes);
  }

  /** How often the cloud was looked at. */
  public int reads() {
    return reads;
  }

  /** Everything there is, whoever owns it. */
  public List<Thing> things() {
    return List.copyOf(things.values());
  }

  /** The only thing under an id. */
  public Thing thing(ResourceId id) {
    List<Thing> found = things(id);
    if (found.size() != 1) {
      throw new AssertionError("expected one " + id + ", found " + found);
    }
    return found.getFirst();
  }

  public List<Thing> things(ResourceId id) {
    return things.values().stream().filter(thing -> thing.id().equals(id)).toList();
  }

  /** Somebody else does something to a thing. */
  public void tamper(ResourceId id, UnaryOperator<Thing> how) {
    Thing thing = thing(id);
    things.put(thing.physicalId(), how.apply(thing));
  }

  /** Somebody else removes a thing. */
  public void vanish(ResourceId id) {
    things.remove(thing(id).physicalId());
  }

  @Override
  public String name() {
    return "toy";
  }

  @Override
  public int blueprintVersion() {
    return blueprintVersion;
  }

  @Override
  public Located locate(HAStack stack) {
    return located;
  }

  @Override
  public Discovery<ToyFacts> discover(StackId id, HAStack stack) {
    return undiscovered
        .<Discovery<ToyFacts>>map(Discovery.Undiscovered::new)
        .orElseGet(() -> new Discovery.Discovered<>(new ToyFacts(factsDigest)));
  }

  @Override
  public DesiredStack design(StackId id, HAStack stack, ToyFacts facts, Instant now) {
    return new DesiredStack(id, wanted);
  }

  @Override
  public ObservedStack observe(
      StackId id, HAStack stack, DesiredStack desired, Map<ResourceId, String> known) {
    reads++;
    List.copyOf(things.values()).forEach(this::age);
    var ids = new TreeSet<ResourceId>(known.keySet());
    desired.resources().forEach(resource -> ids.add(resource.id()));
    things.values().forEach(thing -> ids.add(thing.id()));
    ids.addAll(unreadable.keySet());
    var entries = new ArrayList<ObservedStack.Entry>();
    for (ResourceId each : ids) {
      Failure unread = unreadable.get(each);
      if (unread != null) {
        entries.add(new ObservedStack.Entry(each, new Observation.Unread(unread)));
      } else if (things(each).isEmpty()) {
        entries.add(new ObservedStack.Entry(each, new Observation.Absent()));
      } else {
        things(each).forEach(thing -> entries.add(new ObservedStack.Entry(each, thing.observed())));
      }
    }
    return new ObservedStack(entries, List.of());
  }

  private void age(Thing thing) {
    if (!thing.isDeleting()) {
      return;
    }
    if (thing.readsUntilGone() == 1) {
      things.remove(thing.physicalId());
    } else {
      things.put(thing.physicalId(), thing.goingIn(thing.readsUntilGone() - 1));
    }
  }

  @Override
  public Optional<String> remedyForLoss(HAStack stack) {
    return Optional.empty();
  }

  @Override
  public Plan stage(HAStack stack, Plan plan, ObservedStack observed, Instant now) {
    return staging.apply(plan);
  }

  @Override
  public Outcome apply(
      StackId id,
      HAStack stack,
      Change change,
      Map<ResourceId, Map<String, Value>> outputs,
      Instant now) {
    try {
      return switch (change) {
        case Change.Create create ->
            create(
                ((Toy) create.desired().spec()).schema(),
                create.desired(),
                create.attributes(),
                outputs);
        case Change.Update update ->
            update(standing(update.observed()), update.attributes(), outputs);
        case Change.Replace replace -> replace(replace, outputs);
        case Change.Delete delete -> delete(standing(delete.observed()));
        case Change.Adopt adopt -> own(standing(adopt.observed()), Ownership.OURS);
        case Change.Forget forget -> own(standing(forget.observed()), Ownership.RETAINED);
        case Change.NoOp noOp -> throw new AssertionError("nobody applies a NoOp: " + noOp);
      };
    } catch (Faults.Throttled throttled) {
      return new Outcome.Failed(
          new Failure(FailureKind.THROTTLED, "toy:Write", "Throttling", "asked for patience"));
    }
  }

  private Outcome create(
      Schema<Toy> schema,
      DesiredResource desired,
      List<AttributeChange> attributes,
      Map<ResourceId, Map<String, Value>> outputs) {
    Optional<Thing> namesake =
        things.values().stream()
            .filter(thing -> thing.physicalName().equals(desired.physicalName()))
            .findFirst();
    if (namesake.isPresent()) {
      return namesake.get().isDeleting()
          ? new Outcome.Waiting(desired.physicalName() + " is still being deleted")
          : new Outcome.Failed(
              new Failure(FailureKind.CONFLICT, "toy:Create", "AlreadyExists", "read again"));
    }
    boolean inTwoCalls = schema.equals(Toys.GROUP);
    Toy whole = written(Toy.of(schema, Map.of()), attributes, outputs);
    Toy first = inTwoCalls ? whole.without("TargetGroupARNs") : whole;
    var number = ++created;
    Thing thing =
        write(
            "create " + desired.id(),
            () ->
                put(
                    new Thing(
                        desired.id(),
                        desired.physicalName(),
                        "toy-" + number,
                        first,
                        1,
                        Ownership.OURS,
                        0,
                        Health.HEALTHY,
                        Optional.empty())));
    if (inTwoCalls && whole.attributes().containsKey("TargetGroupARNs")) {
      thing = write("attach " + desired.id(), () -> put(thing(desired.id()).spec(whole)));
    }
    return new Outcome.Done(thing.outputs());
  }

  private Outcome update(
      Thing thing, List<AttributeChange> attributes, Map<ResourceId, Map<String, Value>> outputs) {
    List<AttributeChange> renewing =
        attributes.stream().filter(each -> renews(thing, each)).toList();
    List<AttributeChange> single =
        attributes.stream().filter(each -> !renewing.contains(each)).toList();
    Thing last = thing;
    if (!renewing.isEmpty()) {
      last = write("update " + thing.id() + " version", () -> rewritten(thing, renewing, outputs));
    }
    for (AttributeChange attribute : single) {
      Thing before = last;
      last =
          write(
              "update " + thing.id() + " " + attribute.name(),
              () -> rewritten(before, List.of(attribute), outputs));
    }
    return new Outcome.Done(last.outputs());
  }

  private Thing rewritten(
      Thing thing, List<AttributeChange> attributes, Map<ResourceId, Map<String, Value>> outputs) {
    boolean renewed = attributes.stream().anyMatch(each -> renews(thing, each));
    Thing next = thing.spec(written(thing.spec(), attributes, outputs));
    return put(renewed ? next.version(thing.version() + 1) : next);
  }

  private static boolean renews(Thing thing, AttributeChange attribute) {
    return !thing.spec().schema().attribute(attribute.name()).renews().isEmpty();
  }

  private Outcome replace(Change.Replace replace, Map<ResourceId, Map<String, Value>> outputs) {
    DesiredResource desired = replace.desired();
    List<AttributeChange> whole =
        desired.spec().values().entrySet().stream()
            .map(
                value ->
                    new AttributeChange(
                        value.getKey(),
                        Optional.empty(),
                        Optional.of(value.getValue()),
                        false,
                        replace.impact(),
                        false,
                        replace.reason()))
            .toList();
    if (replace.order() == Schema.ReplaceOrder.DELETE_FIRST) {
      Outcome gone = delete(standing(replace.observed()));
      if (!(gone instanceof Outcome.Done)) {
        return gone;
      }
    }
    return create(((Toy) replace.observed().spec()).schema(), desired, whole, outputs);
  }

  private Outcome delete(Thing thing) {
    if (thing.isDeleting()) {
      return new Outcome.Waiting(thing.physicalName() + " is still being deleted");
    }
    if (thing.protection().isPresent()) {
      return new Outcome.Failed(
          new Failure(FailureKind.INVALID, "toy:Delete", "Protected", thing.protection().get()));
    }
    if (isReferredTo(thing)) {
      return new Outcome.Waiting(thing.physicalName() + " is still in use");
    }
    boolean slow =
        thing.spec().schema().equals(Toys.GROUP) || thing.spec().schema().equals(Toys.VAULT);
    if (slow) {
      write("delete " + thing.id(), () -> put(thing.goingIn(READS_UNTIL_GONE)));
      return new Outcome.Waiting(thing.physicalName() + " is being deleted");
    }
    write("delete " + thing.id(), () -> remove(thing));
    return Outcome.done();
  }

  private boolean isReferredTo(Thing thing) {
    return things.values().stream()
        .filter(other -> !other.equals(thing))
        .flatMap(other -> other.spec().attributes().values().stream())
        .flatMap(Value::texts)
        .anyMatch(text -> text.equals(thing.physicalId()) || text.equals(thing.physicalName()));
  }

  private Outcome own(Thing thing, Ownership ownership) {
    write("tag " + thing.id() + " " + ownership, () -> put(thing.ownership(ownership)));
    return new Outcome.Done(thing.outputs());
  }

  private Toy written(
      Toy toy, List<AttributeChange> attributes, Map<ResourceId, Map<String, Value>> outputs) {
    Toy next = toy;
    for (AttributeChange attribute : attributes) {
      next =
          attribute.to().isPresent()
              ? next.with(attribute.name(), provided(attribute.to().get(), outputs))
              : next.without(attribute.name());
    }
    return next;
  }

  private static Value provided(Value value, Map<ResourceId, Map<String, Value>> outputs) {
    return value.resolve(
        pending -> {
          Value known = outputs.getOrDefault(pending.resource(), Map.of()).get(pending.output());
          if (known == null) {
            throw new AssertionError("nobody provides " + pending);
          }
          return Optional.of(known);
        });
  }

  private Thing standing(Observation.Present observed) {
    return Objects.requireNonNull(things.get(observed.physicalId()));
  }

  private Thing put(Thing thing) {
    things.put(thing.physicalId(), thing);
    return thing;
  }

  private Thing remove(Thing thing) {
    things.remove(thing.physicalId());
    return thing;
  }

  private Thing write(String what, java.util.function.Supplier<Thing> effect) {
    return faults.around(
        what,
        () -> {
          writes.add(what);
          return effect.get();
        });
  }
}
