package dev.hastack.sandbox.aws.front;

import dev.hastack.sandbox.aws.world.CurrentCall;
import dev.hastack.sandbox.aws.world.NotYet;
import dev.hastack.sandbox.aws.world.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the services of one region know of the call they answer. Between calls, when the world moves
 * by itself, the present is read and everything is allowed: the services then act for themselves.
 */
final class CallInHand implements CurrentCall {
  private record Answering(Visit visit, Instant readsAsOf) {}

  private final String accountId;
  private final SimulatedTime time;
  private final Permissions permissions;
  private @Nullable Answering current;

  CallInHand(String accountId, SimulatedTime time, Permissions permissions) {
    this.accountId = accountId;
    this.time = time;
    this.permissions = permissions;
  }

  /** Has this call in hand while something is done. */
  <T> T during(Visit visit, Instant readsAsOf, Supplier<T> work) {
    current = new Answering(visit, readsAsOf);
    try {
      return work.get();
    } finally {
      current = null;
    }
  }

  @Override
  public String accountId() {
    return accountId;
  }

  @Override
  public String principalArn() {
    return current == null
        ? "arn:aws:iam::%s:role/aws-service-role".formatted(accountId)
        : current.visit().principal().arn();
  }

  /** Who calls; only while a call is in hand. */
  Principal principal() {
    if (current == null) {
      throw new IllegalStateException("no call is in hand");
    }
    return current.visit().principal();
  }

  @Override
  public Instant readsAsOf() {
    return current == null ? time.now() : current.readsAsOf();
  }

  @Override
  public int pageSize(@Nullable Integer asked, int byDefault, int most) {
    if (current != null && current.visit().interference().cutsPages()) {
      return 1;
    }
    return asked == null ? byDefault : Math.min(asked, most);
  }

  @Override
  public void require(String action, String resource) {
    require(action, resource, Map.of());
  }

  @Override
  public void require(String action, String resource, Map<String, String> context) {
    Answering answering = current;
    if (answering != null) {
      // Tags count as they are now, whatever the call may read.
      current = null;
      try {
        permissions.require(answering.visit(), new Requirement(action, resource, context));
      } finally {
        current = answering;
      }
    }
  }

  @Override
  public void concerns(String resource) {
    if (current != null) {
      current.visit().concerns(resource);
    }
  }

  @Override
  public void comeBackWithin(Duration longest) {
    if (current != null) {
      Instant until = current.visit().call().time().plus(longest);
      if (time.now().isBefore(until)) {
        throw new NotYet(until, time.stirs());
      }
    }
  }
}
