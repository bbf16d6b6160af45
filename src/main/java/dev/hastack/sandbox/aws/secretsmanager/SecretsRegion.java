package dev.hastack.sandbox.aws.secretsmanager;

import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Secrets;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** Secrets Manager in one region of one account. */
public final class SecretsRegion {
  private final Store store;
  private final SecretsService service;

  public SecretsRegion(Foundation foundation) {
    this.store = new Store(foundation);
    this.service = new SecretsService(store, foundation.call());
  }

  /** What answers the service's operations. */
  public SecretsManagerClient service() {
    return service;
  }

  /** The secrets, as services deal with them that keep some. */
  public Secrets secrets() {
    return store;
  }
}
