package dev.hastack.operator.tracing;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.Outcome;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;

/**
 * Everything that a span may say beside its name and times, each declared once: {@code
 * docs/traces.md} has them. None holds what somebody wrote into a spec but the object's namespace
 * and name, and no parameter of a call.
 */
public enum TraceAttribute {
  NAMESPACE("hastack.namespace", "pass, drain", "Namespace of the HAStack"),
  NAME("hastack.name", "pass, drain", "Its name"),
  GENERATION("hastack.generation", "pass", "Generation of its spec that the pass saw"),
  READY("hastack.ready", "pass", "Status of the condition Ready after the pass"),
  REASON("hastack.reason", "pass", "Reason of that condition"),
  CHANGES("hastack.changes", "pass", "How many changes of its plan were tried"),
  HELD("hastack.held", "pass", "How many of its plan were held back"),
  UNREAD("hastack.unread", "observe", "How many resources could not be read"),
  RESOURCE("hastack.resource", "changes", "Kind and name of what is changed, as in the status"),
  CHANGE_REASON("hastack.change.reason", "changes", "Why, as the plan says"),
  OUTCOME("hastack.outcome", "changes, reactions", "Done, Waiting or Failed"),
  SERVERS("hastack.servers", "reactions", "How many servers it is about"),
  SERVER("hastack.server", "drain", "Instance id of the server"),
  SIGNAL("hastack.signal", "drain", "Which message of AWS began it"),
  CAUSE("hastack.cause", "drain", "Why the server goes"),
  SINCE_NOTICE("hastack.since_notice_ms", "drain", "Milliseconds from AWS's notice to its end"),
  RPC_SYSTEM("rpc.system", "calls", "aws-api"),
  RPC_SERVICE("rpc.service", "calls", "Service, as the SDK names it"),
  RPC_METHOD("rpc.method", "calls", "Operation"),
  CLOUD_REGION("cloud.region", "calls", "Region that was called"),
  REQUEST_ID("aws.request_id", "calls", "By which AWS finds the call"),
  STATUS_CODE("http.response.status_code", "calls", "Of the last answer"),
  RESENDS("http.request.resend_count", "calls", "How often it was sent again, if it was"),
  ERROR_TYPE("error.type", "all", "Code of the failure as AWS gives it, or its kind or class");

  private final String key;
  private final String spans;
  private final String meaning;

  TraceAttribute(String key, String spans, String meaning) {
    this.key = key;
    this.spans = spans;
    this.meaning = meaning;
  }

  /** As it is sent. */
  public String key() {
    return key;
  }

  /** The spans that may have it. */
  public String spans() {
    return spans;
  }

  public String meaning() {
    return meaning;
  }

  void put(Span span, String value) {
    span.setAttribute(key, value);
  }

  void put(Span span, long value) {
    span.setAttribute(key, value);
  }

  /** What came of one thing that was to be done. */
  static void tell(Span span, Outcome outcome) {
    OUTCOME.put(span, outcome.getClass().getSimpleName());
    switch (outcome) {
      case Outcome.Done done -> {}
      case Outcome.Waiting waiting -> {}
      case Outcome.Failed failed -> fail(span, failed.failure());
    }
  }

  static void fail(Span span, Failure failure) {
    fail(span, failure.code().isEmpty() ? failure.kind().name() : failure.code());
  }

  /**
   * Marks a span as failed. Without a message: those of AWS quote what was sent.
   *
   * @param type from a closed set
   */
  static void fail(Span span, String type) {
    ERROR_TYPE.put(span, type);
    span.setStatus(StatusCode.ERROR);
  }
}
