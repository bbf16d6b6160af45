package dev.hastack.sandbox.aws.ec2;

import dev.hastack.sandbox.aws.world.CurrentCall;
import dev.hastack.sandbox.aws.world.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A call that is always allowed. */
record PlainCall(SimulatedTime time, Duration lag) implements CurrentCall {

  @Override
  public String accountId() {
    return Region.ACCOUNT;
  }

  @Override
  public String principalArn() {
    return "arn:aws:iam::%s:user/tester".formatted(Region.ACCOUNT);
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
    // Everything is allowed.
  }

  @Override
  public void concerns(String resource) {
    // Nobody keeps a record.
  }
}
