package dev.hastack.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.api.v1alpha1.HAStackStatus;
import dev.hastack.api.v1alpha1.InterruptionsStatus;
import dev.hastack.core.status.ConditionType;
import dev.hastack.core.status.Notice;
import dev.hastack.operator.metric.Metric;
import dev.hastack.operator.metric.Scrape;
import dev.hastack.sandbox.ExampleManifest;
import dev.hastack.sandbox.aws.EmbeddedAws;
import dev.hastack.sandbox.aws.SandboxAccount;
import dev.hastack.sandbox.kubernetes.Kubectl;
import dev.hastack.sandbox.operator.OperatorProcess;
import dev.hastack.testing.TraceCollector;
import dev.hastack.testing.World;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceLifecycleType;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

/**
 * A Spot server is taken from a stack of the whole operator: the account hears, people are told.
 */
class SpotIT {
  private static final String NAMESPACE = "spot";
  private static final long SEED = 7;

  /** Simulated seconds in each real one: a server boots in a few. */
  private static final double SPEED = 10;

  /** A load balancer, servers and their health take AWS some minutes. */
  private static final Duration DEADLINE = Duration.ofMinutes(3);

  /** All but those of drift, a database, and what goes wrong. */
  private static final Set<Metric> TOLD =
      EnumSet.complementOf(
          EnumSet.of(
              Metric.STACK_DRIFT_SINCE,
              Metric.DRIFT_DETECTED,
              Metric.DRIFT_CORRECTED,
              Metric.DATABASE_ACU,
              Metric.FALLBACK,
              Metric.AWS_THROTTLED,
              Metric.SIGNALS_DROPPED,
              Metric.SIGNALS_FAILURES));

  @Test
  void shouldTellTheTimelineWhenAServerIsTakenBack() throws IOException {
    Kubectl kubectl = World.cluster().kubectl();
    kubectl.run("create", "namespace", NAMESPACE);
    try (EmbeddedAws aws = EmbeddedAws.start(SEED, SPEED);
        TraceCollector collector = TraceCollector.start();
        OperatorProcess operator = operator(aws, collector);
        KubernetesClient client = client()) {
      // Given
      kubectl.runWithInput(manifest(aws), "apply", "-n", NAMESPACE, "-f", "-");
      var stack = new StackObject(client, kubectl, NAMESPACE, "storefront");
      Awaitility.await()
          .atMost(DEADLINE)
          .untilAsserted(
              () ->
                  assertThat(stack.condition(ConditionType.Ready).map(Condition::status))
                      .as(
                          () ->
                              String.valueOf(stack.find().map(HAStack::getStatus)) + operator.log())
                      .hasValue(Condition.Status.True));
      Awaitility.await()
          .atMost(DEADLINE)
          .until(
              () -> String.valueOf(stack.status().resources()).contains("LifecycleHook/terminate"));
      Awaitility.await().atMost(DEADLINE).until(() -> isHeard(aws));

      // When
      String server = spot(aws).getFirst();
      aws.change(region -> region.incidents().reclaim(server));

      // Then
      Awaitility.await()
          .atMost(DEADLINE)
          .untilAsserted(
              () -> {
                assertThat(stack.notes(Notice.Reason.Interrupted))
                    .as(operator.log())
                    .anyMatch(note -> note.contains(server));
                assertThat(stack.notes(Notice.Reason.Replaced))
                    .anyMatch(note -> note.contains(server));
                assertThat(latest(stack.status()))
                    .anySatisfy(
                        told -> {
                          assertThat(told.instance()).isEqualTo(server);
                          assertThat(told.deregisteredAfterSeconds()).isNotNull();
                          assertThat(told.replacementInServiceAfterSeconds()).isNotNull();
                        });
              });
      assertThat(operator.metrics())
          .contains("hastack_signals_total{kind=\"spot-interruption-warning\"")
          .contains("hastack_interruption_deregistered_seconds_count 1.0");
      Awaitility.await()
          .atMost(DEADLINE)
          .untilAsserted(
              () -> assertThat(Scrape.of(operator.metrics()).declared()).containsAll(TOLD));
      assertThat(Scrape.of(operator.metrics()).undeclared()).isEmpty();

      Awaitility.await()
          .atMost(DEADLINE)
          .untilAsserted(() -> assertThat(drain(collector.spans(), server)).isNotEmpty());
      assertThat(drain(collector.spans(), server))
          .as("from the message to the call that takes the server out")
          .startsWith("drain " + NAMESPACE + "/storefront")
          .contains("Deregister", "ElasticLoadBalancingV2.DeregisterTargets");
      assertThat(collector.spans()).extracting(Span::getName).contains("pass");

      // When
      stack.deleteWithoutWaiting();
      stack.awaitGone();
    } finally {
      kubectl.run("delete", "namespace", NAMESPACE, "--wait=false");
    }
  }

