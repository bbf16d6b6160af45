package dev.hastack.api.manifest;

import dev.hastack.api.v1alpha1.HAStack;
import java.util.List;

/** What reading a manifest came to. */
public sealed interface Manifest {
  /**
   * The object, with defaults applied, as an API server that accepted it would hand it out; its
   * {@code spec}, {@code spec.aws} and name are there. Its namespace is as written, perhaps null.
   */
  record Valid(HAStack stack) implements Manifest {}

  /** Everything that is wrong with it, in the order of the file; never empty. */
  record Invalid(List<Problem> problems) implements Manifest {
    public Invalid {
      problems = List.copyOf(problems);
    }
  }
}
