package dev.hastack.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingException;

class AwsFailuresTest {
  private static final Path MODELLED_ERRORS =
      Path.of("src/test/resources/dev/hastack/sandbox/aws/wire/modelled-errors.txt");

  /** Of things that the operator neither makes nor touches. */
  private static final Pattern NEVER_MET =
      Pattern.compile(
          "Proxy|Integration|SNS|Subscription|ShardGroup|SecurityGroup|CustomDBEngineVersion"
              + "|IamRole|Ec2Image|Source(Cluster|Database)");

  @ParameterizedTest
  @CsvSource({
    "Throttling, 400, THROTTLED",
    "ThrottlingException, 400, THROTTLED",
    "RequestLimitExceeded, 503, THROTTLED",
    "AccessDenied, 403, UNAUTHORIZED",
    "UnauthorizedOperation, 403, UNAUTHORIZED",
    "AuthFailure, 401, UNAUTHORIZED",
    "InvalidClientTokenId, 403, UNAUTHORIZED",
    "ExpiredToken, 403, UNAUTHORIZED",
    "OptInRequired, 403, UNAUTHORIZED",
    "InsufficientInstanceCapacity, 500, CAPACITY",
    "LimitExceeded, 400, QUOTA",
    "TooManyTargetGroups, 400, QUOTA",
    "VcpuLimitExceeded, 400, QUOTA",
    "AlreadyExists, 400, CONFLICT",
    "InvalidLaunchTemplateName.AlreadyExistsException, 400, CONFLICT",
    "DuplicateTargetGroupName, 400, CONFLICT",
    "ResourceInUse, 400, CONFLICT",
    "ScalingActivityInProgress, 400, CONFLICT",
    "IdempotentParameterMismatch, 400, CONFLICT",
    "InvalidAMIID.NotFound, 400, NOT_FOUND",
    "InvalidLaunchTemplateId.NotFound, 400, NOT_FOUND",
    "TargetGroupNotFound, 400, NOT_FOUND",
    "ParameterNotFound, 400, NOT_FOUND",
    "ValidationError, 400, INVALID",
    "InvalidParameterValue, 400, INVALID",
    "InvalidConfigurationRequest, 400, INVALID",
    "MissingParameter, 400, INVALID",
    "InternalFailure, 500, TRANSIENT",
    "ServiceUnavailable, 503, TRANSIENT",
    "PriorityInUse, 400, INVALID",
    "SSLPolicyNotFound, 400, INVALID",
    "ALPNPolicyNotFound, 400, INVALID",
    "AvailabilityZoneNotSupported, 400, INVALID",
    "DuplicateTagKeys, 400, INVALID",
    "InvalidSubnet, 400, INVALID",
    "DuplicateListener, 400, CONFLICT",
    "DuplicateLoadBalancerName, 400, CONFLICT",
    "PriorRequestNotComplete, 429, THROTTLED",
    "TrustStoreNotReady, 409, CONFLICT",
    "TargetGroupAssociationLimit, 400, QUOTA",
    "TooManyRules, 400, QUOTA",
    "CertificateNotFound, 400, NOT_FOUND",
    "HealthUnavailable, 500, TRANSIENT",
    "InvalidDBClusterStateFault, 400, CONFLICT",
    "InvalidDBInstanceState, 400, CONFLICT",
    "InvalidDBSubnetGroupStateFault, 400, CONFLICT",
    "DBClusterAlreadyExistsFault, 400, CONFLICT",
    "DBInstanceAlreadyExists, 400, CONFLICT",
    "DBClusterQuotaExceededFault, 403, QUOTA",
    "InstanceQuotaExceeded, 400, QUOTA",
    "SnapshotQuotaExceeded, 400, QUOTA",
    "InsufficientDBClusterCapacityFault, 403, CAPACITY",
    "InsufficientStorageClusterCapacity, 400, CAPACITY",
    "DBClusterNotFoundFault, 404, NOT_FOUND",
    "DBInstanceNotFound, 404, NOT_FOUND",
    "DBSubnetGroupDoesNotCoverEnoughAZs, 400, INVALID",
    "KMSKeyNotAccessibleFault, 400, INVALID",
    "InvalidVPCNetworkStateFault, 400, INVALID",
    "KMSInternalException, 500, TRANSIENT",
    "DependencyTimeoutException, 503, TRANSIENT",
    "QueueDoesNotExist, 400, NOT_FOUND",
    "AWS.SimpleQueueService.NonExistentQueue, 400, NOT_FOUND",
    "QueueDeletedRecently, 400, CONFLICT",
    "AWS.SimpleQueueService.QueueDeletedRecently, 400, CONFLICT",
    "QueueNameExists, 400, CONFLICT",
    "QueueAlreadyExists, 400, CONFLICT",
    "MessageNotInflight, 400, CONFLICT",
    "PurgeQueueInProgress, 403, CONFLICT",
    "OverLimit, 403, QUOTA",
    "RequestThrottled, 403, THROTTLED",
    "ReceiptHandleIsInvalid, 404, INVALID",
    "TooManyEntriesInBatchRequest, 400, INVALID",
    "AWS.SimpleQueueService.EmptyBatchRequest, 400, INVALID",
    "BatchRequestTooLong, 400, INVALID",
    "BatchEntryIdsNotDistinct, 400, INVALID",
    "InvalidSecurity, 403, INVALID",
    "AWS.SimpleQueueService.UnsupportedOperation, 400, INVALID",
    "KmsAccessDenied, 400, UNAUTHORIZED",
    "KMS.AccessDeniedException, 400, UNAUTHORIZED",
    "KmsOptInRequired, 403, UNAUTHORIZED",
    "KmsDisabled, 400, INVALID",
    "KMS.DisabledException, 400, INVALID",
    "KmsInvalidState, 400, INVALID",
    "KmsInvalidKeyUsage, 400, INVALID",
    "KmsNotFound, 400, NOT_FOUND",
    "KmsThrottled, 400, THROTTLED",
    "KMS.ThrottlingException, 400, THROTTLED",
    "ManagedRuleException, 400, INVALID",
    "InvalidEventPatternException, 400, INVALID",
    "OperationDisabledException, 400, INVALID",
    "ConcurrentModificationException, 400, CONFLICT",
    "IllegalStatusException, 400, CONFLICT",
    "ResourceAlreadyExistsException, 400, CONFLICT",
    "ResourceNotFoundException, 400, NOT_FOUND",
    "LimitExceededException, 400, QUOTA",
    "PolicyLengthExceededException, 400, QUOTA",
    "InternalException, 500, TRANSIENT",
    "SomethingNew, 500, TRANSIENT",
    "SomethingNew, 400, UNKNOWN"
  })
  void shouldDecideByCode(String code, int status, FailureKind kind) {
    // When
    Failure failure =
        AwsFailures.of(
            "autoscaling:CreateAutoScalingGroup", answer(code, status, "AccessDenied Throttling"));

    // Then
    assertThat(failure)
        .isEqualTo(
            new Failure(
                kind, "autoscaling:CreateAutoScalingGroup", code, "AccessDenied Throttling"));
  }

