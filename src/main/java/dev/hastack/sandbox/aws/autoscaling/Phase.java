package dev.hastack.sandbox.aws.autoscaling;

import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.autoscaling.model.LifecycleState;

/**
 * Where an instance is on its way through a group (user guide, "Amazon EC2 Auto Scaling instance
 * lifecycle").
 */
sealed interface Phase {

  LifecycleState state();

  /** EC2 starts it. */
  record Starting() implements Phase {
    @Override
    public LifecycleState state() {
      return LifecycleState.PENDING;
    }
  }

  /** Launch hooks hold it. */
  record HeldAtStart(List<HookAction> actions) implements Phase {
    public HeldAtStart {
      actions = List.copyOf(actions);
    }

    @Override
    public LifecycleState state() {
      return LifecycleState.PENDING_WAIT;
    }
  }

  /** Launch hooks have let it go. */
  record Entering() implements Phase {
    @Override
    public LifecycleState state() {
      return LifecycleState.PENDING_PROCEED;
    }
  }

  record InService(Instant since) implements Phase {
    @Override
    public LifecycleState state() {
      return LifecycleState.IN_SERVICE;
    }
  }

  /**
   * Its target groups let go of it.
   *
   * @param until the longest deregistration delay has passed
   */
  record Draining(Exit exit, Instant until) implements Phase {
    @Override
    public LifecycleState state() {
      return switch (exit) {
        case TERMINATION -> LifecycleState.TERMINATING;
        case DETACHMENT -> LifecycleState.DETACHING;
        case STANDBY -> LifecycleState.ENTERING_STANDBY;
      };
    }
  }

  /** Termination hooks hold it. */
  record HeldAtEnd(List<HookAction> actions) implements Phase {
    public HeldAtEnd {
      actions = List.copyOf(actions);
    }

    @Override
    public LifecycleState state() {
      return LifecycleState.TERMINATING_WAIT;
    }
  }

  /** EC2 terminates it. */
  record Ending() implements Phase {
    @Override
    public LifecycleState state() {
      return LifecycleState.TERMINATING_PROCEED;
    }
  }

  record Standby() implements Phase {
    @Override
    public LifecycleState state() {
      return LifecycleState.STANDBY;
    }
  }

  /** What an instance leaves for. */
  enum Exit {
    TERMINATION,
    DETACHMENT,
    STANDBY
  }
}
