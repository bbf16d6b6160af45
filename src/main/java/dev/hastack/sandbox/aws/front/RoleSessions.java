package dev.hastack.sandbox.aws.front;

import java.time.Instant;
import java.util.SplittableRandom;

/** Hands out the keys of roles that were assumed. */
final class RoleSessions {
  private static final int KEY_LENGTH = 16;
  private static final int SECRET_LENGTH = 40;
  private static final int TOKEN_LENGTH = 200;

  /** Keys that last for a while. */
  record Session(String accessKeyId, String secret, String token, Principal principal) {}

  private final AccessKeys keys;
  private final Streams streams;

  RoleSessions(AccessKeys keys, Streams streams) {
    this.keys = keys;
    this.streams = streams;
  }

  Session open(Role role, String sessionName, Instant until) {
    SplittableRandom random = streams.of("sessions");
    var principal =
        new Principal(
            role.accountId(),
            "arn:aws:sts::%s:assumed-role/%s/%s"
                .formatted(role.accountId(), role.name(), sessionName),
            "AROA" + Identifiers.of(role.arn()) + ":" + sessionName,
            role.rights());
    var session =
        new Session(
            "ASIA" + Identifiers.text(random, KEY_LENGTH),
            Identifiers.text(random, SECRET_LENGTH),
            Identifiers.text(random, TOKEN_LENGTH),
            principal);
    keys.issueUntil(session.accessKeyId(), principal, until);
    return session;
  }
}
