package dev.hastack.sandbox.aws.front;

import dev.hastack.sandbox.aws.world.ApiError;
import java.util.Set;

/**
 * How a service words what every service has to say: "Common errors" of the EC2 API reference
 * ("Error codes for the Amazon EC2 API"), of the Auto Scaling, Elastic Load Balancing and STS API
 * references ("Common Error Types") and of the Systems Manager and ACM API references, and "Error
 * responses" of the S3 API reference.
 */
enum Dialect {
  EC2,
  QUERY,
  JSON,
  S3;

  private static final Set<String> JSON_SERVICES =
      Set.of("acm", "events", "kms", "secretsmanager", "sqs", "ssm");
  private static final String EC2_BAD_KEY =
      "AWS was not able to validate the provided access credentials";
  private static final String S3_BAD_KEY =
      "The AWS Access Key Id you provided does not exist in our records.";
  private static final String S3_FAILED = "An internal error occurred. Try again.";
  private static final String BAD_TOKEN = "The security token included in the request is invalid.";
  private static final String OLD_TOKEN = "The security token included in the request is expired";
  private static final String NO_TOKEN = "Request is missing Authentication Token";

  /** The dialect of the service with this signing name. */
  static Dialect of(String signingName) {
    return switch (signingName) {
      case "ec2" -> EC2;
      case "s3" -> S3;
      default -> JSON_SERVICES.contains(signingName) ? JSON : QUERY;
    };
  }

  ApiError throttled() {
    return switch (this) {
      case EC2 -> new ApiError(503, "RequestLimitExceeded", "Request limit exceeded.");
      case QUERY -> new ApiError(400, "Throttling", "Rate exceeded");
      case JSON -> new ApiError(400, "ThrottlingException", "Rate exceeded");
      case S3 -> new ApiError(503, "SlowDown", "Please reduce your request rate.");
    };
  }

  ApiError unsigned() {
    return switch (this) {
      case EC2 -> new ApiError(401, "AuthFailure", EC2_BAD_KEY);
      case QUERY -> new ApiError(403, "MissingAuthenticationToken", NO_TOKEN);
      case JSON -> new ApiError(400, "MissingAuthenticationTokenException", NO_TOKEN);
      case S3 -> new ApiError(403, "AccessDenied", "Access Denied");
    };
  }

  ApiError unknownKey() {
    return switch (this) {
      case EC2 -> new ApiError(401, "AuthFailure", EC2_BAD_KEY);
      case QUERY -> new ApiError(403, "InvalidClientTokenId", BAD_TOKEN);
      case JSON -> new ApiError(400, "UnrecognizedClientException", BAD_TOKEN);
      case S3 -> new ApiError(403, "InvalidAccessKeyId", S3_BAD_KEY);
    };
  }

  ApiError expired() {
    return switch (this) {
      case EC2 -> new ApiError(400, "RequestExpired", "Request has expired.");
      case QUERY -> new ApiError(403, "ExpiredToken", OLD_TOKEN);
      case JSON -> new ApiError(400, "ExpiredTokenException", OLD_TOKEN);
      case S3 -> new ApiError(400, "ExpiredToken", "The provided token has expired.");
    };
  }

  /**
   * Says who may not do what ("Troubleshoot access denied error messages", IAM user guide).
   *
   * @param encoded what EC2 adds for those who may decode it, another text each time
   */
  ApiError denied(String principalArn, String action, String resource, String encoded) {
    String on = resource.equals("*") ? "" : " on resource: " + resource;
    String sentence =
        "User: %s is not authorized to perform: %s%s because no identity-based policy allows the %s action"
            .formatted(principalArn, action, on, action);
    return switch (this) {
      case EC2 ->
          new ApiError(
              403,
              "UnauthorizedOperation",
              "You are not authorized to perform this operation. %s. Encoded authorization failure message: %s"
                  .formatted(sentence, encoded));
      case QUERY -> new ApiError(403, "AccessDenied", sentence);
      case JSON -> new ApiError(400, "AccessDeniedException", sentence);
      case S3 -> new ApiError(403, "AccessDenied", sentence);
    };
  }

  ApiError failed() {
    return switch (this) {
      case EC2 -> new ApiError(500, "InternalError", "An internal error has occurred");
      case QUERY -> new ApiError(500, "InternalFailure", "An internal error has occurred");
      case JSON -> new ApiError(500, "InternalServerError", "An internal error has occurred");
      case S3 -> new ApiError(500, "InternalError", S3_FAILED);
    };
  }

  ApiError unavailable() {
    return switch (this) {
      case EC2 ->
          new ApiError(503, "Unavailable", "The service is unavailable. Please try again shortly.");
      case QUERY -> new ApiError(503, "ServiceUnavailable", "Service is unavailable");
      case JSON -> new ApiError(503, "ServiceUnavailable", "Service is unavailable");
      case S3 -> new ApiError(503, "ServiceUnavailable", "Service is unable to handle request.");
    };
  }
}
