package dev.hastack.sandbox.aws.wire;

/**
 * The connection breaks and the caller hears nothing; whether the call took effect is another
 * matter.
 */
public final class NoAnswer extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NoAnswer(String why) {
    super(why);
  }
}
