package dev.hastack.provider.aws;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.retries.api.RetryStrategy;

/**
 * How AWS is called.
 *
 * @param version of this operator, in the User-Agent of every call
 * @param http the transport that all clients share
 * @param credentials whose calls they are
 * @param retries whether and when a failed call is tried again; asked once for each client
 * @param attemptTimeout longest for one try
 * @param callTimeout longest for all tries of one call and the pauses between them
 * @param interceptors around each call
 */
public record AwsClientSettings(
    String version,
    SdkHttpClient http,
    AwsCredentialsProvider credentials,
    Supplier<RetryStrategy> retries,
    Duration attemptTimeout,
    Duration callTimeout,
    List<ExecutionInterceptor> interceptors) {
  private static final int MAX_CONNECTIONS = 64;

  /** Of all places together: each has ten long polls under way, and others in a storm. */
  private static final int SIGNAL_CONNECTIONS = 512;

  private static final int ATTEMPTS = 4;
  private static final int SIGNAL_ATTEMPTS = 2;
  private static final Duration LONG_POLL_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration SIGNAL_ATTEMPT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration SIGNAL_CALL_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(60);

  public AwsClientSettings {
    interceptors = List.copyOf(interceptors);
  }

  /** Those of calls that nobody else sees. */
  public AwsClientSettings(
      String version,
      SdkHttpClient http,
      AwsCredentialsProvider credentials,
      Supplier<RetryStrategy> retries,
      Duration attemptTimeout,
      Duration callTimeout) {
    this(version, http, credentials, retries, attemptTimeout, callTimeout, List.of());
  }

  /** The same with other limits. */
  public AwsClientSettings within(Duration attempt, Duration call) {
    return new AwsClientSettings(version, http, credentials, retries, attempt, call, interceptors);
  }

  /** The same with somebody around each call. */
  public AwsClientSettings interceptedBy(ExecutionInterceptor interceptor) {
    return new AwsClientSettings(
        version, http, credentials, retries, attemptTimeout, callTimeout, List.of(interceptor));
  }

  /** What suits the operator and the command line. */
  public static AwsClientSettings standard(String version) {
    return new AwsClientSettings(
        version,
        ApacheHttpClient.builder()
            .maxConnections(MAX_CONNECTIONS)
            .connectionTimeout(CONNECT_TIMEOUT)
            .socketTimeout(ATTEMPT_TIMEOUT)
            .build(),
        ownCredentials(),
        () -> adaptive(ATTEMPTS),
        ATTEMPT_TIMEOUT,
        CALL_TIMEOUT);
  }

  /**
   * What suits signals, whose queue is waited at for up to 20 seconds (Amazon SQS API reference,
   * ReceiveMessage) by the one call that says so. The others have seconds of the two minutes of a
   * notice, and are hardly repeated here: who asked knows better what is urgent by then.
   */
  public static AwsClientSettings forSignals(String version) {
    return new AwsClientSettings(
        version,
        ApacheHttpClient.builder()
            .maxConnections(SIGNAL_CONNECTIONS)
            .connectionTimeout(CONNECT_TIMEOUT)
            .socketTimeout(LONG_POLL_TIMEOUT)
            .build(),
        ownCredentials(),
        () ->
            AwsRetryStrategy.forRetryMode(RetryMode.STANDARD).toBuilder()
                .maxAttempts(SIGNAL_ATTEMPTS)
                .build(),
        SIGNAL_ATTEMPT_TIMEOUT,
        SIGNAL_CALL_TIMEOUT);
  }

  /**
   * By the SDK's chain. Of itself that reads the files of profiles once, so that a Secret which is
   * mounted late, or gets other keys, would count from the next start on.
   */
  static AwsCredentialsProvider ownCredentials() {
    return DefaultCredentialsProvider.builder()
        .profileFile(ProfileFile::defaultProfileFile)
        .build();
  }

  /**
   * Retries that also slow down when AWS throttles.
   *
   * @param attempts most tries of one call, the first included
   */
  public static RetryStrategy adaptive(int attempts) {
    return AwsRetryStrategy.forRetryMode(RetryMode.ADAPTIVE_V2).toBuilder()
        .maxAttempts(attempts)
        .build();
  }
}
