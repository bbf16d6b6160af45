package dev.hastack.sandbox.aws.front;

import dev.hastack.sandbox.aws.world.SimulatedTime;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The IAM roles of all accounts. */
public final class Roles {
  private final SimulatedTime time;
  private final Map<String, Role> byArn = new TreeMap<>();

  Roles(SimulatedTime time) {
    this.time = time;
  }

  /** Adds a role; one with the same ARN is replaced, sessions of it keep what they have. */
  public void add(Role role) {
    time.exclusively(() -> byArn.put(role.arn(), role));
  }

  Optional<Role> find(String arn) {
    return Optional.ofNullable(byArn.get(arn));
  }
}
