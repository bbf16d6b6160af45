package dev.hastack.provider.aws.gateway;

import dev.hastack.core.outcome.FailureKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
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

  /** What servers of another purchase option need not have. */
  private static final Set<FailureKind> OF_THE_OPTION =
      Set.of(FailureKind.CAPACITY, FailureKind.QUOTA, FailureKind.UNKNOWN);

  /** Longer than a group waits before it tries again. */
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);

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
    List<Activity> launches = launches(recent);
    return failed(launches)
        .findFirst()
        .filter(failed -> launches.stream().noneMatch(launch -> isRemedy(launch, failed)));
  }

  /** Launches that fail one after the other, from the first to the latest. */
  record Run(Instant since, Instant last) {}

  /**
   * The launches that fail and that servers of another purchase option may not, none having
   * succeeded since.
   *
   * @param recent activities of a group, newest first
   */
  static Optional<Run> run(List<Activity> recent) {
    List<Activity> launches = launches(recent);
    Optional<Run> run = Optional.empty();
    for (Activity failed : failed(launches).toList()) {
      Instant time = failed.startTime();
      boolean continues =
          run.map(later -> !time.isBefore(later.since().minus(LONGEST_PAUSE))).orElse(true);
      if (!continues || launches.stream().anyMatch(launch -> isRemedy(launch, failed))) {
        return run;
      }
      if (OF_THE_OPTION.contains(kind(failed))) {
        run = Optional.of(new Run(time, run.map(Run::last).orElse(time)));
      }
    }
    return run;
  }

  /** When a launch last failed for want of capacity. */
  static Optional<Instant> capacityFailedLast(List<Activity> recent) {
    return failed(launches(recent))
        .filter(failed -> kind(failed) == FailureKind.CAPACITY)
        .findFirst()
        .map(Activity::startTime);
  }

  private static List<Activity> launches(List<Activity> recent) {
    return recent.stream()
        .filter(activity -> activity.description() != null)
        .filter(activity -> activity.description().startsWith(LAUNCH))
        .toList();
  }

  private static Stream<Activity> failed(List<Activity> launches) {
    return launches.stream()
        .filter(launch -> launch.statusCode() == ScalingActivityStatusCode.FAILED);
  }

  private static FailureKind kind(Activity failed) {
    return classify(String.valueOf(failed.statusMessage()));
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
