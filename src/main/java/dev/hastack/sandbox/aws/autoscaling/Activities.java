package dev.hastack.sandbox.aws.autoscaling;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.autoscaling.model.Activity;
import software.amazon.awssdk.services.autoscaling.model.ScalingActivityStatusCode;

/**
 * The scaling activities of a group, newest first (API reference, Activity). AWS keeps them for six
 * weeks; here the newest {@value #KEPT} stay.
 *
 * @param capacityCause the sentence that says why desired capacity is what it is; it opens the
 *     cause of each activity that follows from it
 */
record Activities(
    String groupName,
    String groupArn,
    long begun,
    String capacityCause,
    List<Activity> newestFirst) {
  private static final int KEPT = 200;
  private static final int DONE = 100;
  private static final int HALF_DONE = 50;
  private static final int LONGEST_CAUSE = 1023;
  private static final Set<ScalingActivityStatusCode> OVER =
      Set.of(
          ScalingActivityStatusCode.SUCCESSFUL,
          ScalingActivityStatusCode.FAILED,
          ScalingActivityStatusCode.CANCELLED);

  Activities {
    newestFirst = List.copyOf(newestFirst);
  }

  static Activities none(String groupName, String groupArn) {
    return new Activities(groupName, groupArn, 0, "", List.of());
  }

  /** Where an activity happens. */
  record Place(String subnetId, String zone) {
    String details() {
      return "{\"Subnet ID\":\"%s\",\"Availability Zone\":\"%s\"}".formatted(subnetId, zone);
    }
  }

  /** A time as causes have it. */
  static String at(Instant time) {
    return "At " + time.truncatedTo(ChronoUnit.SECONDS);
  }

  /** The activity that was begun last. */
  Activity newest() {
    return newestFirst.getFirst();
  }

  boolean anyInProgress() {
    return newestFirst.stream().anyMatch(activity -> !OVER.contains(activity.statusCode()));
  }

  Optional<Activity> find(String id) {
    return newestFirst.stream().filter(activity -> activity.activityId().equals(id)).findFirst();
  }

  Activities causedBy(String sentence) {
    return new Activities(groupName, groupArn, begun, sentence, newestFirst);
  }

  Activities begin(String description, String cause, Place place, Instant now) {
    var activity =
        Activity.builder()
            .activityId(id())
            .autoScalingGroupName(groupName)
            .autoScalingGroupARN(groupArn)
            .description(description)
            .cause(cut(cause))
            .startTime(now.truncatedTo(ChronoUnit.MILLIS))
            .statusCode(ScalingActivityStatusCode.IN_PROGRESS)
            .progress(0)
            .details(place.details())
            .build();
    var all = new ArrayList<>(newestFirst);
    all.addFirst(activity);
    if (all.size() > KEPT && OVER.contains(all.getLast().statusCode())) {
      all.removeLast();
    }
    return new Activities(groupName, groupArn, begun + 1, capacityCause, all);
  }

  /** The form of a UUID, the same in each telling of a story. */
  private String id() {
    long hash = groupArn.chars().asLongStream().reduce(1125899906842597L, (h, c) -> 31 * h + c);
    return "%08x-%04x-%04x-%04x-%012x"
        .formatted(
            hash >>> 32,
            (hash >>> 16) & 0xffff,
            0x4000 | (begun >>> 36 & 0xfff),
            0x8000 | (hash & 0x3fff),
            begun + 1);
  }

  /** Goes on to another status, if it is there and not over. */
  Activities become(@Nullable String id, ScalingActivityStatusCode status) {
    return change(id, activity -> activity.statusCode(status).progress(HALF_DONE));
  }

  Activities describe(@Nullable String id, String description) {
    return change(id, activity -> activity.description(description));
  }

  Activities succeed(@Nullable String id, Instant now) {
    return end(id, ScalingActivityStatusCode.SUCCESSFUL, null, now);
  }

  Activities end(
      @Nullable String id,
      ScalingActivityStatusCode status,
      @Nullable String message,
      Instant now) {
    return change(
        id,
        activity ->
            activity
                .statusCode(status)
                .statusMessage(message)
                .endTime(now.truncatedTo(ChronoUnit.SECONDS))
                .progress(DONE));
  }

  private Activities change(@Nullable String id, UnaryOperator<Activity.Builder> change) {
    return new Activities(
        groupName,
        groupArn,
        begun,
        capacityCause,
        newestFirst.stream()
            .map(
                activity ->
                    activity.activityId().equals(id) && !OVER.contains(activity.statusCode())
                        ? change.apply(activity.toBuilder()).build()
                        : activity)
            .toList());
  }

  private static String cut(String cause) {
    return cause.length() <= LONGEST_CAUSE ? cause : cause.substring(0, LONGEST_CAUSE);
  }
}
