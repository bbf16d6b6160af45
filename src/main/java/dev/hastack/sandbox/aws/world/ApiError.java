package dev.hastack.sandbox.aws.world;

/**
 * An answer of AWS that says no; the wire puts it into the service's own envelope.
 *
 * <p>The code goes over the wire verbatim and decides which exception the SDK throws, so it must be
 * the wire's and not the class's name: {@code AlreadyExists} makes Auto Scaling's {@code
 * AlreadyExistsException}, {@code TargetGroupNotFound} that of Elastic Load Balancing, {@code
 * ParameterNotFound} that of Systems Manager. Codes without a class of their own, as {@code
 * ValidationError}, {@code Throttling} and all of EC2's, arrive as the service's base exception
 * with that code. The test resource {@code modelled-errors.txt} of the wire lists those with a
 * class.
 */
public final class ApiError extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int BAD_REQUEST = 400;

  private final String code;
  private final int httpStatus;

  /**
   * @param code as the service's API reference has it, for example {@code ValidationError}
   */
  public ApiError(String code, String message) {
    this(BAD_REQUEST, code, message);
  }

  /** As above, with another HTTP status. */
  public ApiError(int httpStatus, String code, String message) {
    super(message);
    this.httpStatus = httpStatus;
    this.code = code;
  }

  public String code() {
    return code;
  }

  public int httpStatus() {
    return httpStatus;
  }
}
