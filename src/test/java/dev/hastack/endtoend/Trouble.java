package dev.hastack.endtoend;

import dev.hastack.endtoend.AwsProxy.Call;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** What a call to AWS can meet on its way. */
@FunctionalInterface
interface Trouble {

  /** What comes back over the wire. */
  record Answer(int status, String contentType, String body) {}

  /**
   * Answers a call, or breaks the connection by answering nothing.
   *
   * @param aws hands the call on and gives what AWS answers
   */
  Optional<Answer> answer(Call call, Supplier<Answer> aws);

  static Trouble none() {
    return (call, aws) -> Optional.of(aws.get());
  }

  /** AWS's own words to somebody whose policies do not allow the action. */
  static Trouble denied() {
    return (call, aws) ->
        Optional.of(
            error(
                call,
                403,
                switch (call.service()) {
                  case "ec2" -> "UnauthorizedOperation";
                  case "ssm" -> "AccessDeniedException";
                  default -> "AccessDenied";
                },
                "User: arn:aws:iam::123456789012:user/hastack is not authorized to perform: "
                    + call.name()
                    + " because no identity-based policy allows the "
                    + call.name()
                    + " action"));
  }

  static Trouble throttled() {
    return (call, aws) ->
        Optional.of(
            error(
                call,
                call.service().equals("ec2") ? 503 : 400,
                switch (call.service()) {
                  case "ec2" -> "RequestLimitExceeded";
                  case "ssm" -> "ThrottlingException";
                  default -> "Throttling";
                },
                "Rate exceeded"));
  }

  /** AWS finds something wrong with what was asked. */
  static Trouble refused(String code, String message) {
    return (call, aws) -> Optional.of(error(call, 400, code, message));
  }

  static Trouble unavailable() {
    return (call, aws) ->
        Optional.of(error(call, 503, "ServiceUnavailable", "The service is overloaded"));
  }

  /** The connection breaks before AWS has heard of it. */
  static Trouble cut() {
    return (call, aws) -> Optional.empty();
  }

  /** AWS answers, but with another text in place of one. */
  static Trouble rewritten(String text, String replacement) {
    return (call, aws) -> {
      Answer answer = aws.get();
      return Optional.of(
          new Answer(
              answer.status(), answer.contentType(), answer.body().replace(text, replacement)));
    };
  }

  /**
   * The call gets stuck for as long as it is told, and then the connection breaks.
   *
   * @param heard whether AWS does what was asked before that
   * @param stuck counts down when the call has got that far
   * @param until how long it stays so
   */
  static Trouble stuck(boolean heard, CountDownLatch stuck, CountDownLatch until) {
    return (call, aws) -> {
      if (heard) {
        Answer unseen = aws.get();
        if (unseen.status() >= 300) {
          throw new IllegalStateException(call.name() + ": " + unseen.body());
        }
      }
      stuck.countDown();
      try {
        until.await();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
      return Optional.empty();
    };
  }

  private static Answer error(Call call, int status, String code, String message) {
    return switch (call.service()) {
      case "ec2" ->
          new Answer(
              status,
              "text/xml",
              "<Response><Errors><Error><Code>%s</Code><Message>%s</Message></Error></Errors><RequestID>1</RequestID></Response>"
                  .formatted(code, message));
      case "ssm" ->
          new Answer(
              status,
              "application/x-amz-json-1.1",
              "{\"__type\":\"%s\",\"message\":\"%s\"}".formatted(code, message));
      default ->
          new Answer(
              status,
              "text/xml",
              "<ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error><RequestId>1</RequestId></ErrorResponse>"
                  .formatted(code, message));
    };
  }
}
