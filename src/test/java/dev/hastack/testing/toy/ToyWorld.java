package dev.hastack.testing.toy;

import dev.hastack.api.v1alpha1.ApplySpec;
import dev.hastack.api.v1alpha1.CapacitySpec;
import dev.hastack.api.v1alpha1.DeletionSpec;
import dev.hastack.api.v1alpha1.DriftSpec;
import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.api.v1alpha1.HAStackSpec;
import dev.hastack.api.v1alpha1.Markers;
import dev.hastack.core.outcome.ContinuationPolicy;
import dev.hastack.core.plan.LastApplied;
import dev.hastack.core.plan.Obstacle;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.stack.DesiredResource;
import dev.hastack.core.stack.StackId;
import dev.hastack.engine.PassResult;
import dev.hastack.engine.StackEngine;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** One stack, its object, its revisions and its cloud; each pass has a fresh engine. */
public final class ToyWorld {
  private static final int PASSES_UNTIL_SETTLED = 20;

  private final Faults faults = new Faults();
  private final ToyCloud cloud = new ToyCloud(faults);
  private MemoryRevisions revisions = new MemoryRevisions(faults);
  private HAStack stack;
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private StackEngine<ToyCloud.ToyFacts> engine = engine();

  public ToyWorld() {
    stack = object("uid-1");
  }

  private static HAStack object(String uid) {
    var made = new HAStack();
    made.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(Toys.STACK.namespace())
            .withName(Toys.STACK.name())
            .withUid(uid)
            .withGeneration(1L)
            .build());
    made.setSpec(
        spec(
            ApplySpec.Policy.Automatic,
            new DriftSpec(DriftSpec.Policy.Correct, null),
            DeletionSpec.Policy.Delete));
    return made;
  }

  private static HAStackSpec spec(
      ApplySpec.Policy apply, DriftSpec drift, DeletionSpec.Policy deletion) {
    return new HAStackSpec(
        new CapacitySpec(0, 1, null),
        new ApplySpec(apply),
        drift,
        new DeletionSpec(deletion),
        null);
  }

  public ToyCloud cloud() {
    return cloud;
  }

  public Faults faults() {
    return faults;
  }

  public MemoryRevisions revisions() {
    return revisions;
  }

  public HAStack stack() {
    return stack;
  }

  public StackId id() {
    return Toys.STACK;
  }

  public Instant now() {
    return now;
  }

  /** A person edits the spec, so that this is wanted. */
  public ToyWorld edit(DesiredResource... resources) {
    cloud.want(resources);
    return touch();
  }

  /** A person edits the spec in a way that does not show in the design. */
  public ToyWorld touch() {
    stack.getMetadata().setGeneration(stack.getMetadata().getGeneration() + 1);
    return this;
  }

  public ToyWorld drift(DriftSpec.Policy policy, DriftSpec.Ignore... ignored) {
    HAStackSpec before = stack.getSpec();
    stack.setSpec(
        spec(
            before.apply().policy(),
            new DriftSpec(policy, List.of(ignored)),
            before.deletion().policy()));
    return touch();
  }

  public ToyWorld apply(ApplySpec.Policy policy) {
    HAStackSpec before = stack.getSpec();
    stack.setSpec(spec(policy, before.drift(), before.deletion().policy()));
    return touch();
  }

  /** A person approves the plan that status shows. */
  public ToyWorld approve() {
    return approve(Objects.requireNonNull(stack.getStatus().plan()).digest());
  }

  /** A person approves a plan. */
  public ToyWorld approve(String digest) {
    stack.getMetadata().setAnnotations(Map.of(Markers.APPROVED_PLAN, digest));
    return this;
  }

  public ToyWorld retain() {
    HAStackSpec before = stack.getSpec();
    stack.setSpec(spec(before.apply().policy(), before.drift(), DeletionSpec.Policy.Retain));
    return touch();
  }

  public ToyWorld pause() {
    stack.getMetadata().setAnnotations(Map.of(Markers.PAUSED, "true"));
    return this;
  }

  public ToyWorld resume() {
    stack.getMetadata().setAnnotations(Map.of());
    return this;
  }

  public ToyWorld delete() {
    stack.getMetadata().setDeletionTimestamp(now.toString());
    return touch();
  }

  /** The same manifest again, after its object went. */
  public ToyWorld createAgain() {
    stack = object("uid-" + now.getEpochSecond());
    return loseRevisions();
  }

  /** One pass; its status is there for the next. */
  public PassResult pass() {
    now = now.plus(Duration.ofMinutes(1));
    StackEngine<ToyCloud.ToyFacts> living = engine;
    // Unless the pass ends, so has the process.
    engine = engine();
    PassResult result = living.pass(Toys.STACK, stack, revisions, now);
    engine = living;
    stack.setStatus(result.status());
    return result;
  }

  /** Somebody removes what was kept, as the deletion of a namespace does. */
  public ToyWorld loseRevisions() {
    revisions = new MemoryRevisions(faults);
    return this;
  }

  /** What a backup of etcd has of the stack. */
  public record Backup(HAStack object, LastApplied lastApplied) {}

  public Backup backup() {
    return new Backup(copyOf(stack), revisions.load());
  }

  /** etcd is restored; what the spec of then wanted is given, since a toy has it elsewhere. */
  public ToyWorld restore(Backup backup, DesiredResource... wanted) {
    stack = copyOf(backup.object());
    revisions = new MemoryRevisions(faults, backup.lastApplied());
    cloud.want(wanted);
    return this;
  }

  private static HAStack copyOf(HAStack stack) {
    return new KubernetesSerialization().clone(stack);
  }

  /** What a pass would do. */
  public Plan preview() {
    return engine().preview(Toys.STACK, stack, revisions.load(), now).plan();
  }

  private StackEngine<ToyCloud.ToyFacts> engine() {
    return new StackEngine<>(cloud, new ContinuationPolicy(Duration.ofSeconds(60)));
  }

  /** Passes until one writes nothing and waits for nothing; one that crashes is begun anew. */
  public PassResult settle() {
    for (int pass = 0; pass < PASSES_UNTIL_SETTLED; pass++) {
      try {
        int steps = faults.steps().size();
        PassResult result = pass();
        boolean quiet = result.outcomes().isEmpty() && faults.steps().size() == steps;
        if (result.released() || (quiet && !isWaiting(result))) {
          return result;
        }
      } catch (Faults.Crash | Faults.Throttled crash) {
        // The next pass finds what this one left.
      }
    }
    throw new AssertionError("did not settle: " + faults.steps());
  }

  private boolean isWaiting(PassResult result) {
    Plan plan = result.plan();
    boolean looksAgain =
        stack.getMetadata().getDeletionTimestamp() != null
            && plan.changes().isEmpty()
            && plan.held().isEmpty()
            && plan.obstacles().isEmpty();
    return looksAgain
        || plan.obstacles().values().stream().anyMatch(Obstacle.BeingDeleted.class::isInstance);
  }
}
