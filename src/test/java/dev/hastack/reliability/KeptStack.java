package dev.hastack.reliability;

import dev.hastack.api.manifest.Manifest;
import dev.hastack.api.manifest.ManifestReader;
import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.core.plan.LastApplied;
import dev.hastack.core.stack.StackId;
import dev.hastack.engine.PassResult;
import dev.hastack.engine.Revisions;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One HAStack as the API server keeps it, over the lives of the operator: object, status, finalizer
 * and revisions.
 */
final class KeptStack {
  private static final ManifestReader READER = new ManifestReader();

  private final StackId id;
  private @Nullable HAStack object;
  private LastApplied revision = LastApplied.nothing();
  private @Nullable PassResult latest;
  private Instant due = Instant.MIN;
  private String applied = "";
  private int objects;
  private final Set<String> told = new HashSet<>();

  KeptStack(StackId id) {
    this.id = id;
  }

  StackId id() {
    return id;
  }

  boolean exists() {
    return object != null;
  }

  HAStack object() {
    if (object == null) {
      throw new AssertionError(id + " is gone");
    }
    return object;
  }

  /** What the newest pass found; empty before the first. */
  Optional<PassResult> latest() {
    return Optional.ofNullable(latest);
  }

  /** Every Event of every pass so far. */
  Set<String> told() {
    return told;
  }

  /** What the operator has kept in its revisions. */
  LastApplied lastApplied() {
    return revision;
  }

  /** When its next pass is due. */
  Instant due() {
    return due;
  }

  /** What was last applied by a person. */
  FleetManifest manifest() {
    return new FleetManifest(applied);
  }

  /** Creates the object or changes its spec; either calls for a pass at once. */
  void apply(String manifest) {
    applied = manifest;
    HAStack wanted =
        switch (READER.read(manifest)) {
          case Manifest.Valid valid -> valid.stack();
          case Manifest.Invalid invalid -> throw new AssertionError(invalid.problems().toString());
        };
    if (object == null) {
      objects++;
      wanted.getMetadata().setUid("uid-" + id.name() + "-" + objects);
      wanted.getMetadata().setGeneration(1L);
      revision = LastApplied.nothing();
      object = wanted;
    } else {
      object.setSpec(wanted.getSpec());
      object.getMetadata().setGeneration(object.getMetadata().getGeneration() + 1);
    }
    due = Instant.MIN;
  }

  /** Marks it for deletion, as {@code kubectl delete} does. */
  void delete(Instant now) {
    object().getMetadata().setDeletionTimestamp(now.toString());
    due = Instant.MIN;
  }

  /** Whether it waits for its finalizer to go. */
  boolean isBeingDeleted() {
    return object != null && object.getMetadata().getDeletionTimestamp() != null;
  }

  /** The same where it may be gone or marked already. */
  void deleteIfExists(Instant now) {
    if (exists() && !isBeingDeleted()) {
      delete(now);
    }
  }

  /** Writes down what came of a pass, as the shell does. */
  void record(PassResult result, Instant next) {
    latest = result;
    result.notices().forEach(notice -> told.add(notice.message()));
    due = next;
    if (result.released()) {
      object = null;
    } else {
      object().setStatus(result.status());
    }
  }

  /** Somebody removed what the operator had kept. */
  void loseRevisions() {
    revision = LastApplied.nothing();
  }

  /** The process died in the middle: the next one looks at once. */
  void passLost() {
    due = Instant.MIN;
  }

  /** Its revisions as one life of the process reaches them. */
  Revisions revisions(Fate fate) {
    return new Revisions() {
      @Override
      public LastApplied load() {
        return revision;
      }

      @Override
      public void save(LastApplied lastApplied) {
        fate.save(() -> revision = lastApplied);
      }
    };
  }
}
