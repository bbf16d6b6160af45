package dev.hastack.provider.aws.blueprint;

import dev.hastack.core.stack.DesiredResource;
import dev.hastack.core.stack.DesiredStack;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.AwsArns;
import dev.hastack.provider.aws.AwsNames;
import dev.hastack.provider.aws.resource.AttributeValues;
import dev.hastack.provider.aws.resource.EventRule;
import dev.hastack.provider.aws.resource.Queue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How the events of an account and region reach the operator: rules that pick them, a queue, and a
 * queue for what could not be delivered or read. Each names the others by ARNs that follow from
 * names, so that no one waits for another's output.
 */
public final class SignalsDesign {
  /** After a failure of the operator it is still known what happened overnight. */
  private static final Duration RETENTION = Duration.ofHours(12);

  /** The most that SQS keeps a message (SetQueueAttributes). */
  private static final Duration DEAD_LETTER_RETENTION = Duration.ofDays(14);

  private static final Duration VISIBILITY_TIMEOUT = Duration.ofSeconds(30);

  /** The longest that SQS takes (SetQueueAttributes). */
  private static final Duration LONG_POLL = Duration.ofSeconds(20);

  /** Older than this a signal is no use; see what AWS says of its two minutes' notice. */
  private static final Duration OLDEST_EVENT = Duration.ofMinutes(5);

  private static final int MAX_RECEIVE_COUNT = 5;

  private static final String EC2 = "aws.ec2";
  private static final String AUTO_SCALING = "aws.autoscaling";

  /**
   * Which events are wanted.
   *
   * @param detail members of the event's detail, and the values that are wanted of each
   */
  private record Pattern(
      String name, String source, String detailType, Map<String, List<String>> detail) {
    ResourceId id() {
      return new ResourceId(EventRule.KIND, name);
    }
  }

  private SignalsDesign() {}

  /** Everything that there may be, whatever is wanted now. */
  public static SortedSet<ResourceId> ids() {
    var ids = new TreeSet<ResourceId>();
    ids.add(Queue.SIGNALS);
    ids.add(Queue.DEAD_LETTERS);
    patterns("").forEach(pattern -> ids.add(pattern.id()));
    return ids;
  }

  /** The stack that carries the events of one account and region. Pure. */
  public static DesiredStack design(StackId stack, AwsArns arns) {
    List<Pattern> patterns = patterns(stack.cluster());
    List<String> senders =
        patterns.stream()
            .map(pattern -> arns.eventRule(AwsNames.eventRule(stack, pattern.id())))
            .toList();
    var resources = new ArrayList<DesiredResource>();
    resources.add(deadLetters(stack, arns, senders));
    resources.add(signals(stack, arns, senders));
    patterns.forEach(pattern -> resources.add(rule(stack, arns, pattern)));
    return new DesiredStack(stack, resources);
  }

  /** EC2, Amazon EC2 Auto Scaling and AWS Health user guides: events of each service. */
  private static List<Pattern> patterns(String cluster) {
    return List.of(
        new Pattern(
            "spot-interruption-warning", EC2, "EC2 Spot Instance Interruption Warning", Map.of()),
        new Pattern(
            "rebalance-recommendation", EC2, "EC2 Instance Rebalance Recommendation", Map.of()),
        new Pattern(
            "instance-state-change",
            EC2,
            "EC2 Instance State-change Notification",
            Map.of("state", List.of("stopping", "shutting-down", "stopped", "terminated"))),
        new Pattern(
            "terminate-hook",
            AUTO_SCALING,
            "EC2 Instance-terminate Lifecycle Action",
            Map.of("LifecycleHookName", List.of(AwsNames.terminateHook(cluster)))),
        new Pattern("launch-failures", AUTO_SCALING, "EC2 Instance Launch Unsuccessful", Map.of()),
        new Pattern(
            "capacity-reservation-interruption",
            EC2,
            "EC2 Capacity Reservation Instance Interruption Warning",
            Map.of()),
        new Pattern("health", "aws.health", "AWS Health Event", Map.of("service", List.of("EC2"))));
  }

  private static DesiredResource deadLetters(StackId stack, AwsArns arns, List<String> senders) {
    String name = AwsNames.queue(stack, Queue.DEAD_LETTERS);
    var attributes =
        queue(DEAD_LETTER_RETENTION).put(Queue.POLICY, policy(arns.queue(name), senders));
    return new DesiredResource(Queue.DEAD_LETTERS, name, new Queue(attributes.build()));
  }

