package dev.hastack.sandbox.aws.autoscaling;

import dev.hastack.sandbox.aws.world.ApiError;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;

/** The sizes of a group, in instances. */
record Sizes(int min, int max, int desired) {

  static Sizes of(AutoScalingGroup settings) {
    return new Sizes(settings.minSize(), settings.maxSize(), settings.desiredCapacity());
  }

  /**
   * The same with what is not null. Without a wish the desired capacity moves as little as the
   * bounds ask for (API reference, UpdateAutoScalingGroup).
   */
  Sizes changed(@Nullable Integer newMin, @Nullable Integer newMax, @Nullable Integer newDesired) {
    int least = newMin == null ? min : newMin;
    int most = newMax == null ? max : newMax;
    int wish = newDesired == null ? Math.max(least, Math.min(most, desired)) : newDesired;
    return new Sizes(least, most, wish);
  }

  /**
   * Answers the sizes themselves.
   *
   * @throws ApiError if they contradict each other
   */
  Sizes validated() {
    if (min < 0 || max < 0) {
      throw invalid("Min and max bounds must not be negative.");
    }
    if (min > max) {
      throw invalid(
          "Max bound, %d, must be greater than or equal to min bound, %d".formatted(max, min));
    }
    if (desired < min || desired > max) {
      throw invalid(
          "Desired capacity:%d must be between the specified min size:%d and max size:%d"
              .formatted(desired, min, max));
    }
    return this;
  }

  private static ApiError invalid(String message) {
    return new ApiError(Groups.VALIDATION_ERROR, message);
  }

  Group applyTo(Group group) {
    return group.set(settings -> settings.minSize(min).maxSize(max).desiredCapacity(desired));
  }

  /** In the words of a cause. */
  String text() {
    return "min: %d, max: %d, desired: %d".formatted(min, max, desired);
  }
}
