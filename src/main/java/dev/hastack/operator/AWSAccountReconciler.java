package dev.hastack.operator;

import dev.hastack.api.v1alpha1.AWSAccount;
import dev.hastack.api.v1alpha1.AWSAccountStatus;
import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.core.outcome.Failure;
import dev.hastack.core.status.AccountProjector;
import dev.hastack.provider.Located;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Says of each AWSAccount whether its credentials reach it, has the stacks that refer to it looked
 * at when it changes, and keeps it while there are any: without it nobody could take down what they
 * have in AWS. Of stacks in namespaces that this operator does not serve it knows nothing.
 */
final class AWSAccountReconciler implements Reconciler<AWSAccount>, Cleaner<AWSAccount> {

  /** How soon an account that is to go is looked at again while stacks refer to it. */
  private static final Duration WAITING = Duration.ofSeconds(5);

  /** How often credentials are tried while nothing changes. */
  private static final Duration RESYNC = Duration.ofMinutes(1);

  /** Where STS is asked for an account whose regions are globs, which name none. */
  private static final String ANY_REGION = "us-east-1";

  private final BiFunction<AWSAccount, String, Located> reach;
  private final WatchedAccounts accounts;
  private final WatchedStacks stacks;
  private final Haste haste;
  private final BooleanSupplier leading;
  private final Clock clock;

  /**
   * @param reach where the credentials of an account lead to, asked in a region
   * @param accounts told where they are kept in memory
   * @param leading whether this process may still write
   */
  AWSAccountReconciler(
      BiFunction<AWSAccount, String, Located> reach,
      WatchedAccounts accounts,
      WatchedStacks stacks,
      Haste haste,
      BooleanSupplier leading,
      Clock clock) {
    this.reach = reach;
    this.accounts = accounts;
    this.stacks = stacks;
    this.haste = haste;
    this.leading = leading;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, AWSAccount>> prepareEventSources(
      EventSourceContext<AWSAccount> context) {
    accounts.use(context.getPrimaryCache());
    return List.of();
  }

  @Override
  public UpdateControl<AWSAccount> reconcile(AWSAccount account, Context<AWSAccount> context) {
    stacks.whole().ifPresent(all -> look(account, referrers(account, all), context));
    return UpdateControl.<AWSAccount>noUpdate()
        .rescheduleAfter(stacks.whole().isPresent() ? RESYNC : WAITING);
  }

  @Override
  public DeleteControl cleanup(AWSAccount account, Context<AWSAccount> context) {
    Optional<List<String>> referrers = stacks.whole().map(all -> referrers(account, all));
    if (referrers.filter(List::isEmpty).isPresent()) {
      return DeleteControl.defaultDelete();
    }
    referrers.ifPresent(known -> look(account, known, context));
    return DeleteControl.noFinalizerRemoval().rescheduleAfter(WAITING);
  }

  private void look(AWSAccount account, List<String> referrers, Context<AWSAccount> context) {
    Optional<Failure> unreached =
        reach.apply(account, region(account)) instanceof Located.Unknown unknown
            ? Optional.of(unknown.why())
            : Optional.empty();
    AWSAccountStatus before = account.getStatus();
    AWSAccountStatus now = AccountProjector.status(account, unreached, referrers, clock.instant());
    if (now.equals(before) || !leading.getAsBoolean()) {
      return;
    }
    AWSAccount fresh = new AWSAccount();
    fresh.setMetadata(new ObjectMetaBuilder().withName(account.getMetadata().getName()).build());
    fresh.setStatus(now);
    PrimaryUpdateAndCacheUtils.ssaPatchStatusAndCacheResource(account, fresh, context);
    if (before == null
        || !Objects.equals(before.observedGeneration(), now.observedGeneration())
        || !readiness(before).equals(readiness(now))) {
      referrers.forEach(haste::hasten);
    }
  }

  private static Optional<Condition.Status> readiness(AWSAccountStatus status) {
    return Stream.ofNullable(status.conditions())
        .flatMap(List::stream)
        .filter(condition -> condition.type().equals("Ready"))
        .map(Condition::status)
        .findFirst();
  }

  private static String region(AWSAccount account) {
    return Stream.ofNullable(account.getSpec().regions())
        .flatMap(List::stream)
        .filter(region -> !region.contains("*") && !region.contains("?"))
        .findFirst()
        .orElse(ANY_REGION);
  }

  private static List<String> referrers(AWSAccount account, List<HAStack> all) {
    String name = account.getMetadata().getName();
    return all.stream()
        .filter(
            stack ->
                Optional.ofNullable(stack.getSpec().aws())
                    .flatMap(aws -> Optional.ofNullable(aws.accountRef()))
                    .filter(ref -> ref.name().equals(name))
                    .isPresent())
        .map(stack -> stack.getMetadata().getNamespace() + "/" + stack.getMetadata().getName())
        .sorted()
        .toList();
  }
}
