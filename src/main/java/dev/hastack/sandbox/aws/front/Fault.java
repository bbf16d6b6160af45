package dev.hastack.sandbox.aws.front;

import java.time.Duration;

/** What may go wrong with a call. */
public sealed interface Fault {

  /** It is refused, without effect. */
  record Refused(int status, String code, String message) implements Fault {}

  /** It is throttled, in the service's own words, without effect. */
  record Throttled() implements Fault {}

  /** Every bucket it needs has only a share of its size and of its rate. */
  record Scarce(double rateFactor) implements Fault {}

  /** An error inside AWS (HTTP 500), without effect. */
  record Broken() implements Fault {}

  /** The service is not there (HTTP 503), without effect. */
  record Unavailable() implements Fault {}

  /** The caller may not do this, in the service's own words. */
  record Denied() implements Fault {}

  /** It never arrives: the caller waits, then hears nothing. */
  record LostRequest(Duration silence) implements Fault {}

  /** It takes effect, but the answer is lost: the caller waits, then hears nothing. */
  record LostAnswer(Duration silence) implements Fault {}

  /** A first page has one item; there is no getting at the next one. */
  record CutPage() implements Fault {}

  /** A read shows the world as it was. */
  record StaleRead(Duration age) implements Fault {}

  /** Another account answers, as if the credentials were that account's. */
  record OtherAccount(String accountId) implements Fault {}

  /** Whether nothing can happen to a call after this. */
  default boolean settles() {
    return switch (this) {
      case Refused any -> true;
      case Throttled any -> true;
      case Broken any -> true;
      case Unavailable any -> true;
      case Denied any -> true;
      case LostRequest any -> true;
      case LostAnswer any -> false;
      case Scarce any -> false;
      case CutPage any -> false;
      case StaleRead any -> false;
      case OtherAccount any -> false;
    };
  }
}
