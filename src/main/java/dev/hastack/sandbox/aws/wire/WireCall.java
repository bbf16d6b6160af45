package dev.hastack.sandbox.aws.wire;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkPojo;

/**
 * One decoded call.
 *
 * @param accessKeyId of the signature's credential scope; empty where the call is unsigned
 * @param region of the credential scope; empty where the call is unsigned
 * @param signingName of the service, for example {@code elasticloadbalancing}
 * @param operation its name as AWS has it, for example {@code CreateLaunchTemplate}
 * @param method of the SDK's client interface, which takes the request
 */
public record WireCall(
    String accessKeyId,
    String region,
    String signingName,
    String operation,
    Method method,
    SdkPojo request) {

  /**
   * Has a service answer that implements the client interface; what the service throws comes
   * through as it is.
   *
   * @throws UnsupportedOperationException if the service leaves the operation to the interface
   */
  public SdkPojo invokeOn(SdkClient service) {
    try {
      return (SdkPojo) method.invoke(service, request);
    } catch (InvocationTargetException thrown) {
      if (thrown.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(operation + " failed", thrown.getCause());
    } catch (IllegalAccessException impossible) {
      throw new IllegalStateException(operation + " is not accessible", impossible);
    }
  }
}
