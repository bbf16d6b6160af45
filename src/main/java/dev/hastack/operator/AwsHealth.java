package dev.hastack.operator;

import dev.hastack.core.outcome.Failure;
import dev.hastack.provider.aws.AwsCallListener;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * How the operator gets on with AWS, for the health page; of its own credentials the log tells as
 * well, once when they cannot be had and once when they can again.
 */
final class AwsHealth {
  /** How often credentials are asked for where no call does so. */
  static final Duration PERIOD = Duration.ofSeconds(10);

  private static final Logger LOG = Logger.getLogger(AwsHealth.class);

  private final InstantSource clock;
  private volatile @Nullable Call latest;
  private volatile @Nullable Call latestFailure;
  private volatile @Nullable Trouble credentials;

  /**
   * One call.
   *
   * @param action as IAM names it
   * @param outcome {@link AwsCallListener#OK}, {@link AwsCallListener#FENCED} or a {@code
   *     FailureKind}
   * @param at when it ended
   */
  private record Call(String action, String outcome, Instant at) {
    @Override
    public String toString() {
      return action + " " + outcome + " " + at;
    }
  }

  private record Trouble(String reason, Instant since) {}

  AwsHealth(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * A call has ended.
   *
   * @param action as IAM names it
   * @param outcome as {@link AwsCallListener} is told
   */
  void called(String action, String outcome) {
    Call call = new Call(action, outcome, clock.instant());
    latest = call;
    if (!outcome.equals(AwsCallListener.OK)) {
      latestFailure = call;
    }
  }

  /**
   * The operator's own credentials were asked for.
   *
   * @param trouble why they could not be had; empty where they could
   */
  void credentials(Optional<Failure> trouble) {
    // Every call to AWS comes by here.
    if (trouble.isPresent() || credentials != null) {
      change(trouble.map(Failure::sentence));
    }
  }

  private synchronized void change(Optional<String> reason) {
    Trouble before = credentials;
    if (before != null && reason.isEmpty()) {
      LOG.infof("AWS credentials can be had again, for want of them since=%s", before.since());
      credentials = null;
    } else if (reason.isPresent() && (before == null || !before.reason().equals(reason.get()))) {
      LOG.warnf("AWS is degraded, stacks wait: %s", reason.get());
      credentials = new Trouble(reason.get(), before == null ? clock.instant() : before.since());
    }
  }

  /** By the names that the health page has: {@code state} is {@code ok} or {@code degraded}. */
  Map<String, String> data() {
    var data = new LinkedHashMap<String, String>();
    Optional<Trouble> trouble = Optional.ofNullable(credentials);
    data.put("state", trouble.isPresent() ? "degraded" : "ok");
    trouble.ifPresent(
        now -> {
          data.put("reason", now.reason());
          data.put("since", now.since().toString());
        });
    Optional.ofNullable(latest).ifPresent(call -> data.put("lastCall", call.toString()));
    Optional.ofNullable(latestFailure).ifPresent(call -> data.put("lastFailure", call.toString()));
    return data;
  }
}
