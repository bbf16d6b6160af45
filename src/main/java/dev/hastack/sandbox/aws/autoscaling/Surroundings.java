package dev.hastack.sandbox.aws.autoscaling;

import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Instances;
import dev.hastack.sandbox.aws.world.Targets;
import java.time.Instant;

/** What the groups of a region have to do with. */
record Surroundings(
    Foundation foundation, Instances instances, Targets targets, AutoScalingOptions options) {

  Instant now() {
    return foundation.time().now();
  }
}
