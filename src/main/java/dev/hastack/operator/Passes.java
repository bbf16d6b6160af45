package dev.hastack.operator;

import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.core.stack.StackId;
import dev.hastack.engine.PassResult;
import dev.hastack.engine.Revisions;
import java.time.Instant;

/** The engine, as the shell sees it. */
@FunctionalInterface
interface Passes {

  /** One pass; blocks on the network. An exception is a bug or the API server. */
  PassResult pass(StackId id, HAStack stack, Revisions revisions, Instant now);
}
