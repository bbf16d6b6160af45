package dev.hastack.provider.aws;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * Says why there are no credentials: that none are set up, or what is wrong with those that are.
 * The SDK's chain says neither, since each of its sources fails, most of them because they are not
 * used; so after a failure those that are set up are asked one by one.
 */
final class CheckedCredentials implements AwsCredentialsProvider {
  private static final String OPERATION = "credentials";

  private final AwsCredentialsProvider chain;
  private final Supplier<List<CredentialsSource>> sources;
  private final Consumer<Optional<Failure>> listener;

  /**
   * @param listener told each time what came of it
   */
  CheckedCredentials(AwsCredentialsProvider chain, Consumer<Optional<Failure>> listener) {
    this(chain, CredentialsSource::configured, listener);
  }

  /**
   * @param sources those of the chain that are set up
   */
  CheckedCredentials(
      AwsCredentialsProvider chain,
      Supplier<List<CredentialsSource>> sources,
      Consumer<Optional<Failure>> listener) {
    this.chain = chain;
    this.sources = sources;
    this.listener = listener;
  }

  @Override
  public AwsCredentials resolveCredentials() {
    try {
      AwsCredentials credentials = chain.resolveCredentials();
      listener.accept(Optional.empty());
      return credentials;
    } catch (SdkClientException none) {
      Failure diagnosis = diagnosis();
      listener.accept(Optional.of(diagnosis));
      throw new AwsCallException(diagnosis, none);
    }
  }

  private Failure diagnosis() {
    List<CredentialsSource> configured = sources.get();
    if (configured.isEmpty()) {
      return new Failure(
          FailureKind.UNAUTHORIZED,
          OPERATION,
          "NoCredentials",
          "no AWS credentials were found; give the operator some by the standard ways:"
              + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a shared credentials file, a web"
              + " identity (IRSA), EKS Pod Identity or an instance profile");
    }
    return configured.stream()
        .map(CredentialsSource::failure)
        .flatMap(Optional::stream)
        .findFirst()
        .orElseGet(
            () ->
                new Failure(
                    FailureKind.TRANSIENT,
                    OPERATION,
                    "CredentialsUnstable",
                    "AWS credentials could not be had, and a moment later could"));
  }
}
