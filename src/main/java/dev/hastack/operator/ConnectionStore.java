package dev.hastack.operator;

import dev.hastack.api.v1alpha1.AwsSpec;
import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.api.v1alpha1.HAStackStatus;
import dev.hastack.core.status.Notice;
import dev.hastack.core.status.Notice.Reason;
import dev.hastack.core.status.Notice.Severity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the connection Secrets of stacks that have a database, or had one: read by name, never
 * listed, written only when they differ. One that cannot be written is said and tried again with
 * the next pass. It takes get, create and patch on secrets.
 */
final class ConnectionStore implements Connections {
  private static final Logger LOG = Logger.getLogger(ConnectionStore.class);
  private static final String ACTION = "Publish";

  /** Kubernetes API, {@code metav1.StatusCause} of what a namespace on its way out refuses. */
  private static final String TERMINATING = "NamespaceTerminating";

  private final KubernetesClient client;

  ConnectionStore(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public Optional<Notice> publish(HAStack stack, HAStackStatus status) {
    boolean unwanted = status.database() == null && !isWanted(stack);
    try {
      return unwanted
          ? withdraw(stack, status)
          : ConnectionSecret.ofDatabase(status).flatMap(wanted -> publish(stack, wanted));
    } catch (KubernetesClientException e) {
      LOG.infof("Left a connection Secret as it is name=%s: %s", name(stack), e.getMessage());
      return unwanted || !isForbidden(e)
          ? Optional.empty()
          : warn(
              Reason.Failed,
              "Secret %s is not written: the operator may not get, create or patch secrets in this"
                  + " namespace; grant it these, and the next pass writes it. Nothing else waits"
                  + " for it",
              stack);
    }
  }

  private static boolean isWanted(HAStack stack) {
    return Optional.ofNullable(stack.getSpec().aws()).map(AwsSpec::database).isPresent();
  }

  /** A namespace that goes away refuses with the same code, and takes the stack along. */
  private static boolean isForbidden(KubernetesClientException e) {
    return e.getCode() == HttpURLConnection.HTTP_FORBIDDEN
        && Stream.ofNullable(e.getStatus())
            .flatMap(status -> Stream.ofNullable(status.getDetails()))
            .flatMap(details -> details.getCauses().stream())
            .noneMatch(cause -> TERMINATING.equals(cause.getReason()));
  }

  private @Nullable Secret find(HAStack stack) {
    return client
        .secrets()
        .inNamespace(stack.getMetadata().getNamespace())
        .withName(ConnectionSecret.nameOf(stack))
        .get();
  }

  /** To delete is not the operator's right: what said where the database is goes out of it. */
  private Optional<Notice> withdraw(HAStack stack, HAStackStatus status) {
    Secret found = find(stack);
    if (found != null && OwnedObjects.isOwned(found, stack)) {
      ConnectionSecret rest = ConnectionSecret.withoutDatabase(status, found.getType());
      if (!rest.isAppliedAs(found, stack)) {
        apply(stack, rest.toApply(stack, found.getMetadata().getUid()), true);
      }
    }
    return Optional.empty();
  }

  private Optional<Notice> publish(HAStack stack, ConnectionSecret wanted) {
    Secret found = find(stack);
    if (found == null) {
      apply(stack, wanted.toApply(stack, null), false);
      return Optional.empty();
    }
    if (!OwnedObjects.isOwned(found, stack)) {
      return warn(
          Reason.NotOwned,
          "Secret %s does not belong to this stack and is left alone; rename or delete it, and the"
              + " stack's own takes its place",
          stack);
    }
    if (!wanted.secretType().equals(found.getType())) {
      return warn(
          Reason.Failed,
          "Secret %s has a type that cannot be changed to "
              + wanted.secretType()
              + "; delete it, and it is made anew",
          stack);
    }
    if (!wanted.isAppliedAs(found, stack)) {
      apply(stack, wanted.toApply(stack, found.getMetadata().getUid()), true);
    }
    return Optional.empty();
  }

  /**
   * @param force whether values of others give way: in one that is ours, never in one that appeared
   *     since we looked
   */
  private void apply(HAStack stack, Secret secret, boolean force) {
    client
        .resource(secret)
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(OperatorTerm.FIELD_MANAGER)
                .withForce(force)
                .build(),
            secret);
    LOG.infof("Wrote a connection Secret name=%s", name(stack));
  }

  private static Optional<Notice> warn(Reason reason, String sentence, HAStack stack) {
    return Optional.of(
        new Notice(Severity.Warning, reason, ACTION, sentence.formatted(name(stack))));
  }

  private static String name(HAStack stack) {
    return stack.getMetadata().getNamespace() + "/" + ConnectionSecret.nameOf(stack);
  }
}
