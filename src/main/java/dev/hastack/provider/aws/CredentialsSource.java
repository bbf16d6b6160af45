package dev.hastack.provider.aws;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.utils.SystemSetting;

/**
 * A place where credentials were set up.
 *
 * @param name how a person set them up
 * @param provider resolves those alone
 */
record CredentialsSource(String name, AwsCredentialsProvider provider) {
  private static final String OPERATION = "credentials";

  /** What a profile may have without meaning credentials. */
  private static final Set<String> NO_CREDENTIALS = Set.of("region", "output");

  /** The SDK ends this message with all that the profile files have. */
  private static final String PROFILE_DUMP = ": ProfileFile(";

  /**
   * Those that are set up, in the order of the SDK's chain (SDK for Java 2 developer guide, Default
   * credentials provider chain). An instance profile is not among them: nobody says that there is
   * one.
   */
  static List<CredentialsSource> configured() {
    var sources = new ArrayList<CredentialsSource>();
    if (isSet(SdkSystemSetting.AWS_ACCESS_KEY_ID)
        || isSet(SdkSystemSetting.AWS_SECRET_ACCESS_KEY)) {
      sources.add(
          new CredentialsSource(
              "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
              isProperty(SdkSystemSetting.AWS_ACCESS_KEY_ID)
                      || isProperty(SdkSystemSetting.AWS_SECRET_ACCESS_KEY)
                  ? SystemPropertyCredentialsProvider.create()
                  : EnvironmentVariableCredentialsProvider.create()));
    }
    SdkSystemSetting.AWS_WEB_IDENTITY_TOKEN_FILE
        .getStringValue()
        .ifPresent(
            file ->
                sources.add(
                    new CredentialsSource(
                        "the web identity of AWS_WEB_IDENTITY_TOKEN_FILE " + file,
                        WebIdentityTokenFileCredentialsProvider.create())));
    String profile = ProfileFileSystemSetting.AWS_PROFILE.getStringValueOrThrow();
    if (isSet(ProfileFileSystemSetting.AWS_PROFILE) || hasCredentials(profile)) {
      sources.add(
          new CredentialsSource(
              "the profile " + profile, ProfileCredentialsProvider.create(profile)));
    }
    if (isSet(SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_FULL_URI)
        || isSet(SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI)) {
      sources.add(
          new CredentialsSource(
              "the endpoint of AWS_CONTAINER_CREDENTIALS_FULL_URI (EKS Pod Identity, ECS)",
              ContainerCredentialsProvider.create()));
    }
    return sources;
  }

  /** Why they cannot be used; empty when they can. */
  Optional<Failure> failure() {
    try {
      provider.resolveCredentials();
      return Optional.empty();
    } catch (RuntimeException unusable) {
      return Optional.of(of(unusable));
    }
  }

  private Failure of(RuntimeException unusable) {
    Throwable telling = telling(unusable);
    Failure failure = AwsFailures.of(OPERATION, telling);
    boolean passing =
        !(telling instanceof FileSystemException)
            && (failure.kind() == FailureKind.TRANSIENT || failure.kind() == FailureKind.THROTTLED);
    return new Failure(
        passing ? failure.kind() : FailureKind.UNAUTHORIZED,
        OPERATION,
        "UnusableCredentials",
        "AWS credentials are set up by %s and cannot be used: %s"
            .formatted(name, reason(telling, failure)));
  }

  /** What really happened, which the SDK wraps: a file's trouble or a refusal of AWS. */
  private static Throwable telling(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof FileSystemException || cause instanceof AwsServiceException) {
        return cause;
      }
    }
    return thrown;
  }

  private static String reason(Throwable telling, Failure failure) {
    return switch (telling) {
      case FileSystemException file ->
          file.getClass().getSimpleName() + ": " + Objects.toString(file.getMessage(), "");
      case AwsServiceException refusal -> failure.code() + ": " + failure.message();
      default -> {
        int dump = failure.message().indexOf(PROFILE_DUMP);
        yield dump < 0 ? failure.message() : failure.message().substring(0, dump);
      }
    };
  }

  private static boolean isSet(SystemSetting setting) {
    return setting.getNonDefaultStringValue().isPresent();
  }

  private static boolean isProperty(SdkSystemSetting setting) {
    return System.getProperty(setting.property()) != null;
  }

  private static boolean hasCredentials(String profile) {
    try {
      return ProfileFile.defaultProfileFile()
          .profile(profile)
          .filter(found -> !NO_CREDENTIALS.containsAll(found.properties().keySet()))
          .isPresent();
    } catch (RuntimeException garbled) {
      // Somebody wanted something of the file; the provider says what is wrong with it.
      return true;
    }
  }
}
