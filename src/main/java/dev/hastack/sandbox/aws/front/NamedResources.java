package dev.hastack.sandbox.aws.front;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkPojo;

/**
 * The ARNs of what a request names in another way, so that rights can be given to a queue or a rule
 * ("Actions, resources, and condition keys" of SQS and EventBridge, service authorization
 * reference).
 */
final class NamedResources {
  private NamedResources() {}

  static List<String> of(Call call, SdkPojo request) {
    Members members = new Members(request);
    return switch (call.service()) {
      case "sqs" ->
          Stream.of(
                  members.text("QueueUrl").map(NamedResources::lastPart), members.text("QueueName"))
              .flatMap(Optional::stream)
              .map(name -> arn(call, "sqs", name))
              .toList();
      case "events" ->
          Stream.of(members.text("Name"), members.text("Rule"))
              .flatMap(Optional::stream)
              .map(name -> arn(call, "events", "rule/" + name))
              .toList();
      default -> List.of();
    };
  }

  private static String lastPart(String url) {
    return url.substring(url.lastIndexOf('/') + 1);
  }

  private static String arn(Call call, String service, String resource) {
    return "arn:aws:%s:%s:%s:%s".formatted(service, call.region(), call.accountId(), resource);
  }
}
