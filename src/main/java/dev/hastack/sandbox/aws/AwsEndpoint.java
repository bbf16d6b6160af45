package dev.hastack.sandbox.aws;

import java.net.URI;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;

/**
 * Where AWS calls go. What needs an AWS to work against takes this and nothing of an emulator, so
 * that another emulator is one more implementation.
 */
public interface AwsEndpoint extends AutoCloseable {
  /** The region everything happens in: the one where an emulator has its default VPC. */
  String REGION = "us-east-1";

  /** The URL that serves every AWS service. */
  URI uri();

  /** Who calls. */
  AwsCredentialsProvider credentials();

  /** The environment variables that lead the AWS SDKs and the AWS CLI here. */
  Map<String, String> environment();

  /**
   * Sees that an instance profile of this name exists, where making one is in our hands; elsewhere
   * does nothing.
   */
  void provideInstanceProfile(String name);

  /** The same for a key pair. */
  void provideKeyPair(String name);

  /**
   * Forgets everything that was created, so that the account is as new.
   *
   * @throws dev.hastack.sandbox.report.SandboxException if this endpoint cannot do that
   */
  void reset();

  @Override
  void close();

  /** A client of one service that calls here. */
  default <C> C client(AwsClientBuilder<?, C> builder) {
    return builder
        .endpointOverride(uri())
        .region(Region.of(REGION))
        .credentialsProvider(credentials())
        .build();
  }
}
