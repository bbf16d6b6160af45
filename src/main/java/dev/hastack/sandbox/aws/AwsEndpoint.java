package dev.hastack.sandbox.aws;

import java.net.URI;
import java.util.Map;

/**
 * Where AWS calls go. What needs an AWS to work against takes this and nothing of an emulator, so
 * that another emulator is one more implementation.
 */
public interface AwsEndpoint extends AutoCloseable {
  /** The region everything happens in: the one where an emulator has its default VPC. */
  String REGION = "us-east-1";

  /** The URL that serves every AWS service. */
  URI uri();

  /**
   * Forgets everything that was created, so that the account is as new.
   *
   * @throws dev.hastack.sandbox.report.SandboxException if this endpoint cannot do that
   */
  void reset();

  @Override
  void close();

  /**
   * The environment variables that lead the AWS SDKs and the AWS CLI here. The credentials are
   * those of nobody: an emulator looks at their form only.
   */
  default Map<String, String> environment() {
    return Map.of(
        "AWS_ENDPOINT_URL",
        uri().toString(),
        "AWS_REGION",
        REGION,
        "AWS_ACCESS_KEY_ID",
        "test",
        "AWS_SECRET_ACCESS_KEY",
        "test");
  }
}
