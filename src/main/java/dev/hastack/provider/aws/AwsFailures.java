package dev.hastack.provider.aws;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;

/**
 * What an exception of the SDK means, by its type and error code, never by its message. Codes are
 * from the error sections of the EC2, Auto Scaling, Elastic Load Balancing, RDS, KMS, Systems
 * Manager, STS, SQS and EventBridge API references.
 */
public final class AwsFailures {
  private static final Set<String> UNAUTHORIZED =
      Set.of(
          "AccessDenied",
          "AccessDeniedException",
          "AuthFailure",
          "Blocked",
          "ExpiredToken",
          "ExpiredTokenException",
          "IncompleteSignature",
          "InvalidAccessKeyId",
          "InvalidClientTokenId",
          "InvalidSecurityToken",
          "MissingAuthenticationToken",
          "MissingAuthenticationTokenException",
          "NotAuthorized",
          "OptInRequired",
          "PendingVerification",
          "RegionDisabledException",
          "RequestExpired",
          "SignatureDoesNotMatch",
          "UnauthorizedOperation",
          "UnrecognizedClientException");
  private static final Set<String> CAPACITY =
      Set.of(
          "InsufficientCapacity",
          "InsufficientCapacityOnHost",
          "InsufficientHostCapacity",
          "InsufficientInstanceCapacity",
          "InsufficientReservedInstanceCapacity",
          "SpotMaxPriceTooLow");
  private static final Pattern CAPACITY_NAMED =
      Pattern.compile("Insufficient(DB|Storage)[A-Za-z]*Capacity(Fault)?");
  private static final Set<String> QUOTA =
      Set.of(
          "LimitExceeded",
          "LimitExceededException",
          "LimitExceededFault",
          "InsufficientAddressCapacity",
          "InsufficientAvailableIPsInSubnetFault",
          "InsufficientFreeAddressesInSubnet",
          "MaxSpotInstanceCountExceeded",
          "OverLimit",
          "PolicyLengthExceededException",
          "ServiceQuotaExceededException",
          "TargetGroupAssociationLimit");

  /** EC2 encrypts why it refused, each time to another text: no news to anybody. */
  private static final Pattern ENCODED_PART =
      Pattern.compile(" ?Encoded authorization failure message: \\S+");

  private static final Pattern QUOTA_NAMED =
      Pattern.compile("TooMany[A-Z].*|.*LimitExceeded|.*QuotaExceeded(Fault)?");
  private static final Set<String> CONFLICT =
      Set.of(
          "AlreadyExists",
          "CapacityReservationPending",
          "ConcurrentModification",
          "ConcurrentModificationException",
          "DBInstanceNotReady",
          "DBUpgradeDependencyFailure",
          "DependencyViolation",
          "DuplicateListener",
          "DuplicateLoadBalancerName",
          "DuplicateTargetGroupName",
          "DuplicateTrustStoreName",
          "IdempotentParameterMismatch",
          "IllegalStatusException",
          "IncorrectInstanceState",
          "IncorrectState",
          "MessageNotInflight",
          "OperationInProgress",
          "PriorRequestNotComplete",
          "PurgeQueueInProgress",
          "QueueDeletedRecently",
          "QueueNameExists",
          "ResourceAlreadyExistsException",
          "ResourceContention",
          "ResourceInUse",
          "ScalingActivityInProgress",
          "TrustStoreInUse",
          "TrustStoreNotReady");

  /** What the spec says and AWS does not have, or somebody else has taken. */
  private static final Set<String> INVALID =
      Set.of(
          "ALPNPolicyNotFound",
          "AvailabilityZoneNotSupported",
          "BatchEntryIdsNotDistinct",
          "BatchRequestTooLong",
          "DBSubnetGroupNotAllowedFault",
          "DeleteAssociationSameAccount",
          "Disabled",
          "DisabledException",
          "DuplicateTagKeys",
          "EmptyBatchRequest",
          "ManagedRuleException",
          "OperationDisabledException",
          "PointInTimeRestoreNotEnabled",
          "PriorityInUse",
          "ProvisionedIopsNotAvailableInAZFault",
          "ReceiptHandleIsInvalid",
          "SSLPolicyNotFound",
          "StorageTypeNotAvailableFault",
          "SubnetAlreadyInUse",
          "TooManyEntriesInBatchRequest",
          "VpcEncryptionControlViolationException");

