package dev.hastack.reliability;

import dev.hastack.sandbox.aws.front.SimulatedRegion;
import dev.hastack.sandbox.aws.wire.AwsWire;
import dev.hastack.sandbox.aws.wire.Backend;

/** The wire of the services that the operator calls. */
final class Wires {
  private Wires() {}

  static AwsWire before(Backend backend) {
    return new AwsWire(SimulatedRegion.clients(), backend);
  }
}
