package dev.hastack.sandbox.aws.world;

/** EC2 API reference, InstanceState. Stopping is not modelled: groups terminate. */
public enum InstanceState {
  PENDING,
  RUNNING,
  SHUTTING_DOWN,
  TERMINATED
}
