package dev.hastack.sandbox.aws.front;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkPojo;

/**
 * The resources of a request, by ARN, however it names them ("Actions, resources, and condition
 * keys" of each service, service authorization reference). RDS names its own.
 */
final class NamedResources {
  private static final String GROUP = "AutoScalingGroupName";
  private static final String NEW_TEMPLATE = "CreateLaunchTemplate";

  private NamedResources() {}

  static List<String> of(Call call, SdkPojo request, RegionalServices around) {
    var arns = new ArrayList<String>();
    String owner = call.service().equals("sts") ? "iam" : call.service();
    new Members(request)
        .arns(owner).stream().filter(arn -> !arn.contains(":alias/")).forEach(arns::add);
    arns.addAll(byName(call, new Members(request), around));
    return arns;
  }

  private static List<String> byName(Call call, Members members, RegionalServices around) {
    return switch (call.service()) {
      case "autoscaling" -> groups(call, members, around).map(name -> group(call, name)).toList();
      case "ec2" -> templates(call, members).map(id -> template(call, id)).toList();
      case "elasticloadbalancing" ->
          members.items("RulePriorities").stream()
              .flatMap(each -> new Members(each).arns("elasticloadbalancing").stream())
              .toList();
      case "s3" -> members.text("Bucket").map(name -> "arn:aws:s3:::" + name).stream().toList();
      case "ssm" -> members.text("Name").map(name -> parameter(call, name)).stream().toList();
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

  private static Stream<String> groups(Call call, Members members, RegionalServices around) {
    if (!call.isWrite()) {
      return Stream.empty();
    }
    return Stream.of(
            members.text(GROUP).stream(),
            members.items("Tags").stream()
                .flatMap(tag -> new Members(tag).text("ResourceId").stream()),
            members.text("InstanceId").flatMap(around::groupOf).stream())
        .flatMap(names -> names)
        .distinct();
  }

  private static Stream<String> templates(Call call, Members members) {
    if (call.operation().equals(NEW_TEMPLATE)) {
      return Stream.of("new");
    }
    return call.isWrite()
        ? Stream.concat(
            members.text("LaunchTemplateId").stream(),
            members.textsOf("Resources").stream().filter(id -> id.startsWith("lt-")))
        : Stream.empty();
  }

  /** The id in the middle is not asked for by anybody. */
  private static String group(Call call, String name) {
    return arn(call, "autoscaling", "autoScalingGroup:*:autoScalingGroupName/" + name);
  }

  private static String template(Call call, String id) {
    return arn(call, "ec2", "launch-template/" + id);
  }

  /** AWS's own have no account. */
  private static String parameter(Call call, String name) {
    String path = name.startsWith("/") ? name.substring(1) : name;
    return "arn:aws:ssm:%s:%s:parameter/%s"
        .formatted(call.region(), name.startsWith("/aws/service/") ? "" : call.accountId(), path);
  }

  private static String lastPart(String url) {
    return url.substring(url.lastIndexOf('/') + 1);
  }

  private static String arn(Call call, String service, String resource) {
    return "arn:aws:%s:%s:%s:%s".formatted(service, call.region(), call.accountId(), resource);
  }
}
