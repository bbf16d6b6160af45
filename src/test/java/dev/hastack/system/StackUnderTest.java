package dev.hastack.system;

import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.api.v1alpha1.HAStackStatus;
import dev.hastack.core.status.ConditionType;
import dev.hastack.testing.World;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * One HAStack in the cluster: changed by kubectl, as a person does, and read by a client, because
 * it is read often.
 */
record StackUnderTest(String namespace, String name, KubernetesClient client) {

  /** A JSON merge patch. */
  void patch(String merge) {
    kubectl("patch", "hastack", name, "--type=merge", "-p", merge);
  }

  void annotate(String annotation) {
    kubectl("annotate", "hastack", name, "--overwrite", annotation);
  }

  private void kubectl(String... arguments) {
    String[] all = Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "-n";
    all[arguments.length + 1] = namespace;
    World.cluster().kubectl().run(all);
  }

  HAStack read() {
    return Objects.requireNonNull(
        client.resources(HAStack.class).inNamespace(namespace).withName(name).get(), name);
  }

  Optional<HAStackStatus> status() {
    return Optional.ofNullable(read().getStatus());
  }

  /** {@code Status/Reason} of a condition, for example {@code True/InSync}. */
  String condition(ConditionType type) {
    return status()
        .flatMap(status -> find(status, type))
        .map(condition -> condition.status() + "/" + condition.reason())
        .orElse("");
  }

  private static Optional<Condition> find(HAStackStatus status, ConditionType type) {
    return Objects.requireNonNullElse(status.conditions(), List.<Condition>of()).stream()
        .filter(condition -> condition.type().equals(type.name()))
        .findFirst();
  }

  /** Waits until the newest spec is true and nothing is under way. */
  void awaitSettled() {
    OperatorUnderTest.awaiting(name + " to settle")
        .until(
            () -> {
              HAStack stack = read();
              HAStackStatus status = stack.getStatus();
              return status != null
                  && Objects.equals(
                      status.observedGeneration(), stack.getMetadata().getGeneration())
                  && is(status, ConditionType.Ready, Condition.Status.True)
                  && is(status, ConditionType.Synced, Condition.Status.True)
                  && is(status, ConditionType.Reconciling, Condition.Status.False);
            });
  }

  private static boolean is(HAStackStatus status, ConditionType type, Condition.Status expected) {
    return find(status, type).filter(condition -> condition.status() == expected).isPresent();
  }

  void await(String what, Predicate<HAStackStatus> until) {
    OperatorUnderTest.awaiting(what).until(() -> status().filter(until).isPresent());
  }

  /** What {@code status.drift} lists, as {@code Kind/name attribute}. */
  Set<String> drift() {
    return status().map(StackUnderTest::drift).orElse(Set.of());
  }

  static Set<String> drift(HAStackStatus status) {
    var drift = new TreeSet<String>();
    Objects.requireNonNullElse(status.drift(), List.<HAStackStatus.Drifted>of())
        .forEach(entry -> drift.add(entry.resource() + " " + entry.attribute()));
    return drift;
  }

  /** The Events about it. */
  List<Event> events() {
    return client.resources(Event.class).inNamespace(namespace).list().getItems().stream()
        .filter(event -> event.getRegarding().getName().equals(name))
        .toList();
  }

  /** The notes of the Events of one reason. */
  List<String> notes(String reason) {
    return events().stream()
        .filter(event -> event.getReason().equals(reason))
        .map(Event::getNote)
        .toList();
  }

  /** The revisions it owns. */
  List<ControllerRevision> revisions() {
    String uid = read().getMetadata().getUid();
    return client
        .resources(ControllerRevision.class)
        .inNamespace(namespace)
        .list()
        .getItems()
        .stream()
        .filter(
            revision ->
                revision.getMetadata().getOwnerReferences().stream()
                    .anyMatch(owner -> owner.getUid().equals(uid)))
        .toList();
  }
}
