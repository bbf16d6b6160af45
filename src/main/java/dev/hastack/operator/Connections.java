package dev.hastack.operator;

import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.api.v1alpha1.HAStackStatus;
import dev.hastack.core.status.Notice;
import java.util.Optional;

/** Where applications find how to reach what a stack has. */
@FunctionalInterface
interface Connections {

  /**
   * Makes what applications find agree with the status; never throws for want of an API server that
   * takes it.
   *
   * @param status as it is after the pass
   * @return what a person must be told
   */
  Optional<Notice> publish(HAStack stack, HAStackStatus status);
}
