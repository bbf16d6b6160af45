package dev.hastack.provider.aws.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.outcome.FailureKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
}
