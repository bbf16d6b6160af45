package dev.hastack.sandbox.aws.ec2;

/** Codes of why an instance ended (EC2 API reference, StateReason). */
public final class StateReasons {
  /** Somebody called TerminateInstances, or Auto Scaling did. */
  public static final String USER = "Client.UserInitiatedShutdown";

  /** Spot took it. */
  public static final String SPOT = "Server.SpotInstanceTermination";

  /** Its own operating system shut it down. */
  public static final String INSTANCE = "Client.InstanceInitiatedShutdown";

  private StateReasons() {}
}
