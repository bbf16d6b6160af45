package dev.hastack.sandbox.aws.front;

import java.util.function.Predicate;

/**
 * Which calls are meant.
 *
 * @param principal of the caller's ARN
 */
public record CallFilter(Glob service, Glob operation, Glob principal, Kind kind)
    implements Predicate<Call> {

  /** Reads change nothing; see {@link Call#isWrite}. */
  public enum Kind {
    ANY,
    READS,
    WRITES
  }

  /** Every call. */
  public static CallFilter every() {
    return new CallFilter(Glob.ANY, Glob.ANY, Glob.ANY, Kind.ANY);
  }

  /** Calls of one service; both may contain {@code *}. */
  public static CallFilter of(String service, String operation) {
    return new CallFilter(new Glob(service), new Glob(operation), Glob.ANY, Kind.ANY);
  }

  public CallFilter by(String principalArn) {
    return new CallFilter(service, operation, new Glob(principalArn), kind);
  }

  public CallFilter reads() {
    return new CallFilter(service, operation, principal, Kind.READS);
  }

  public CallFilter writes() {
    return new CallFilter(service, operation, principal, Kind.WRITES);
  }

  @Override
  public boolean test(Call call) {
    boolean ofKind =
        switch (kind) {
          case ANY -> true;
          case READS -> !call.isWrite();
          case WRITES -> call.isWrite();
        };
    return ofKind
        && service.matches(call.service())
        && operation.matches(call.operation())
        && principal.matches(call.principalArn());
  }
}
