package dev.hastack.sandbox.aws.front;

import java.util.List;

/**
 * A call that has been dealt with.
 *
 * @param concerns the resources it was about, as far as its service said
 * @param outcome {@code OK}, AWS's error code, or {@code NoAnswer}
 * @param effect whether the service did what was asked; the caller may not know
 * @param faults what went wrong by order
 */
public record RecordedCall(
    Call call, List<String> concerns, String outcome, boolean effect, List<Fault> faults) {
  /** The outcome of a call that was answered. */
  public static final String OK = "OK";

  /** The outcome of a call whose caller heard nothing. */
  public static final String NO_ANSWER = "NoAnswer";

  public RecordedCall {
    concerns = List.copyOf(concerns);
    faults = List.copyOf(faults);
  }

  /** Whether something was written. */
  public boolean wrote() {
    return call.isWrite() && effect;
  }

  @Override
  public String toString() {
    return "%s %s %s by %s in %s %s%s: %s%s"
        .formatted(
            call.time(),
            call.isWrite() ? "write" : "read ",
            call.action(),
            call.principalArn(),
            call.accountId(),
            call.region(),
            concerns.isEmpty() ? "" : " of " + String.join(", ", concerns),
            outcome,
            note());
  }

  private String note() {
    String hidden = effect && !outcome.equals(OK) ? ", but it took effect" : "";
    return faults.isEmpty() ? hidden : hidden + " " + faults;
  }
}
