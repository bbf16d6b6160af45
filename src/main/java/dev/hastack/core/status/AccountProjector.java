package dev.hastack.core.status;

import dev.hastack.api.v1alpha1.AWSAccount;
import dev.hastack.api.v1alpha1.AWSAccountStatus;
import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.status.Verdict.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is known of an AWSAccount becomes its status. */
public final class AccountProjector {
  private static final int MOST_REFERRERS_NAMED = 10;

  private AccountProjector() {}

  /**
   * The whole new status; equal to the old one when a person would learn nothing new.
   *
   * @param unreached why its credentials do not reach the account; empty where they do
   * @param referrers the stacks that refer to it, as {@code <namespace>/<name>}
   */
  public static AWSAccountStatus status(
      AWSAccount account, Optional<Failure> unreached, List<String> referrers, Instant now) {
    boolean deleting = account.getMetadata().getDeletionTimestamp() != null;
    Verdict stalled =
        unreached
            .filter(
                why -> why.kind() == FailureKind.UNAUTHORIZED || why.kind() == FailureKind.INVALID)
            .map(why -> Verdict.yes(Verdicts.reason(why), why.sentence()))
            .orElseGet(Verdict::nothingStalled);
    Verdict ready =
        deleting && !referrers.isEmpty()
            ? Verdict.no(
                Reason.Deleting, "it is deleted once nobody refers to it: " + told(referrers))
            : unreached
                .map(why -> Verdict.no(Verdicts.reason(why), why.sentence()))
                .orElseGet(
                    () ->
                        Verdict.yes(
                            Reason.Ready,
                            "the credentials are for account " + account.getSpec().accountId()));
    return new AWSAccountStatus(
        account.getMetadata().getGeneration(),
        List.of(
            condition(account, ConditionType.Ready, ready, now),
            condition(account, ConditionType.Stalled, stalled, now)),
        referrers.size());
  }

  private static String told(List<String> referrers) {
    String named =
        String.join(", ", referrers.stream().sorted().limit(MOST_REFERRERS_NAMED).toList());
    int unnamed = referrers.size() - MOST_REFERRERS_NAMED;
    return unnamed > 0 ? named + " and %d more".formatted(unnamed) : named;
  }

  private static Condition condition(
      AWSAccount account, ConditionType type, Verdict verdict, Instant now) {
    Optional<Condition> before =
        Stream.ofNullable(account.getStatus())
            .flatMap(status -> Stream.ofNullable(status.conditions()))
            .flatMap(List::stream)
            .filter(old -> old.type().equals(type.name()))
            .findFirst();
    return verdict.condition(type, before, account.getMetadata().getGeneration(), now);
  }
}
