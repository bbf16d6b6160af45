package dev.hastack.provider.aws;

import dev.hastack.sandbox.aws.AwsEndpoint;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** Who plays AWS, and what is peculiar to it. */
interface StandIn extends AutoCloseable {
  AwsEndpoint endpoint();

  /** Those that the operator calls with; they may allow less than those of the endpoint. */
  default AwsCredentialsProvider operatorsCredentials() {
    return endpoint().credentials();
  }

  /** Of whoever calls. */
  String accountId();

  /** Has happen what AWS does on its own within minutes, such as to start and end instances. */
  void letTimePass();

  /** Whether it keeps to a rule of AWS. */
  boolean follows(AwsRule rule);

  @Override
  void close();
}
