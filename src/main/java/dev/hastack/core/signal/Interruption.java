package dev.hastack.core.signal;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * All that is known of the end of one server, merged from whatever was said of it: the strongest
 * cause wins, and what is said again or late changes nothing.
 *
 * @param server the cloud's id of it
 * @param cause the strongest that was named
 * @param noticed the cloud's time of the first signal with this cause
 * @param hook the group that waits for the completion of our hook
 * @param deregistered when it was taken from its last target group by us
 * @param replaced when its group was told to end and replace it
 */
public record Interruption(
    String server,
    Cause cause,
    Instant noticed,
    Optional<String> hook,
    Optional<Instant> deregistered,
    Optional<Instant> replaced) {

  /** EC2 user guide, "Spot Instance interruption notices": two minutes. */
  public static final Duration NOTICE = Duration.ofMinutes(2);

  /**
   * What is kept between the end of a drain and the end of the server: load balancer nodes learn of
   * a deregistration up to 25 s late, though the first within seconds, and a call may take a few.
   */
  public static final Duration MARGIN = Duration.ofSeconds(15);

  /**
   * How long load balancer nodes may take to learn of a deregistration. In the last so many seconds
   * a server that leaves serves on where nobody has learnt of it, and so costs the others little.
   */
  public static final Duration PROPAGATION = Duration.ofSeconds(25);

  /** Why a server ends, the weakest first. */
  public enum Cause {
    MAINTENANCE,
    REBALANCE_RECOMMENDATION,
    TERMINATING,
    CAPACITY_RESERVATION_INTERRUPTION,
    SPOT_INTERRUPTION,
    GOING
  }

  /** What a first signal tells. */
  public static Interruption of(Signal.OfServer signal) {
    return new Interruption(
        signal.server(),
        cause(signal),
        signal.at(),
        hook(signal),
        Optional.empty(),
        Optional.empty());
  }

  /** What is known after one more signal. */
  public Interruption and(Signal.OfServer signal) {
    Cause said = cause(signal);
    boolean stronger = said.compareTo(cause) > 0;
    boolean earlier = said == cause && signal.at().isBefore(noticed);
    // A server that goes after its warning is still the one that was warned of then.
    boolean kept = isWarned() && stronger;
    return new Interruption(
        server,
        stronger ? said : cause,
        (stronger || earlier) && !kept ? signal.at() : noticed,
        hook.or(() -> hook(signal)),
        deregistered,
        replaced);
  }

  /** Whether the server has a time at which it will be taken away. */
  public boolean isWarned() {
    return switch (cause) {
      case CAPACITY_RESERVATION_INTERRUPTION, SPOT_INTERRUPTION -> true;
      case MAINTENANCE, REBALANCE_RECOMMENDATION, TERMINATING, GOING -> false;
    };
  }

  /** When the server is taken away, as far as its warning says. */
  public Instant end() {
    return noticed.plus(NOTICE);
  }

  /**
   * When it has to leave its target groups so that what it has in hand can be finished.
   *
   * @param deregistrationDelay what a target group gives its targets for that
   */
  public Instant latest(Duration deregistrationDelay) {
    return end().minus(deregistrationDelay).minus(MARGIN);
  }

  /** It left its last target group. */
  public Interruption deregisteredAt(Instant then) {
    return new Interruption(
        server, cause, noticed, hook, Optional.of(deregistered.orElse(then)), replaced);
  }

  /** Its group was told to end and replace it. */
  public Interruption replacedAt(Instant then) {
    return new Interruption(
        server, cause, noticed, hook, deregistered, Optional.of(replaced.orElse(then)));
  }

  /** The hook needs no completing any more. */
  public Interruption withoutHook() {
    return new Interruption(server, cause, noticed, Optional.empty(), deregistered, replaced);
  }

  private static Cause cause(Signal.OfServer signal) {
    return switch (signal) {
      case Signal.InterruptionWarning warning ->
          switch (warning.market()) {
            case SPOT -> Cause.SPOT_INTERRUPTION;
            case CAPACITY_RESERVATION -> Cause.CAPACITY_RESERVATION_INTERRUPTION;
          };
      case Signal.RebalanceRecommendation ignored -> Cause.REBALANCE_RECOMMENDATION;
      case Signal.ServerGoing ignored -> Cause.GOING;
      case Signal.TerminateHook ignored -> Cause.TERMINATING;
      case Signal.Maintenance ignored -> Cause.MAINTENANCE;
    };
  }

  private static Optional<String> hook(Signal.OfServer signal) {
    return signal instanceof Signal.TerminateHook fired
        ? Optional.of(fired.group())
        : Optional.empty();
  }
}
