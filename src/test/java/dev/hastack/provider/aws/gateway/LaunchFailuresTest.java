package dev.hastack.provider.aws.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.outcome.FailureKind;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.autoscaling.model.Activity;
import software.amazon.awssdk.services.autoscaling.model.ScalingActivityStatusCode;

class LaunchFailuresTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Could not launch Spot Instances. UnfulfillableCapacity - Unable to fulfill capacity.                            | CAPACITY
          We currently do not have sufficient t3.medium capacity in the Availability Zone you requested (us-east-1a).     | CAPACITY
          There is no Spot capacity available that matches your request.                                                  | CAPACITY
          You have requested more vCPU capacity than your current vCPU limit of 32 allows for the instance bucket.        | QUOTA
          Could not launch Spot Instances. MaxSpotInstanceCountExceeded - Max spot instance count exceeded.               | QUOTA
          There are not enough free addresses in subnet 'subnet-1' to satisfy the requested number of instances.          | QUOTA
          The image id '[ami-1]' does not exist. Launching EC2 instance failed.                                           | INVALID
          The key pair 'nobody' does not exist. Launching EC2 instance failed.                                            | INVALID
          Your requested instance type (t2.medium) is not supported in your requested Availability Zone (us-east-1e).     | INVALID
          Invalid IAM Instance Profile name. Launching EC2 instance failed.                                               | INVALID
          You are not authorized to perform this operation. Encoded authorization failure message: x.                     | UNAUTHORIZED
          Client.InvalidKMSKey.InvalidState: The KMS key provided is in an incorrect state                                | UNAUTHORIZED
          Instance failed to launch for reasons nobody has met yet.                                                       | UNKNOWN
          """)
  void shouldClassifyByTable(String message, FailureKind kind) {
    assertThat(LaunchFailures.classify(message)).isEqualTo(kind);
  }

  @Test
  void shouldRunFromTheFirstFailureToTheLatestWhenNoneSucceededBetween() {
    // Given, newest first
    List<Activity> recent =
        List.of(
            launch(ScalingActivityStatusCode.IN_PROGRESS, 20, ""),
            launch(ScalingActivityStatusCode.FAILED, 18, "no Spot capacity"),
            launch(ScalingActivityStatusCode.FAILED, 10, "Max spot instance count exceeded"),
            launch(ScalingActivityStatusCode.SUCCESSFUL, 8, "fine"),
            launch(ScalingActivityStatusCode.FAILED, 5, "no Spot capacity"));

    // Then
    assertThat(LaunchFailures.run(recent)).contains(new LaunchFailures.Run(minute(10), minute(18)));
    assertThat(LaunchFailures.capacityFailedLast(recent)).contains(minute(18));
  }

  @Test
  void shouldBeginAnotherRunWhenNothingWasTriedForLong() {
    List<Activity> recent =
        List.of(
            launch(ScalingActivityStatusCode.FAILED, 30, "no Spot capacity"),
            launch(ScalingActivityStatusCode.FAILED, 10, "no Spot capacity"));
    assertThat(LaunchFailures.run(recent)).contains(new LaunchFailures.Run(minute(30), minute(30)));
  }

  @Test
  void shouldNotRunWhenEveryServerWouldHaveFailed() {
    List<Activity> recent =
        List.of(launch(ScalingActivityStatusCode.FAILED, 18, "The key pair does not exist"));
    assertThat(LaunchFailures.run(recent)).isEmpty();
    assertThat(LaunchFailures.capacityFailedLast(recent)).isEmpty();
  }

  private static Instant minute(int minute) {
    return Instant.parse("2026-03-01T12:00:00Z").plusSeconds(60L * minute);
  }

  private static Activity launch(ScalingActivityStatusCode code, int minute, String message) {
    return Activity.builder()
        .description("Launching a new EC2 instance")
        .statusCode(code)
        .statusMessage(message)
        .startTime(minute(minute))
        .endTime(minute(minute).plusSeconds(5))
        .build();
  }
}
