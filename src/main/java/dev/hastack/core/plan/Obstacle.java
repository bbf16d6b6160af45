package dev.hastack.core.plan;

import dev.hastack.core.outcome.Failure;

/** Why nothing can be planned for a resource. */
public sealed interface Obstacle {

  /** It could not be read. */
  record Unread(Failure why) implements Obstacle {}

  /** Something else has its name. */
  record NotOwned(String physicalName) implements Obstacle {}

  /** AWS is still deleting what has its name. */
  record BeingDeleted(String physicalName) implements Obstacle {}

  default HoldReason holdReason() {
    return switch (this) {
      case Unread unread -> HoldReason.Unread;
      case NotOwned notOwned -> HoldReason.NotOwned;
      case BeingDeleted beingDeleted -> HoldReason.BeingDeleted;
    };
  }
}