  private static DesiredResource signals(StackId stack, AwsArns arns, List<String> senders) {
    String name = AwsNames.queue(stack, Queue.SIGNALS);
    var redrive =
        Map.of(
            Queue.DEAD_LETTER_TARGET_ARN,
            Value.text(arns.queue(AwsNames.queue(stack, Queue.DEAD_LETTERS))),
            Queue.MAX_RECEIVE_COUNT,
            Value.whole(MAX_RECEIVE_COUNT));
    var attributes =
        queue(RETENTION)
            .put(Queue.POLICY, policy(arns.queue(name), senders))
            .put(Queue.REDRIVE_POLICY, Value.struct(redrive));
    return new DesiredResource(
        Queue.SIGNALS,
        name,
        new Queue(attributes.build()),
        new TreeSet<>(List.of(Queue.DEAD_LETTERS)));
  }

  private static AttributeValues.Builder queue(Duration retention) {
    return AttributeValues.builder()
        .put(Queue.MESSAGE_RETENTION_PERIOD, seconds(retention))
        .put(Queue.VISIBILITY_TIMEOUT, seconds(VISIBILITY_TIMEOUT))
        .put(Queue.RECEIVE_MESSAGE_WAIT_TIME_SECONDS, seconds(LONG_POLL))
        .put(Queue.DELAY_SECONDS, seconds(Duration.ZERO))
        .flag(Queue.SQS_MANAGED_SSE_ENABLED, true)
        .text(Queue.KMS_MASTER_KEY_ID, "");
  }

  /** Nobody but our rules may send, and nobody may do anything without TLS. */
  private static Value policy(String queueArn, List<String> senders) {
    Value resource = Value.text(queueArn);
    Value rulesMaySend =
        Value.struct(
            Map.of(
                "Sid", Value.text("RulesMaySend"),
                "Effect", Value.text("Allow"),
                "Principal", member("Service", Value.text("events.amazonaws.com")),
                "Action", Value.text("sqs:SendMessage"),
                "Resource", resource,
                "Condition", member("ArnEquals", member("aws:SourceArn", Value.setOf(senders)))));
    Value onlyWithTls =
        Value.struct(
            Map.of(
                "Sid", Value.text("OnlyWithTls"),
                "Effect", Value.text("Deny"),
                "Principal", member("AWS", Value.text("*")),
                "Action", Value.text("sqs:*"),
                "Resource", resource,
                "Condition", member("Bool", member("aws:SecureTransport", Value.text("false")))));
    return Value.struct(
        Map.of(
            "Version", Value.text("2012-10-17"),
            "Statement", Value.list(List.of(rulesMaySend, onlyWithTls))));
  }

  private static DesiredResource rule(StackId stack, AwsArns arns, Pattern pattern) {
    var target =
        AttributeValues.builder()
            .text(EventRule.ARN, arns.queue(AwsNames.queue(stack, Queue.SIGNALS)))
            .text(EventRule.DEAD_LETTER_ARN, arns.queue(AwsNames.queue(stack, Queue.DEAD_LETTERS)))
            .put(EventRule.MAXIMUM_EVENT_AGE_IN_SECONDS, seconds(OLDEST_EVENT))
            .build();
    var attributes =
        AttributeValues.builder()
            .put(EventRule.EVENT_PATTERN, eventPattern(pattern))
            .text(EventRule.STATE, EventRule.ENABLED)
            .text(EventRule.DESCRIPTION, "Tells HAStack of: " + pattern.detailType())
            .put(EventRule.TARGET, Value.struct(target.values()));
    return new DesiredResource(
        pattern.id(),
        AwsNames.eventRule(stack, pattern.id()),
        new EventRule(attributes.build()),
        new TreeSet<>(List.of(Queue.SIGNALS, Queue.DEAD_LETTERS)));
  }

  private static Value eventPattern(Pattern pattern) {
    var members = new TreeMap<String, Value>();
    members.put("source", Value.setOf(List.of(pattern.source())));
    members.put("detail-type", Value.setOf(List.of(pattern.detailType())));
    if (!pattern.detail().isEmpty()) {
      var detail = new TreeMap<String, Value>();
      pattern.detail().forEach((name, values) -> detail.put(name, Value.setOf(values)));
      members.put("detail", Value.struct(detail));
    }
    return Value.struct(members);
  }

  private static Value member(String name, Value value) {
    return Value.struct(Map.of(name, value));
  }

  private static Value seconds(Duration duration) {
    return Value.whole(duration.toSeconds());
  }
}
