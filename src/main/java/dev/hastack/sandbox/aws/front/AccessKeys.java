package dev.hastack.sandbox.aws.front;

import dev.hastack.sandbox.aws.world.SimulatedTime;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Whose an access key is. Secrets and signatures are not checked. */
public final class AccessKeys {
  private record Held(Principal principal, Instant until) {}

  private final SimulatedTime time;
  private final Map<String, Held> held = new TreeMap<>();

  AccessKeys(SimulatedTime time) {
    this.time = time;
  }

  /** Gives somebody a key for good; a key that is there changes hands. */
  public void issue(String accessKeyId, Principal principal) {
    issueUntil(accessKeyId, principal, Instant.MAX);
  }

  /** Gives somebody a key that expires. */
  void issueUntil(String accessKeyId, Principal principal, Instant until) {
    time.exclusively(() -> held.put(accessKeyId, new Held(principal, until)));
  }

  /** Makes a key unknown. */
  public void withdraw(String accessKeyId) {
    time.exclusively(() -> held.remove(accessKeyId));
  }

  /**
   * Who calls with this key.
   *
   * @throws dev.hastack.sandbox.aws.world.ApiError as the service answers when nobody does
   */
  Principal identify(String accessKeyId, Dialect dialect) {
    if (accessKeyId.isEmpty()) {
      throw dialect.unsigned();
    }
    Held key = held.get(accessKeyId);
    if (key == null) {
      throw dialect.unknownKey();
    }
    if (!time.now().isBefore(key.until())) {
      throw dialect.expired();
    }
    return key.principal();
  }
}