  /**
   * The names of the spans of a server's trace, that of the whole first; empty until it is over.
   */
  private static List<String> drain(List<Span> spans, String server) {
    return spans.stream()
        .filter(span -> server.equals(TraceCollector.attributes(span).get("hastack.server")))
        .flatMap(
            root ->
                Stream.concat(
                    Stream.of(
                        root.getName()
                            + " "
                            + TraceCollector.attributes(root).get("hastack.namespace")
                            + "/"
                            + TraceCollector.attributes(root).get("hastack.name")),
                    spans.stream()
                        .filter(span -> span.getTraceId().equals(root.getTraceId()))
                        .filter(span -> !span.equals(root))
                        .map(Span::getName)))
        .toList();
  }

  private static List<InterruptionsStatus.Interruption> latest(HAStackStatus status) {
    return Optional.ofNullable(status.interruptions())
        .map(
            told ->
                Objects.requireNonNullElse(
                    told.latest(), List.<InterruptionsStatus.Interruption>of()))
        .orElse(List.of());
  }

  /** Whether everything stands between an instance and the operator. */
  private static boolean isHeard(EmbeddedAws aws) {
    return aws.look(
        region ->
            region.sqs().names().size() == 2
                && region.eventBridge().service().listRules(request -> {}).rules().size() == 7);
  }

  private static List<String> spot(EmbeddedAws aws) {
    return aws.look(
        region ->
            region.ec2().service().describeInstances(request -> {}).reservations().stream()
                .flatMap(reservation -> reservation.instances().stream())
                .filter(each -> each.state().name() == InstanceStateName.RUNNING)
                .filter(each -> each.instanceLifecycle() == InstanceLifecycleType.SPOT)
                .map(Instance::instanceId)
                .sorted()
                .toList());
  }

  /** The group is not to take the server out by itself. */
  private static String manifest(EmbeddedAws aws) throws IOException {
    try (var account = new SandboxAccount(aws)) {
      ExampleManifest manifest =
          ExampleManifest.fit(
              Files.readString(Path.of("examples", "spot-web.yaml")), account.ground());
      manifest.instanceProfiles().forEach(aws::provideInstanceProfile);
      return manifest
          .yaml()
          .replace("onRebalanceRecommendation: LaunchFirst", "onRebalanceRecommendation: Ignore");
    }
  }

  private static OperatorProcess operator(EmbeddedAws aws, TraceCollector collector) {
    var settings = new HashMap<>(aws.environment());
    settings.put("HASTACK_RESYNC", "2s");
    settings.put("HASTACK_WATCH_NAMESPACES", NAMESPACE);
    settings.put("HASTACK_LEADER_ELECTION_ENABLED", "false");
    settings.put("OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint());
    return OperatorProcess.start(
        World.jar(), World.cluster().kubeconfig(), settings, World.operatorLog());
  }

  private static KubernetesClient client() {
    return new KubernetesClientBuilder()
        .withConfig(Config.fromKubeconfig(World.cluster().kubeconfigYaml()))
        .build();
  }
}
