package dev.hastack.sandbox.aws.kms;

import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Keys;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyState;

/** The Key Management Service in one region of one account. */
public final class KmsRegion {
  private final Foundation foundation;
  private final Store store;
  private final KmsService service;

  public KmsRegion(Foundation foundation) {
    this.foundation = foundation;
    this.store = new Store(foundation);
    this.service = new KmsService(store, foundation.call());
  }

  /** What answers the service's operations. */
  public KmsClient service() {
    return service;
  }

  /** The keys, as those deal with them that encrypt. */
  public Keys keys() {
    return store;
  }

  /**
   * Makes a key of the account's own.
   *
   * @param alias for example {@code alias/orders}
   * @return its ARN
   */
  public String provideKey(String alias) {
    return foundation.time().exclusively(() -> store.add(alias, false));
  }

  /**
   * Has a key be in another state: disabled, to be deleted, enabled again.
   *
   * @throws dev.hastack.sandbox.aws.world.ApiError if there is no such key
   */
  public void become(String keyArn, KeyState state) {
    foundation
        .time()
        .exclusively(
            () -> {
              store.become(keyArn, state);
              return state;
            });
  }
}
