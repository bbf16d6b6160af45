package dev.hastack.core.stack;

/**
 * Where a stack lives; recorded once and compared ever after, because a wrong account reads as
 * empty.
 *
 * @param accountId the cloud's id of the account
 * @param region the cloud's code of the region
 */
public record Place(String accountId, String region) {
  @Override
  public String toString() {
    return accountId + "/" + region;
  }
}
