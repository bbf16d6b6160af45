package dev.hastack.gitops;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What Argo CD said of one of its Applications, from when this was made. */
public final class ApplicationHistory implements AutoCloseable {
  private static final ResourceDefinitionContext APPLICATION =
      new ResourceDefinitionContext.Builder()
          .withGroup("argoproj.io")
          .withVersion("v1alpha1")
          .withKind("Application")
          .withPlural("applications")
          .withNamespaced(true)
          .build();

  private final SharedIndexInformer<GenericKubernetesResource> informer;
  private final List<GenericKubernetesResource> seen = new ArrayList<>();

  /** Begins with the Application as it is, if it is there. */
  public static ApplicationHistory of(KubernetesClient client, String name) {
    return new ApplicationHistory(client, name);
  }

  private ApplicationHistory(KubernetesClient client, String name) {
    informer =
        client
            .genericKubernetesResources(APPLICATION)
            .inNamespace(ArgoCdServers.NAMESPACE)
            .withName(name)
            .inform(
                new ResourceEventHandler<>() {
                  @Override
                  public void onAdd(GenericKubernetesResource application) {
                    add(application);
                  }

                  @Override
                  public void onUpdate(
                      GenericKubernetesResource before, GenericKubernetesResource application) {
                    add(application);
                  }

                  @Override
                  public void onDelete(GenericKubernetesResource application, boolean unsure) {}
                });
  }

  private synchronized void add(GenericKubernetesResource application) {
    seen.add(application);
  }

  /** A place in the history: now. */
  public synchronized int now() {
    return seen.size();
  }

  /** What it was called since then, as {@code Synced}, {@code OutOfSync}. */
  public List<String> syncSince(int then) {
    return since(then, "status", "sync", "status");
  }

  /** What it was called since then, as {@code Healthy}, {@code Progressing}. */
  public List<String> healthSince(int then) {
    return since(then, "status", "health", "status");
  }

  private synchronized List<String> since(int then, String... path) {
    return seen.subList(Math.max(0, then - 1), seen.size()).stream()
        .flatMap(each -> text(each, path).stream())
        .distinct()
        .toList();
  }

  /** The commit that it was last compared with; empty before. */
  public String revision() {
    return newest("status", "sync", "revision");
  }

  public String sync() {
    return newest("status", "sync", "status");
  }

  public String health() {
    return newest("status", "health", "status");
  }

  /** When it was last compared with Git; long ago before. */
  public Instant reconciledAt() {
    String time = newest("status", "reconciledAt");
    return time.isEmpty() ? Instant.EPOCH : Instant.parse(time);
  }

  private synchronized String newest(String... path) {
    return seen.isEmpty() ? "" : text(seen.getLast(), path).orElse("");
  }

  private static Optional<String> text(GenericKubernetesResource application, String... path) {
    return Optional.ofNullable(application.get(Arrays.copyOf(path, path.length, Object[].class)))
        .map(Object::toString);
  }

  @Override
  public synchronized String toString() {
    return seen.isEmpty() ? "there is no Application" : Serialization.asYaml(seen.getLast());
  }

  @Override
  public void close() {
    informer.close();
  }
}
