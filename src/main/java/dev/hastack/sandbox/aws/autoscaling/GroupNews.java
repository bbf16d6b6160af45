package dev.hastack.sandbox.aws.autoscaling;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hastack.sandbox.aws.world.Events;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Queues;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.autoscaling.model.Activity;
import software.amazon.awssdk.services.autoscaling.model.LifecycleHook;
import software.amazon.awssdk.services.autoscaling.model.ScalingActivityStatusCode;

/**
 * Announces what a group did, by what its row was and is: launches and terminations as they end,
 * and instances that come to wait for a lifecycle hook ("Use EventBridge to handle Auto Scaling
 * events", Auto Scaling user guide). A hook with a queue of its own tells that as well.
 */
final class GroupNews {
  private static final String SOURCE = "aws.autoscaling";
  private static final String GROUP = "AutoScalingGroup";
  private static final String EC2 = "EC2";
  private static final Pattern ABOUT =
      Pattern.compile("(Launching a new|Terminating) EC2 instance(?:: (i-[0-9a-f]+))?.*");
  private static final Set<ScalingActivityStatusCode> FAILED =
      Set.of(ScalingActivityStatusCode.FAILED, ScalingActivityStatusCode.CANCELLED);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Foundation foundation;
  private final Events events;
  private final HookMail mail;

  GroupNews(Foundation foundation, Events events, Queues queues) {
    this.foundation = foundation;
    this.events = events;
    this.mail = new HookMail(foundation, queues);
  }

  /** A row was written. */
  void changed(Group before, Group after) {
    if (before.hooks() != after.hooks()) {
      after.hooks().values().stream()
          .filter(hook -> !hook.equals(before.hooks().get(hook.lifecycleHookName())))
          .forEach(hook -> mail.test(after.settings().autoScalingGroupARN(), hook));
    }
    endedActivities(before, after).forEach(activity -> tell(after, activity));
    for (Member member : after.all()) {
      begunHolds(before, member).forEach(action -> tell(after, member, action));
    }
  }

  /** The oldest first. */
  private static List<Activity> endedActivities(Group before, Group after) {
    List<Activity> now = after.activities().newestFirst();
    if (before.activities().newestFirst() == now) {
      return List.of();
    }
    Map<String, Activity> past = new HashMap<>();
    before.activities().newestFirst().forEach(each -> past.put(each.activityId(), each));
    return now.reversed().stream()
        .filter(activity -> activity.endTime() != null)
        .filter(activity -> isOpen(past.get(activity.activityId())))
        .toList();
  }

  private static boolean isOpen(@Nullable Activity activity) {
    return activity == null || activity.endTime() == null;
  }

  private static List<HookAction> begunHolds(Group before, Member member) {
    if (member.heldBy().isEmpty()) {
      return List.of();
    }
    Set<String> known =
        before
            .member(member.id())
            .map(Member::heldBy)
            .map(held -> held.stream().map(HookAction::token).collect(Collectors.toSet()))
            .orElseGet(HashSet::new);
    return member.heldBy().stream().filter(action -> !known.contains(action.token())).toList();
  }

  private void tell(Group group, Activity activity) {
    Matcher about = ABOUT.matcher(activity.description());
    if (!about.matches()) {
      return;
    }
    boolean launch = about.group(1).startsWith("Launching");
    boolean failed = FAILED.contains(activity.statusCode());
    String instanceId = Objects.requireNonNullElse(about.group(2), "");
    ObjectNode detail =
        JsonNodeFactory.instance
            .objectNode()
            .put("StatusCode", failed ? "Failed" : "InProgress")
            .put("StatusMessage", Objects.requireNonNullElse(activity.statusMessage(), ""))
            .put("Description", activity.description())
            .put("AutoScalingGroupName", group.name())
            .put("ActivityId", activity.activityId());
    detail.set("Details", tree(activity.details()));
    detail
        .put("RequestId", activity.activityId())
        .put("StartTime", time(activity.startTime()))
        .put("EndTime", time(activity.endTime()))
        .put("EC2InstanceId", instanceId)
        .put("Cause", activity.cause())
        .put("Origin", launch ? EC2 : GROUP)
        .put("Destination", launch ? GROUP : EC2);
    List<String> resources = new ArrayList<>(List.of(group.settings().autoScalingGroupARN()));
    if (!instanceId.isEmpty()) {
      resources.add(foundation.arn("ec2", "instance/" + instanceId));
    }
    announce(
        "EC2 Instance %s %s"
            .formatted(launch ? "Launch" : "Terminate", failed ? "Unsuccessful" : "Successful"),
        resources,
        detail);
  }

  private static JsonNode tree(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(text, impossible);
    }
  }

  private static String time(Instant when) {
    return when.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private void tell(Group group, Member member, HookAction action) {
    LifecycleHook hook = action.hook();
    boolean launch = hook.lifecycleTransition().equals(Hooks.LAUNCHING);
    ObjectNode detail =
        JsonNodeFactory.instance
            .objectNode()
            .put("LifecycleActionToken", action.token())
            .put("AutoScalingGroupName", group.name())
            .put("LifecycleHookName", hook.lifecycleHookName())
            .put("EC2InstanceId", member.id())
            .put("LifecycleTransition", hook.lifecycleTransition());
    if (hook.notificationMetadata() != null) {
      detail.put("NotificationMetadata", hook.notificationMetadata());
    }
    detail.put("Origin", launch ? EC2 : GROUP).put("Destination", launch ? GROUP : EC2);
    String groupArn = group.settings().autoScalingGroupARN();
    announce(
        "EC2 Instance-%s Lifecycle Action".formatted(launch ? "launch" : "terminate"),
        List.of(groupArn),
        detail);
    mail.tell(groupArn, hook, detail);
  }

  private void announce(String type, List<String> resources, ObjectNode detail) {
    events.announce(new Events.Event(SOURCE, type, foundation.time().now(), resources, detail));
  }
}
