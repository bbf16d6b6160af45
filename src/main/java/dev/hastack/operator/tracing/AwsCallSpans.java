package dev.hastack.operator.tracing;

import dev.hastack.provider.aws.AwsCallException;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsExecutionAttribute;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * A client span for each call that is made in a span: what no pass and no drain makes, such as
 * waiting at a queue, is no trace of its own. Named and described as "Semantic conventions for AWS
 * SDK client spans" of OpenTelemetry has it; nothing of a request but its operation is told.
 */
final class AwsCallSpans implements ExecutionInterceptor {
  private static final ExecutionAttribute<Call> CALL = new ExecutionAttribute<>("hastack.call");

  private final Tracer tracer;

  /** One call and how often it was sent. */
  private static final class Call {
    final Span span;
    int attempts;

    Call(Span span) {
      this.span = span;
    }
  }

  AwsCallSpans(Tracer tracer) {
    this.tracer = tracer;
  }

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    if (!Span.current().getSpanContext().isValid()) {
      return;
    }
    String service = attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME);
    String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
    Span span =
        tracer
            .spanBuilder(service + "." + operation)
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute(TraceAttribute.RPC_SYSTEM.key(), "aws-api")
            .setAttribute(TraceAttribute.RPC_SERVICE.key(), service)
            .setAttribute(TraceAttribute.RPC_METHOD.key(), operation)
            .setAttribute(
                TraceAttribute.CLOUD_REGION.key(),
                attributes.getAttribute(AwsExecutionAttribute.AWS_REGION).id())
            .startSpan();
    attributes.putAttribute(CALL, new Call(span));
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    @Nullable Call call = attributes.getAttribute(CALL);
    if (call != null) {
      call.attempts++;
    }
  }

  @Override
  public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
    @Nullable Call call = attributes.getAttribute(CALL);
    if (call == null) {
      return;
    }
    TraceAttribute.STATUS_CODE.put(call.span, context.httpResponse().statusCode());
    if (context.response() instanceof AwsResponse response) {
      TraceAttribute.REQUEST_ID.put(call.span, response.responseMetadata().requestId());
    }
    end(call);
  }

  @Override
  public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
    @Nullable Call call = attributes.getAttribute(CALL);
    if (call == null) {
      return;
    }
    if (context.exception() instanceof AwsServiceException answer) {
      TraceAttribute.STATUS_CODE.put(call.span, answer.statusCode());
      Optional.ofNullable(answer.requestId())
          .ifPresent(id -> TraceAttribute.REQUEST_ID.put(call.span, id));
    }
    TraceAttribute.fail(call.span, errorType(context.exception()));
    end(call);
  }

  private static String errorType(Throwable failure) {
    return switch (failure) {
      case AwsCallException fenced -> fenced.failure().code();
      case AwsServiceException answer when answer.awsErrorDetails() != null ->
          Optional.ofNullable(answer.awsErrorDetails().errorCode())
              .orElseGet(() -> answer.getClass().getName());
      default -> failure.getClass().getName();
    };
  }

  private static void end(Call call) {
    if (call.attempts > 1) {
      TraceAttribute.RESENDS.put(call.span, call.attempts - 1);
    }
    call.span.end();
  }
}
