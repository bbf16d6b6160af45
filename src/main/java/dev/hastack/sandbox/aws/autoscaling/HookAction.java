package dev.hastack.sandbox.aws.autoscaling;

import java.time.Duration;
import java.time.Instant;
import software.amazon.awssdk.services.autoscaling.model.LifecycleHook;

/**
 * A lifecycle hook that holds an instance (user guide, "How lifecycle hooks work").
 *
 * @param hook as it was when the instance came to wait
 * @param deadline when the hook's default result counts, unless a heartbeat comes before
 * @param end the most that heartbeats can reach
 */
record HookAction(LifecycleHook hook, String token, Instant deadline, Instant end) {

  static HookAction begin(LifecycleHook hook, String token, Instant now) {
    Instant deadline = now.plusSeconds(hook.heartbeatTimeout());
    return new HookAction(hook, token, deadline, now.plusSeconds(hook.globalTimeout()));
  }

  HookAction heartbeat(Instant now) {
    Instant extended = now.plus(Duration.ofSeconds(hook.heartbeatTimeout()));
    return new HookAction(hook, token, extended.isBefore(end) ? extended : end, end);
  }
}
