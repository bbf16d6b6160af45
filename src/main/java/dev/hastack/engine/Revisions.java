package dev.hastack.engine;

import dev.hastack.core.plan.LastApplied;

/**
 * Where {@link LastApplied} of one stack is kept. A save that fails throws: nothing may be written
 * to the cloud before its target is recorded.
 */
public interface Revisions {

  /** The latest, or {@link LastApplied#nothing()}. */
  LastApplied load();

  /** Records what is about to be made true, or what has been. */
  void save(LastApplied lastApplied);
}
