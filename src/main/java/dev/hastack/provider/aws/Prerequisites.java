package dev.hastack.provider.aws;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.plan.MissingPrerequisite;
import dev.hastack.core.stack.ResourceId;
import java.util.ArrayList;
import java.util.List;

/** Looks at what single resources need, and keeps what of it is missing. */
final class Prerequisites {
  private final List<MissingPrerequisite> missing = new ArrayList<>();

  /**
   * Runs a check; what it throws is missing.
   *
   * @param resource that needs what is checked
   * @param attribute of the resource that names it
   */
  void check(ResourceId resource, String attribute, Runnable check) {
    try {
      check.run();
    } catch (AwsCallException failed) {
      missing.add(new MissingPrerequisite(resource, attribute, true, failed.failure()));
    }
  }

  /** Adds something that was found missing, and that the resource can be made without. */
  void want(ResourceId resource, String attribute, Failure why) {
    missing.add(new MissingPrerequisite(resource, attribute, false, why));
  }

  List<MissingPrerequisite> missing() {
    return List.copyOf(missing);
  }
}
