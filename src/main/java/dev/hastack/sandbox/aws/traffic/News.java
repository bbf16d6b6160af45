package dev.hastack.sandbox.aws.traffic;

import dev.hastack.sandbox.aws.world.Instance;
import dev.hastack.sandbox.aws.world.InstanceState;
import dev.hastack.sandbox.aws.world.Instances;
import java.util.Collection;

/** Passes on to every flow what befalls load balancers and servers. */
record News(Collection<Flow> flows) implements Routes.Listener, Instances.Listener {

  @Override
  public void membershipChanged(Routes.Target target) {
    flows.forEach(flow -> flow.membershipChanged(target));
  }

  @Override
  public void healthChanged(String groupArn) {
    flows.forEach(Flow::healthChanged);
  }

  @Override
  public void drained(Routes.Target target) {
    flows.forEach(flow -> flow.drained(target));
  }

  @Override
  public void routesChanged() {
    flows.forEach(Flow::routesChanged);
  }

  /** A server dies when its instance begins to end. */
  @Override
  public void changed(Instance before, Instance after) {
    boolean wasUp = before.state() == InstanceState.RUNNING;
    if (wasUp && after.state() != InstanceState.RUNNING) {
      flows.forEach(flow -> flow.died(after.id()));
    }
  }

  @Override
  public void interruptionWarned(Instance instance) {
    // Clients do not hear of Spot.
  }

  @Override
  public void rebalanceRecommended(Instance instance) {
    // Nor of this.
  }
}
