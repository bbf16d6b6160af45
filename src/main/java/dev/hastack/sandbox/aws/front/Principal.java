package dev.hastack.sandbox.aws.front;

/**
 * Somebody who calls.
 *
 * @param accountId twelve digits
 * @param arn of a user, or of a session of a role
 * @param userId as {@code GetCallerIdentity} tells it, for example {@code AIDA...}
 */
public record Principal(String accountId, String arn, String userId, Rights rights) {
  private static final String SESSION = ":assumed-role/";

  /** An IAM user of an account, who may do everything. */
  public static Principal user(String accountId, String name) {
    return new Principal(
        accountId,
        "arn:aws:iam::%s:user/%s".formatted(accountId, name),
        "AIDA" + Identifiers.of("user " + accountId + " " + name),
        Rights.all());
  }

  /** The same with these rights and no others. */
  public Principal with(Rights other) {
    return new Principal(accountId, arn, userId, other);
  }

  /** Whether these are keys of a role that was assumed. */
  boolean isSession() {
    return arn.contains(SESSION);
  }
}
