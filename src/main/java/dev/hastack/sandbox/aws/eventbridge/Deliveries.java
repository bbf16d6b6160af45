package dev.hastack.sandbox.aws.eventbridge;

import dev.hastack.sandbox.aws.world.Chance;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Queues;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import software.amazon.awssdk.services.eventbridge.model.Target;

/**
 * Brings events to their targets ("How EventBridge retries delivering events" and "Using
 * dead-letter queues to process undelivered events", EventBridge user guide). Missing permissions
 * and queues are not retried; how the pauses between retries grow is not documented.
 */
final class Deliveries {
  private static final String SERVICE = "events.amazonaws.com";
  private static final int USUAL_AGE = 86_400;
  private static final int USUAL_RETRIES = 185;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final int MOST_DOUBLINGS = 8;

  /**
   * An event on its way to a target.
   *
   * @param begun when it was announced
   */
  private record Parcel(String ruleArn, Target target, String event, Instant begun, int retries) {
    Parcel again() {
      return new Parcel(ruleArn, target, event, begun, retries + 1);
    }

    String body() {
      return target.input() == null ? event : target.input();
    }

    Queues.Sender sender() {
      return new Queues.Sender(SERVICE, ruleArn);
    }

    Duration mostAge() {
      Integer asked =
          target.retryPolicy() == null ? null : target.retryPolicy().maximumEventAgeInSeconds();
      return Duration.ofSeconds(asked == null ? USUAL_AGE : asked);
    }

    int mostRetries() {
      Integer asked =
          target.retryPolicy() == null ? null : target.retryPolicy().maximumRetryAttempts();
      return asked == null ? USUAL_RETRIES : asked;
    }
  }

  private final Foundation foundation;
  private final Queues queues;
  private final EventBridgeOptions options;
  private Instant failingUntil = Instant.MIN;
  private Instant delayedUntil = Instant.MIN;
  private Duration delay = Duration.ZERO;
  private long delivered;

  Deliveries(Foundation foundation, Queues queues, EventBridgeOptions options) {
    this.foundation = foundation;
    this.queues = queues;
    this.options = options;
  }

  void failUntil(Instant when) {
    failingUntil = when;
  }

  void delayUntil(Instant when, Duration by) {
    delayedUntil = when;
    delay = by;
  }

  void begin(RuleRow rule, Target target, String event) {
    Instant now = foundation.time().now();
    SplittableRandom random = foundation.chance().of("event delivery " + delivered++);
    Duration usual = Chance.between(random, options.leastDelay(), options.mostDelay());
    Duration after = now.isBefore(delayedUntil) ? usual.plus(delay) : usual;
    var parcel = new Parcel(rule.arn(), target, event, now, 0);
    foundation.time().after(after, () -> attempt(parcel));
  }

  private void attempt(Parcel parcel) {
    Instant now = foundation.time().now();
    if (now.isBefore(failingUntil)) {
      retry(parcel, now);
      return;
    }
    queues
        .send(parcel.target().arn(), parcel.sender(), parcel.body(), Map.of())
        .ifPresent(refusal -> bury(parcel, refusal, ""));
  }

  private void retry(Parcel parcel, Instant now) {
    var failure =
        new Queues.Refusal("INTERNAL_ERROR", "The target could not be reached; it is our failure.");
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(parcel.retries(), MOST_DOUBLINGS));
    if (parcel.retries() >= parcel.mostRetries()) {
      bury(parcel, failure, "MaximumRetryAttempts");
    } else if (now.plus(pause).isAfter(parcel.begun().plus(parcel.mostAge()))) {
      bury(parcel, failure, "MaximumEventAgeInSeconds");
    } else {
      foundation.time().after(pause, () -> attempt(parcel.again()));
    }
  }

  /** Into the target's dead-letter queue; without one, or if it takes nothing, it is lost. */
  private void bury(Parcel parcel, Queues.Refusal why, String exhausted) {
    Optional.ofNullable(parcel.target().deadLetterConfig())
        .map(config -> config.arn())
        .ifPresent(
            arn -> {
              var attributes =
                  new TreeMap<>(
                      Map.of(
                          "RULE_ARN", parcel.ruleArn(),
                          "TARGET_ARN", parcel.target().arn(),
                          "ERROR_CODE", why.code(),
                          "ERROR_MESSAGE", why.message(),
                          "RETRY_ATTEMPTS", Integer.toString(parcel.retries())));
              if (!exhausted.isEmpty()) {
                attributes.put("EXHAUSTED_RETRY_CONDITION", exhausted);
              }
              queues.send(arn, parcel.sender(), parcel.event(), attributes);
            });
  }
}
