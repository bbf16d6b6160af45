package dev.hastack.provider.aws;

import dev.hastack.api.v1alpha1.AWSAccount;
import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.stack.Place;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * By which role an account is reached where there is no stack to say so: by none if it is the
 * operator's own, else by that of the first AWSAccount that has its id and names a role.
 */
final class AccountRoles {
  private final LentAccounts accounts;
  private final AwsDiscovery own;
  private volatile @Nullable String ownAccount;

  /** By which role a place was last reached, for while the accounts cannot be read. */
  private final Map<Place, AwsRole> ways = new ConcurrentHashMap<>();

  /**
   * @param own with the operator's own credentials
   */
  AccountRoles(LentAccounts accounts, AwsDiscovery own) {
    this.accounts = accounts;
    this.own = own;
  }

  /** Of an account's spec; empty where the operator's own credentials are used. */
  static Optional<AwsRole> of(AWSAccount account) {
    return Optional.ofNullable(account.getSpec().role())
        .map(role -> new AwsRole(role.arn(), Optional.ofNullable(role.externalId())));
  }

  /** Whether the operator's own credentials are of that account, as far as STS has said. */
  boolean isOwn(Place place) {
    return place.accountId().equals(ownAccount(place.region()));
  }

  /** Remembered, so that no drain waits for STS; whether it is still so, each pass asks. */
  private @Nullable String ownAccount(String region) {
    if (ownAccount == null) {
      try {
        ownAccount = own.accountId(region);
      } catch (AwsCallException unknown) {
        return null;
      }
    }
    return ownAccount;
  }

  /** The role to another account, as the accounts say now. */
  Optional<AwsRole> to(Place place) {
    return accounts.all().stream()
        .filter(account -> account.getSpec().accountId().equals(place.accountId()))
        .sorted(Comparator.comparing(account -> account.getMetadata().getName()))
        .flatMap(account -> of(account).stream())
        .findFirst();
  }

  /**
   * The same, and the one that last led there while the accounts do not tell.
   *
   * @throws AwsCallException when nothing that is known reaches the place: another account, asked
   *     in its stead, would look empty
   */
  AwsRole lastKnownTo(Place place) {
    AwsRole role =
        to(place)
            .or(() -> Optional.ofNullable(ways.get(place)))
            .orElseThrow(() -> unreached(place));
    ways.put(place, role);
    return role;
  }

  private static AwsCallException unreached(Place place) {
    return new AwsCallException(
        new Failure(
            FailureKind.TRANSIENT,
            "locate",
            "",
            "no AWSAccount that is known has a role by which %s is reached".formatted(place)));
  }
}
