package dev.hastack.core.signal;

import java.time.Instant;
import java.util.SortedSet;

/** Something to do now about servers that end. Doing it again is harmless. */
public sealed interface Reaction {

  /**
   * Take servers from a target group.
   *
   * @param urgency when the first of them has to be out
   */
  record Deregister(String targetGroup, SortedSet<String> servers, Instant urgency)
      implements Reaction {}

  /** Have a group end a server and launch another in its stead. */
  record Replace(String group, String server) implements Reaction {}

  /** Let a group go on with the end of a server. */
  record CompleteHook(String group, String server) implements Reaction {}
}
