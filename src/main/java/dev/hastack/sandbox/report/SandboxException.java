package dev.hastack.sandbox.report;

/**
 * Something a person can understand and mend stands in the way: a missing tool, a failed build, a
 * server that does not start. The message is all that is shown, so it names the remedy; a stack
 * trace adds nothing to it.
 */
public final class SandboxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SandboxException(String message) {
    super(message);
  }

  public SandboxException(String message, Throwable cause) {
    super(message, cause);
  }
}
