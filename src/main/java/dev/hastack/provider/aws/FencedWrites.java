package dev.hastack.provider.aws;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * Stops every write of a process that does not lead, right before it goes out. The SDK asks before
 * each attempt, so a call that waits to be tried again is stopped too when leadership is lost.
 */
final class FencedWrites implements ExecutionInterceptor {

  /** The error code of what was stopped. */
  static final String NOT_LEADER = "NotLeader";

  private final String service;
  private final WriteFence fence;

  /**
   * @param service the prefix of the IAM actions of the client it is for
   */
  FencedWrites(String service, WriteFence fence) {
    this.service = service;
    this.fence = fence;
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
    if (!AwsCallListener.isRead(operation) && !fence.mayWrite()) {
      throw new AwsCallException(
          new Failure(
              FailureKind.CONFLICT,
              service + ":" + operation,
              NOT_LEADER,
              "another replica leads; this one writes nothing"));
    }
  }
}
