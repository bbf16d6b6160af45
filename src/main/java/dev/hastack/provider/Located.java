package dev.hastack.provider;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.stack.Place;

/** The answer to {@link CloudProvider#locate}. */
public sealed interface Located {

  /** Where the stack lives; recorded once, and never to change. */
  record At(Place place) implements Located {}

  /** Nobody could tell. */
  record Unknown(Failure why) implements Located {}
}
