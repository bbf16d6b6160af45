package dev.hastack.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.api.v1alpha1.HAStackStatus;
import dev.hastack.core.status.ConditionType;
import dev.hastack.core.status.Notice;
import dev.hastack.sandbox.kubernetes.Kubectl;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * One HAStack as a person with kubectl sees it. Only looking at it again and again goes through a
 * client of our own, because kubectl is slow to start.
 */
record StackObject(KubernetesClient client, Kubectl kubectl, String namespace, String name) {
  private static final Duration DEADLINE = Duration.ofSeconds(90);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

  /** Waits for what must come; the deadline only bounds how long a failure takes. */
  static ConditionFactory await() {
    return Awaitility.await().atMost(DEADLINE).pollInterval(POLL_INTERVAL);
  }

  /** Namespace and name, as tags have it. */
  String qualifiedName() {
    return namespace + "/" + name;
  }

  void apply(StackYaml yaml) {
    kubectl.runWithInput(yaml.text(), "apply", "-n", namespace, "-f", "-");
  }

  /** A JSON merge patch. */
  void patch(String json) {
    kubectl.run("patch", "hastack", name, "-n", namespace, "--type=merge", "-p", json);
  }

  String run(String verb, String... arguments) {
    return kubectl.run(arguments(verb, arguments));
  }

  private String[] arguments(String verb, String... arguments) {
    var all = new java.util.ArrayList<>(List.of(verb, "hastack", name, "-n", namespace));
    all.addAll(List.of(arguments));
    return all.toArray(String[]::new);
  }

  Optional<HAStack> find() {
    return Optional.ofNullable(
        client.resources(HAStack.class).inNamespace(namespace).withName(name).get());
  }

  HAStack read() {
    return find().orElseThrow(() -> new AssertionError(qualifiedName() + " is gone"));
  }

  HAStackStatus status() {
    HAStackStatus status = read().getStatus();
    return status == null
        ? new HAStackStatus(
            null, null, null, null, null, null, null, null, null, null, null, null, null)
        : status;
  }

  /** What the status says that a resource is called on AWS. */
  String nameOnAws(String resource) {
    return Optional.ofNullable(status().resources()).orElse(List.of()).stream()
        .filter(each -> each.id().equals(resource))
        .flatMap(each -> Stream.ofNullable(each.name()))
        .findFirst()
        .orElseThrow(() -> new AssertionError(qualifiedName() + " shows no " + resource));
  }

  Optional<Condition> condition(ConditionType type) {
    return Optional.ofNullable(status().conditions()).orElse(List.of()).stream()
        .filter(condition -> condition.type().equals(type.name()))
        .findFirst();
  }

  /** Waits until a condition of the current generation says so, and returns it. */
  Condition awaitCondition(ConditionType type, Condition.Status status, String reason) {
    await()
        .untilAsserted(
            () ->
                assertThat(condition(type))
                    .as(this::description)
                    .map(
                        condition ->
                            Arrays.asList(
                                condition.type(),
                                condition.status(),
                                condition.reason(),
                                condition.observedGeneration()))
                    .hasValue(
                        Arrays.asList(
                            type.name(), status, reason, read().getMetadata().getGeneration())));
    return condition(type).orElseThrow();
  }

  Condition awaitStalled(String reason) {
    return awaitCondition(ConditionType.Stalled, Condition.Status.True, reason);
  }

  /** As {@code kubectl wait}, for the current generation. */
  void awaitReady() {
    awaitCondition(ConditionType.Ready, Condition.Status.True, "Ready");
  }

  /** Waits until a pass over the newest spec has come to its end, whatever came of it. */
  void awaitSeen() {
    await()
        .untilAsserted(
            () ->
                assertThat(status().observedGeneration())
                    .as(this::description)
                    .isEqualTo(read().getMetadata().getGeneration()));
  }

  /** Waits until the newest spec is true, nothing is under way and nothing differs. */
  void awaitSettled() {
    awaitReady();
    awaitCondition(ConditionType.Synced, Condition.Status.True, "InSync");
    awaitCondition(ConditionType.Reconciling, Condition.Status.False, "Settled");
    awaitCondition(ConditionType.Drifted, Condition.Status.False, "NoDrift");
  }

  /** What {@code status.drift} lists, as {@code Kind/name attribute}. */
  Set<String> drift() {
    return Optional.ofNullable(status().drift()).orElse(List.of()).stream()
        .map(entry -> entry.resource() + " " + entry.attribute())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Waits until an Event of the reason has been told, and returns its text. */
  String awaitEvent(Notice.Reason reason, String part) {
    await()
        .untilAsserted(
            () ->
                assertThat(notes(reason))
                    .as(this::description)
                    .anyMatch(note -> note.contains(part)));
    return notes(reason).stream().filter(note -> note.contains(part)).findFirst().orElseThrow();
  }

  /** The texts of the Events of one reason. */
  List<String> notes(Notice.Reason reason) {
    return events().stream()
        .filter(event -> reason.name().equals(event.getReason()))
        .map(Event::getNote)
        .toList();
  }

  List<Event> events() {
    return client.resources(Event.class).inNamespace(namespace).list().getItems().stream()
        .filter(event -> event.getRegarding() != null)
        .filter(event -> name.equals(event.getRegarding().getName()))
        .toList();
  }

  /** The revisions of what was last applied, which it owns. */
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

  /** Deletes it as a person does, and returns when the finalizer has let it go. */
  void delete() {
    run("delete", "--timeout=90s");
  }

  void deleteWithoutWaiting() {
    run("delete", "--wait=false");
  }

  void awaitGone() {
    await().untilAsserted(() -> assertThat(find()).as(this::description).isEmpty());
  }

  private String description() {
    return find().map(Serialization::asYaml).orElse(qualifiedName() + " is gone")
        + events().stream()
            .map(event -> "\n" + event.getReason() + ": " + event.getNote())
            .collect(Collectors.joining());
  }
}
