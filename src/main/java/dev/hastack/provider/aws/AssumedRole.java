package dev.hastack.provider.aws;

import static dev.hastack.provider.aws.rights.Grant.ACCOUNTS_ROLES;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.provider.aws.rights.AwsRight;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/**
 * The keys of a role, had anew before they expire. Unlike the SDK's provider it goes by a clock
 * that it is given, and says of a role that cannot be assumed what to do about it. Keys last an
 * hour, STS's default and the most that a role assumed with another role's keys can have (STS API
 * reference, AssumeRole).
 */
final class AssumedRole implements AwsCredentialsProvider {
  static final List<AwsRight> RIGHTS =
      List.of(
          ACCOUNTS_ROLES.toCall(
              "sts:AssumeRole",
              "An AWSAccount may name the role by which the operator works in that account."));

  /** Keys that are about to expire might do so between two attempts of one call. */
  static final Duration RENEWED_BEFORE = Duration.ofMinutes(5);

  private static final String SESSION = "hastack";

  private record Keys(AwsCredentials credentials, Instant until) {}

  private final StsClient sts;
  private final AwsRole role;
  private final InstantSource clock;
  private @Nullable Keys keys;

  /**
   * @param sts with the credentials of whoever assumes the role
   */
  AssumedRole(StsClient sts, AwsRole role, InstantSource clock) {
    this.sts = sts;
    this.role = role;
    this.clock = clock;
  }

  /**
   * @throws AwsCallException when the role cannot be assumed and no keys are left that hold
   */
  @Override
  public synchronized AwsCredentials resolveCredentials() {
    Instant now = clock.instant();
    Keys had = keys;
    if (had != null && now.isBefore(had.until().minus(RENEWED_BEFORE))) {
      return had.credentials();
    }
    try {
      Keys renewed = assume();
      keys = renewed;
      return renewed.credentials();
    } catch (AwsCallException refused) {
      if (had != null && now.isBefore(had.until())) {
        return had.credentials();
      }
      throw new AwsCallException(explained(refused.failure()), refused);
    }
  }

  private Keys assume() {
    Credentials given =
        sts.assumeRole(
                request ->
                    request
                        .roleArn(role.arn())
                        .roleSessionName(SESSION)
                        .externalId(role.externalId().orElse(null)))
            .credentials();
    return new Keys(
        AwsSessionCredentials.create(
            given.accessKeyId(), given.secretAccessKey(), given.sessionToken()),
        given.expiration());
  }

  /** STS does not say which: no such role, no trust, no right, or another external id. */
  private Failure explained(Failure refusal) {
    return refusal.kind() == FailureKind.UNAUTHORIZED
        ? new Failure(
            refusal.kind(),
            refusal.operation(),
            refusal.code(),
            ("the role %s cannot be assumed: it must exist, its trust policy must admit the"
                    + " operator's role%s, and the operator's policy must allow sts:AssumeRole on"
                    + " it (%s)")
                .formatted(
                    role.arn(),
                    role.externalId().isPresent()
                        ? " with the sts:ExternalId of spec.role.externalId"
                        : " without asking for an sts:ExternalId",
                    refusal.message()))
        : refusal;
  }
}
