package dev.hastack.provider.aws;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Says of absent credentials what is missing, since the SDK's exception has no type of its own. */
final class CheckedCredentials implements AwsCredentialsProvider {
  private final AwsCredentialsProvider chain;

  CheckedCredentials(AwsCredentialsProvider chain) {
    this.chain = chain;
  }

  @Override
  public AwsCredentials resolveCredentials() {
    try {
      return chain.resolveCredentials();
    } catch (SdkClientException none) {
      throw new AwsCallException(
          new Failure(
              FailureKind.UNAUTHORIZED,
              "credentials",
              "NoCredentials",
              "no AWS credentials were found; give the operator some by the standard ways:"
                  + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a shared credentials file, a web"
                  + " identity (IRSA), EKS Pod Identity or an instance profile"),
          none);
    }
  }
}
