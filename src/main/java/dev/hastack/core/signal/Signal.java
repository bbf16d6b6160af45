package dev.hastack.core.signal;

import java.time.Instant;

/** One thing that a cloud said. Its time is the cloud's own, not that of its receipt. */
public sealed interface Signal {

  /** When it happened, by the cloud's clock. */
  Instant at();

  /** One that is about a server. */
  sealed interface OfServer extends Signal {

    /** The cloud's id of the server. */
    String server();
  }

  /** What a server was bought as. */
  enum Market {
    SPOT,
    CAPACITY_RESERVATION
  }

  /** The server will be taken away {@link Interruption#NOTICE} after {@link #at}. */
  record InterruptionWarning(String server, Instant at, Market market) implements OfServer {}

  /** The server is more likely than others to be taken away. */
  record RebalanceRecommendation(String server, Instant at) implements OfServer {}

  /** The server is going, or has gone, whoever wanted it. */
  record ServerGoing(String server, Instant at) implements OfServer {}

  /** A group waits with the end of a server until a hook is completed. */
  record TerminateHook(String server, Instant at, String group, String hook) implements OfServer {}

  /**
   * The cloud will do something to the server on a later day.
   *
   * @param event what, in the cloud's words
   */
  record Maintenance(String server, Instant at, String event) implements OfServer {}

  /**
   * A group could not launch a server.
   *
   * @param message why, in the cloud's words
   */
  record LaunchFailed(String group, Instant at, String message) implements Signal {}
}
