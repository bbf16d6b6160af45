package dev.hastack.provider.aws;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import java.time.Duration;
import java.util.Objects;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * Around every call of one service: fences writes, counts, and turns every failure into an {@link
 * AwsCallException}, so that nobody else classifies.
 */
final class CallInterceptor implements ExecutionInterceptor {
  private static final ExecutionAttribute<Long> STARTED_NANOS =
      new ExecutionAttribute<>("HAStackStartedNanos");

  private final String service;
  private final AwsCallListener listener;
  private final WriteFence fence;

  CallInterceptor(String service, AwsCallListener listener, WriteFence fence) {
    this.service = service;
    this.listener = listener;
    this.fence = fence;
  }

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    attributes.putAttribute(STARTED_NANOS, System.nanoTime());
    String operation = operation(attributes);
    if (!AwsCallListener.isRead(operation) && !fence.mayWrite()) {
      listener.called(service, operation, AwsCallListener.FENCED, Duration.ZERO);
      throw new AwsCallException(
          new Failure(
              FailureKind.CONFLICT,
              service + ":" + operation,
              "NotLeader",
              "another replica leads; this one writes nothing"));
    }
  }

  @Override
  public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
    listener.called(service, operation(attributes), AwsCallListener.OK, elapsed(attributes));
  }

  @Override
  public Throwable modifyException(
      Context.FailedExecution context, ExecutionAttributes attributes) {
    Throwable cause = context.exception();
    return cause instanceof AwsCallException
        ? cause
        : new AwsCallException(AwsFailures.of(service + ":" + operation(attributes), cause), cause);
  }

  @Override
  public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
    FailureKind kind =
        context.exception() instanceof AwsCallException failed
            ? failed.failure().kind()
            : FailureKind.UNKNOWN;
    listener.called(service, operation(attributes), kind.name(), elapsed(attributes));
  }

  private static String operation(ExecutionAttributes attributes) {
    return Objects.requireNonNull(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
  }

  private static Duration elapsed(ExecutionAttributes attributes) {
    Long started = attributes.getAttribute(STARTED_NANOS);
    return started == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - started);
  }
}
