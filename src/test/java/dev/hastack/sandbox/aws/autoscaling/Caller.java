package dev.hastack.sandbox.aws.autoscaling;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.CurrentCall;
import dev.hastack.sandbox.aws.world.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who may do everything but what a test denies, and may see the past. */
final class Caller implements CurrentCall {
  private final SimulatedTime time;
  private final Set<String> denied = new HashSet<>();
  private Duration lag = Duration.ZERO;

  Caller(SimulatedTime time) {
    this.time = time;
  }

  void deny(String action) {
    denied.add(action);
  }

  void lag(Duration behind) {
    lag = behind;
  }

  @Override
  public String accountId() {
    return "123456789012";
  }

  @Override
  public String principalArn() {
    return "arn:aws:iam::123456789012:user/tester";
  }

  @Override
  public Instant readsAsOf() {
    return time.now().minus(lag);
  }

  @Override
  public int pageSize(@Nullable Integer asked, int byDefault, int most) {
    return asked == null ? byDefault : Math.min(asked, most);
  }

  @Override
  public void require(String action, String resource) {
    if (denied.contains(action)) {
      throw new ApiError(403, "AccessDenied", "Not authorized: " + action + " on " + resource);
    }
  }

  @Override
  public void concerns(String resource) {
    // Nobody keeps a record.
  }
}
