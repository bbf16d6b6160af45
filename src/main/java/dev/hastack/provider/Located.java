package dev.hastack.provider;

import dev.hastack.core.outcome.Failure;

/** The answer to {@link CloudProvider#locate}. */
public sealed interface Located {

  /** Where the stack lives; recorded once, and never to change. */
  record At(String accountId, String region) implements Located {}

  /** Nobody could tell. */
  record Unknown(Failure why) implements Located {}
}
