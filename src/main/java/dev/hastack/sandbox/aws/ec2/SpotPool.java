package dev.hastack.sandbox.aws.ec2;

import dev.hastack.sandbox.aws.world.Instance;

/** Where capacity comes from: one instance type in one zone. */
public record SpotPool(String instanceType, String zone) {

  static SpotPool of(Instance instance) {
    return new SpotPool(instance.order().instanceType(), instance.order().zone());
  }

  @Override
  public String toString() {
    return instanceType + " in " + zone;
  }
}