  /** As the SDK's model has them; each says whether a person, time or another try helps. */
  @ParameterizedTest
  @CsvSource({"ElasticLoadBalancingV2Client, 40", "RdsClient, 90"})
  void shouldKnowEveryCodeOfAServiceThatIsWrittenTo(String service, int fewest) throws IOException {
    // Given
    List<String> codes =
        Files.readAllLines(MODELLED_ERRORS).stream()
            .map(line -> line.split(" ", -1))
            .filter(line -> line[0].equals(service))
            .map(line -> line[1])
            .filter(code -> !NEVER_MET.matcher(code).find())
            .toList();

    // Then
    assertThat(codes).hasSizeGreaterThan(fewest);
    assertThat(codes).filteredOn(code -> AwsFailures.kindOf(code) == FailureKind.UNKNOWN).isEmpty();
  }

  @Test
  void shouldBeTransientWhenHostIsUnknown() {
    // When
    Failure failure =
        AwsFailures.of(
            "ec2:DescribeSubnets",
            SdkClientException.create("unable", new UnknownHostException("ec2.nowhere")));

    // Then
    assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
    assertThat(failure.message()).contains("could not be reached");
  }

  @Test
  void shouldBeTransientWhenTimeIsUp() {
    assertThat(
            AwsFailures.of(
                    "ec2:DescribeSubnets", ApiCallTimeoutException.builder().message("x").build())
                .kind())
        .isEqualTo(FailureKind.TRANSIENT);
  }

  @Test
  void shouldBeUnknownWhenNothingTellsMore() {
    assertThat(
            AwsFailures.of("ec2:DescribeSubnets", SdkClientException.create("Throttling")).kind())
        .isEqualTo(FailureKind.UNKNOWN);
  }

  private static Throwable answer(String code, int status, String message) {
    return AutoScalingException.builder()
        .statusCode(status)
        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage(message).build())
        .build();
  }
}
