package dev.hastack.operator;

import dev.hastack.api.v1alpha1.AWSAccount;
import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.provider.aws.ClusterObjects;
import dev.hastack.provider.aws.LentAccounts;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.IndexedResourceCache;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The AWSAccounts in the informer's memory. One that is not there is asked for: the memory may not
 * be filled yet, and only the API server's own word counts for an account that is not there.
 */
final class WatchedAccounts implements LentAccounts {
  private final KubernetesClient client;
  private volatile @Nullable IndexedResourceCache<AWSAccount> cache;
  private volatile BooleanSupplier whole = () -> false;

  WatchedAccounts(KubernetesClient client) {
    this.client = client;
  }

  /** From now on somebody knows whether the accounts in memory are all there are. */
  void wholeWhen(BooleanSupplier known) {
    whole = known;
  }

  void use(IndexedResourceCache<AWSAccount> filled) {
    cache = filled;
  }

  @Override
  public Lookup<AWSAccount> find(String name) {
    IndexedResourceCache<AWSAccount> filled = cache;
    Optional<AWSAccount> watched =
        filled == null ? Optional.empty() : filled.get(new ResourceID(name));
    return watched.isPresent()
        ? new Lookup.Found<>(watched.get())
        : asked("get AWSAccount", () -> client.resources(AWSAccount.class).withName(name).get());
  }

  @Override
  public List<AWSAccount> all() {
    List<AWSAccount> watched = watched();
    if (whole.getAsBoolean()) {
      return watched;
    }
    return asked("list AWSAccounts", () -> client.resources(AWSAccount.class).list().getItems())
            instanceof Lookup.Found<List<AWSAccount>> found
        ? found.value()
        : watched;
  }

  private List<AWSAccount> watched() {
    IndexedResourceCache<AWSAccount> filled = cache;
    return filled == null ? List.of() : filled.list().toList();
  }

  @Override
  public Lookup<Map<String, String>> labels(String namespace) {
    return switch (asked("get Namespace", () -> client.namespaces().withName(namespace).get())) {
      case Lookup.Found<Namespace> found ->
          new Lookup.Found<>(
              Objects.requireNonNullElse(found.value().getMetadata().getLabels(), Map.of()));
      case Lookup.Absent<Namespace> absent -> new Lookup.Absent<>();
      case Lookup.Unread<Namespace> unread -> new Lookup.Unread<>(unread.why());
    };
  }

  private static <T> Lookup<T> asked(String operation, Supplier<@Nullable T> question) {
    try {
      T answer = question.get();
      return answer == null ? new Lookup.Absent<>() : new Lookup.Found<>(answer);
    } catch (KubernetesClientException failed) {
      return new Lookup.Unread<>(
          new Failure(FailureKind.TRANSIENT, operation, "", ClusterObjects.reason(failed)));
    }
  }
}
