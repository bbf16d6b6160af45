package dev.hastack.sandbox.aws.front;

import dev.hastack.sandbox.aws.wire.WireCall;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A call while it is dealt with. */
final class Visit {
  private static final String UNKNOWN = "unknown";

  private final WireCall wire;
  private final List<String> concerns = new ArrayList<>();
  private Call call;
  private Interference interference = new Interference(List.of());
  private @Nullable Principal principal;
  private RegionalServices around = Map::of;
  private boolean effect;

  Visit(long number, Instant time, WireCall wire) {
    this.wire = wire;
    this.call =
        new Call(number, time, "", wire.region(), UNKNOWN, wire.signingName(), wire.operation());
  }

  WireCall wire() {
    return wire;
  }

  Call call() {
    return call;
  }

  Dialect dialect() {
    return Dialect.of(call.service());
  }

  /** Who calls; only once that is known. */
  Principal principal() {
    if (principal == null) {
      throw new IllegalStateException("nobody is known to call " + call);
    }
    return principal;
  }

  Interference interference() {
    return interference;
  }

  void identified(Principal caller) {
    principal = caller;
    call = call.by(caller);
  }

  /** Where it is answered. */
  void reached(RegionalServices region) {
    around = region;
  }

  /** What is there. */
  RegionalServices around() {
    return around;
  }

  void befell(Interference what) {
    interference = what;
  }

  void concerns(String resource) {
    concerns.add(resource);
  }

  void tookEffect() {
    effect = true;
  }

  RecordedCall ended(String outcome) {
    return new RecordedCall(call, concerns, outcome, effect, interference.faults());
  }
}
