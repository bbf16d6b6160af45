package dev.hastack.sandbox.aws.front;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An IAM role of an account.
 *
 * @param trusted whose ARNs may assume it
 * @param externalId that they must give ("Access to AWS accounts owned by third parties", IAM user
 *     guide); empty if none is asked for
 * @param maxSession longest life of the keys it gives
 * @param rights of those who assumed it
 */
public record Role(
    String arn,
    List<Glob> trusted,
    Optional<String> externalId,
    Duration maxSession,
    Rights rights) {
  private static final Duration MAX_SESSION_DEFAULT = Duration.ofHours(1);

  public Role {
    trusted = List.copyOf(trusted);
  }

  /** A role that callers with such ARNs may assume, with all rights. */
  public static Role of(String accountId, String name, String trusted) {
    return new Role(
        "arn:aws:iam::%s:role/%s".formatted(accountId, name),
        List.of(new Glob(trusted)),
        Optional.empty(),
        MAX_SESSION_DEFAULT,
        Rights.all());
  }

  public Role askingFor(String id) {
    return new Role(arn, trusted, Optional.of(id), maxSession, rights);
  }

  public Role with(Rights other) {
    return new Role(arn, trusted, externalId, maxSession, other);
  }

  String accountId() {
    return arn.split(":", -1)[4];
  }

  String name() {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }

  /** Whether somebody may assume it who gives this external id, empty if none. */
  boolean trusts(Principal caller, Optional<String> givenId) {
    return trusted.stream().anyMatch(glob -> glob.matches(caller.arn()))
        && (externalId.isEmpty() || externalId.equals(givenId));
  }
}
