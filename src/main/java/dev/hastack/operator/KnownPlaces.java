package dev.hastack.operator;

import dev.hastack.core.stack.Place;
import java.util.Optional;
import java.util.Set;

/**
 * Where the operator has a stack of its own, remembered beyond this process: once the last HAStack
 * of a place has gone, nothing else in the cluster tells of that place. What cannot be had, because
 * the API server is away or does not allow it, is no exception, since nobody may wait for it.
 */
interface KnownPlaces {

  /** All that are remembered; empty where that cannot be read. */
  Optional<Set<Place>> recall();

  /**
   * Begins to remember a place; again is harmless.
   *
   * @return whether it is remembered now
   */
  boolean remember(Place place);

  /**
   * Nothing of ours is left there.
   *
   * @return whether it is forgotten now
   */
  boolean forget(Place place);
}
