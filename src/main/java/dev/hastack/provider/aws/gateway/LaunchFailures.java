package dev.hastack.provider.aws.gateway;

import dev.hastack.core.outcome.FailureKind;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.autoscaling.model.Activity;
import software.amazon.awssdk.services.autoscaling.model.ScalingActivityStatusCode;

/**
 * What a failed launch means. Launches fail long after the call that asked for them, and AWS tells
 * only in a sentence: this is the one place where a message is classified.
 */
final class LaunchFailures {
  private record Sign(String words, FailureKind kind) {}

  /** The first that is found counts; all lower case. */
  private static final List<Sign> SIGNS =
      List.of(
          new Sign("not authorized", FailureKind.UNAUTHORIZED),
          new Sign("unauthorized", FailureKind.UNAUTHORIZED),
          new Sign("access denied", FailureKind.UNAUTHORIZED),
          new Sign("accessdenied", FailureKind.UNAUTHORIZED),
          new Sign("invalidkmskey", FailureKind.UNAUTHORIZED),
          new Sign("client error on launch", FailureKind.UNAUTHORIZED),
          new Sign("vcpu", FailureKind.QUOTA),
          new Sign("maxspotinstancecountexceeded", FailureKind.QUOTA),
          new Sign("max spot instance count exceeded", FailureKind.QUOTA),
          new Sign("limit exceeded", FailureKind.QUOTA),
          new Sign("limitexceeded", FailureKind.QUOTA),
          new Sign("insufficientfreeaddresses", FailureKind.QUOTA),
          new Sign("free addresses", FailureKind.QUOTA),
          new Sign("insufficient capacity", FailureKind.CAPACITY),
          new Sign("insufficientinstancecapacity", FailureKind.CAPACITY),
          new Sign("unfulfillablecapacity", FailureKind.CAPACITY),
          new Sign("not have sufficient", FailureKind.CAPACITY),
          new Sign("no spot capacity", FailureKind.CAPACITY),
          new Sign("there is no capacity", FailureKind.CAPACITY),
          new Sign("spotmaxpricetoolow", FailureKind.CAPACITY),
          new Sign("does not exist", FailureKind.INVALID),
          new Sign("invalid", FailureKind.INVALID),
          new Sign("not supported", FailureKind.INVALID),
          new Sign("unsupported", FailureKind.INVALID),
          new Sign("architecture", FailureKind.INVALID));

  /** How AWS describes a launch (Auto Scaling user guide, Verify a scaling activity). */
  private static final String LAUNCH = "Launching";

  private LaunchFailures() {}

  /**
   * The newest failed launch, unless one has succeeded that was begun after it: one of the same
   * time may be of another pool, which says nothing of the pool that has no capacity.
   *
   * @param recent activities of a group, newest first
   */
  static Optional<Activity> standing(List<Activity> recent) {
    List<Activity> launches =
        recent.stream()
            .filter(activity -> activity.description() != null)
            .filter(activity -> activity.description().startsWith(LAUNCH))
            .toList();
    return launches.stream()
        .filter(launch -> launch.statusCode() == ScalingActivityStatusCode.FAILED)
        .findFirst()
        .filter(failed -> launches.stream().noneMatch(launch -> isRemedy(launch, failed)));
  }

  private static boolean isRemedy(Activity launch, Activity failed) {
    return launch.statusCode() == ScalingActivityStatusCode.SUCCESSFUL
        && launch
            .startTime()
            .isAfter(Objects.requireNonNullElse(failed.endTime(), failed.startTime()));
  }

  static FailureKind classify(String message) {
    String lower = message.toLowerCase(Locale.ROOT);
    return SIGNS.stream()
        .filter(sign -> lower.contains(sign.words()))
        .findFirst()
        .map(Sign::kind)
        .orElse(FailureKind.UNKNOWN);
  }
}