  private static final Pattern CONFLICT_NAMED =
      Pattern.compile(
          ".*\\.(AlreadyExistsException|Duplicate|InUse)|.*Conflict(Exception)?"
              + "|.*AlreadyExists(Fault)?|InvalidDB[A-Za-z]*State(Fault)?");
  private static final Pattern NOT_FOUND_NAMED =
      Pattern.compile(
          ".*NotFound(Exception|Fault)?|.*\\.NotFoundException|NoSuch[A-Z].*|QueueDoesNotExist"
              + "|NonExistentQueue");
  private static final Pattern INVALID_NAMED =
      Pattern.compile(
          "Invalid.*|Malformed.*|Missing(Parameter|Action|Input).*|Validation(Error|Exception)"
              + "|Unknown(Parameter|VolumeType)?|Unsupported.*|ParameterVersion.*|.*Mismatch"
              + "|IncompatibleProtocols|OperationNotPermitted|KMSKey[A-Za-z]*|.*DoesNotCoverEnoughAZs"
              + "|StorageTypeNotSupported(Fault)?|NetworkTypeNotSupported");
  private static final Set<String> TRANSIENT =
      Set.of(
          "HealthUnavailable",
          "InternalError",
          "InternalException",
          "InternalFailure",
          "InternalServerError",
          "RequestTimeout",
          "ServiceUnavailable",
          "Unavailable");
  private static final int SERVER_ERROR_STATUS = 500;

  /** How SQS spells its own codes for clients of its older protocol, and those of KMS. */
  private static final Pattern PREFIX =
      Pattern.compile("^(AWS\\.SimpleQueueService\\.|KMS\\.|Kms)");

  private static final Set<String> THROTTLED =
      Set.of("RequestLimitExceeded", "RequestThrottled", "Throttled", "ThrottlingException");

  private AwsFailures() {}

  /**
   * Classifies what a call threw.
   *
   * @param operation what was tried, as IAM spells it: {@code service:Operation}
   */
  public static Failure of(String operation, Throwable thrown) {
    return switch (thrown) {
      case AwsCallException already -> already.failure();
      case AwsServiceException answer -> ofAnswer(operation, answer);
      case ApiCallTimeoutException timeout -> late(operation, timeout);
      case ApiCallAttemptTimeoutException timeout -> late(operation, timeout);
      case AbortedException aborted -> unreachable(operation, aborted);
      default ->
          isNetwork(thrown)
              ? unreachable(operation, thrown)
              : new Failure(
                  FailureKind.UNKNOWN,
                  operation,
                  thrown.getClass().getSimpleName(),
                  messageOf(thrown));
    };
  }

  private static Failure ofAnswer(String operation, AwsServiceException answer) {
    AwsErrorDetails details = answer.awsErrorDetails();
    String code = details == null || details.errorCode() == null ? "" : details.errorCode();
    String message =
        details == null || details.errorMessage() == null
            ? messageOf(answer)
            : details.errorMessage();
    return new Failure(
        kindOf(answer, code), operation, code, ENCODED_PART.matcher(message).replaceAll(""));
  }

  private static FailureKind kindOf(AwsServiceException answer, String code) {
    if (answer.isThrottlingException()) {
      return FailureKind.THROTTLED;
    }
    FailureKind kind = kindOf(code);
    return kind == FailureKind.UNKNOWN && answer.statusCode() >= SERVER_ERROR_STATUS
        ? FailureKind.TRANSIENT
        : kind;
  }

  /** What an error code alone says. */
  public static FailureKind kindOf(String spelled) {
    String code = PREFIX.matcher(spelled).replaceFirst("");
    if (THROTTLED.contains(code)) {
      return FailureKind.THROTTLED;
    }
    if (INVALID.contains(code)) {
      return FailureKind.INVALID;
    }
    if (UNAUTHORIZED.contains(code)) {
      return FailureKind.UNAUTHORIZED;
    }
    if (CAPACITY.contains(code) || CAPACITY_NAMED.matcher(code).matches()) {
      return FailureKind.CAPACITY;
    }
    if (QUOTA.contains(code) || QUOTA_NAMED.matcher(code).matches()) {
      return FailureKind.QUOTA;
    }
    if (CONFLICT.contains(code) || CONFLICT_NAMED.matcher(code).matches()) {
      return FailureKind.CONFLICT;
    }
    if (NOT_FOUND_NAMED.matcher(code).matches()) {
      return FailureKind.NOT_FOUND;
    }
    if (TRANSIENT.contains(code)) {
      return FailureKind.TRANSIENT;
    }
    return INVALID_NAMED.matcher(code).matches() ? FailureKind.INVALID : FailureKind.UNKNOWN;
  }

  private static boolean isNetwork(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException) {
        return true;
      }
    }
    return false;
  }

  private static Failure unreachable(String operation, Throwable thrown) {
    return new Failure(
        FailureKind.TRANSIENT,
        operation,
        "Unreachable",
        "AWS could not be reached: " + messageOf(thrown));
  }

  /** Attempts and the pauses between them count, and after throttling the pauses are long. */
  private static Failure late(String operation, Throwable thrown) {
    return new Failure(
        FailureKind.TRANSIENT,
        operation,
        "Timeout",
        "AWS gave no answer in time; it may be slow, or throttle this account: "
            + messageOf(thrown));
  }

  private static String messageOf(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null ? thrown.getClass().getSimpleName() : message;
  }
}
