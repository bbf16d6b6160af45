package dev.hastack.sandbox.aws.front;

import dev.hastack.sandbox.aws.world.Instance;
import dev.hastack.sandbox.aws.world.Instances;
import dev.hastack.sandbox.aws.world.SimulatedTime;

/** Notes what befalls instances. */
record InstanceNotes(SimulatedTime time, CallRecord record) implements Instances.Listener {

  @Override
  public void changed(Instance before, Instance after) {
    if (before.state() != after.state()) {
      String reason = after.stateReasonCode() == null ? "" : " (" + after.stateReasonCode() + ")";
      note(after, "%s, was %s%s".formatted(after.state(), before.state(), reason));
    }
    if (before.impaired() != after.impaired()) {
      note(after, after.impaired() ? "fails its status checks" : "passes its status checks");
    }
  }

  @Override
  public void interruptionWarned(Instance instance) {
    note(instance, "Spot takes it at " + instance.interruptionAt());
  }

  @Override
  public void rebalanceRecommended(Instance instance) {
    note(instance, "AWS recommends to replace it");
  }

  private void note(Instance instance, String text) {
    record.note(time.now(), instance.id() + " in " + instance.order().zone(), text);
  }
}
