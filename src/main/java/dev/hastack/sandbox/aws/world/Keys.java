package dev.hastack.sandbox.aws.world;

import java.util.Optional;

/** The encryption keys of one region of one account, as those deal with them that encrypt. */
public interface Keys {

  /**
   * A key.
   *
   * @param usable whether something can be encrypted and decrypted with it: it is enabled
   */
  record Key(String arn, boolean usable) {}

  /** A key by its id, its ARN, the name of an alias or the ARN of one; empty if there is none. */
  Optional<Key> find(String named);

  /** The key that AWS manages for one of its services, for example {@code rds}. */
  Key managedFor(String service);
}
