package dev.hastack.sandbox.aws.wire;

/** The bytes of a request make no sense in their protocol. */
final class MalformedRequest extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedRequest(String message, Exception cause) {
    super(message, cause);
  }
}
