package dev.hastack.sandbox.aws.front;

import dev.hastack.sandbox.aws.world.ApiError;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** What goes wrong with one call. */
record Interference(List<Fault> faults) {
  Interference {
    faults = List.copyOf(faults);
  }

  /** The refusal with which it ends, if it does. */
  Optional<ApiError> refusal(Call call, Dialect dialect) {
    return faults.stream().flatMap(fault -> refusal(fault, call, dialect).stream()).findFirst();
  }

  /** How long a caller waits whose call never arrived; empty if it does. */
  Optional<Duration> lostRequest() {
    return all(Fault.LostRequest.class).map(Fault.LostRequest::silence).findFirst();
  }

  /** How long a caller waits whose answer is lost; empty if it is not. */
  Optional<Duration> lostAnswer() {
    return all(Fault.LostAnswer.class).map(Fault.LostAnswer::silence).findFirst();
  }

  boolean cutsPages() {
    return all(Fault.CutPage.class).findFirst().isPresent();
  }

  /** How far behind a read is; empty if nobody meddles with it. */
  Optional<Duration> age() {
    return all(Fault.StaleRead.class).map(Fault.StaleRead::age).findFirst();
  }

  /** The account that answers in another's place. */
  Optional<String> otherAccount() {
    return all(Fault.OtherAccount.class).map(Fault.OtherAccount::accountId).findFirst();
  }

  /**
   * The share of AWS's rates that is granted.
   *
   * @param usually empty if nothing is throttled
   */
  OptionalDouble rateFactor(OptionalDouble usually) {
    OptionalDouble storm =
        all(Fault.Scarce.class).mapToDouble(Fault.Scarce::rateFactor).reduce((a, b) -> a * b);
    return storm.isPresent() ? OptionalDouble.of(storm.getAsDouble() * usually.orElse(1)) : usually;
  }

  private <F extends Fault> Stream<F> all(Class<F> kind) {
    return faults.stream().filter(kind::isInstance).map(kind::cast);
  }

  private static Optional<ApiError> refusal(Fault fault, Call call, Dialect dialect) {
    return switch (fault) {
      case Fault.Refused refused ->
          Optional.of(new ApiError(refused.status(), refused.code(), refused.message()));
      case Fault.Throttled any -> Optional.of(dialect.throttled());
      case Fault.Broken any -> Optional.of(dialect.failed());
      case Fault.Unavailable any -> Optional.of(dialect.unavailable());
      case Fault.Denied any ->
          Optional.of(dialect.denied(call.principalArn(), call.action(), "*", "denied-by-order"));
      case Fault.LostRequest any -> Optional.empty();
      case Fault.LostAnswer any -> Optional.empty();
      case Fault.Scarce any -> Optional.empty();
      case Fault.CutPage any -> Optional.empty();
      case Fault.StaleRead any -> Optional.empty();
      case Fault.OtherAccount any -> Optional.empty();
    };
  }
}
