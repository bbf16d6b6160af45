package dev.hastack.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.Markers;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.plan.LastApplied;
import dev.hastack.engine.InternalPass;
import dev.hastack.engine.Retirement;
import dev.hastack.provider.aws.AwsNames;
import dev.hastack.provider.aws.resource.LifecycleHook;
import dev.hastack.sandbox.aws.front.CallFilter;
import dev.hastack.sandbox.aws.front.Fault;
import dev.hastack.sandbox.aws.front.FaultRule;
import dev.hastack.sandbox.aws.front.RecordedCall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ec2.model.InstanceType;

/** The operator is about to be uninstalled, and its stacks are to serve on. */
class RetirementTest {
  private static final long SEED = 5;
  private static final String CLUSTER = "cluster-1";
  private static final Duration BOUND = Duration.ofMinutes(45);

  private static VirtualCluster serving(SpotScenario.Fleet fleet) {
    VirtualCluster cluster = SpotFleet.serving(SEED, fleet, "Drain");
    cluster.life().queue(CLUSTER);
    return cluster;
  }

  /** The names of the hooks on each group there is. */
  private static Map<String, List<String>> hooks(VirtualCluster cluster) {
    var hooks = new TreeMap<String, List<String>>();
    cluster
        .outsider()
        .view()
        .groups()
        .forEach(
            group ->
                hooks.put(
                    group.autoScalingGroupName(),
                    cluster
                        .outsider()
                        .autoScaling()
                        .describeLifecycleHooks(
                            request -> request.autoScalingGroupName(group.autoScalingGroupName()))
                        .lifecycleHooks()
                        .stream()
                        .map(hook -> hook.lifecycleHookName())
                        .sorted()
                        .toList()));
    return hooks;
  }

  private static List<String> actionsSince(VirtualCluster cluster, Instant then) {
    return cluster.writesSince(then).stream().map(call -> call.call().action()).toList();
  }

  private static Retirement.Look retire(VirtualCluster cluster) {
    return cluster.life().retire(cluster.stack(SpotFleet.STACK));
  }

  @Test
  void shouldRemoveHookAndPlumbingAndNothingElse() {
    try (VirtualCluster cluster = serving(SpotScenario.Fleet.USUAL)) {
      // Given
      KeptStack stack = cluster.stack(SpotFleet.STACK);
      String ours = AwsNames.terminateHook(CLUSTER);
      assertThat(hooks(cluster).values()).containsExactly(List.of(ours));
      LastApplied applied = stack.lastApplied();
      var status = stack.object().getStatus();
      stack.object().getMetadata().setAnnotations(Map.of(Markers.PAUSED, "true"));
      cluster.aws().time().advance(Duration.ofMillis(1));
      Instant then = cluster.now();

      // When
      Retirement.Look first = retire(cluster);
      Retirement.Look second = retire(cluster);

      // Then
      assertThat(first.whole()).isInstanceOf(Outcome.Waiting.class);
      assertThat(first.left()).containsExactly(LifecycleHook.TERMINATE);
      assertThat(second.whole()).isEqualTo(Outcome.done());
      assertThat(second.left()).isEmpty();
      assertThat(hooks(cluster).values()).containsExactly(List.of());
      assertThat(actionsSince(cluster, then)).containsExactly("autoscaling:DeleteLifecycleHook");
      assertThat(stack.lastApplied()).isEqualTo(applied);
      assertThat(stack.object().getStatus()).isEqualTo(status);
      assertThat(stack.object().getMetadata().getDeletionTimestamp()).isNull();

      // When
      cluster.aws().time().advance(Duration.ofMillis(1));
      Instant plumbing = cluster.now();
      boolean gone = false;
      for (int looks = 0; !gone && looks < 30; looks++) {
        InternalPass pass = cluster.life().retireQueue(CLUSTER);
        gone = pass.released();
        cluster.aws().time().advance(Duration.ofSeconds(5));
      }

      // Then
      assertThat(gone).isTrue();
      assertThat(actionsSince(cluster, plumbing))
          .isNotEmpty()
          .allMatch(action -> action.startsWith("events:") || action.startsWith("sqs:"));
      assertThat(cluster.aws().region(VirtualCluster.ACCOUNT, Outsider.REGION).sqs().names())
          .isEmpty();

      // When
      cluster.aws().time().advance(Duration.ofMillis(1));
      Instant again = cluster.now();
      assertThat(retire(cluster).whole()).isEqualTo(Outcome.done());
      assertThat(cluster.life().retireQueue(CLUSTER).released()).isTrue();

      // Then
      assertThat(actionsSince(cluster, again)).isEmpty();
    }
  }

  @Test
  void shouldHaveTheHooksMadeAgainByTheNextOperator() {
    try (VirtualCluster cluster = serving(SpotScenario.Fleet.USUAL.groupPerZone())) {
      // Given
      Map<String, List<String>> before = hooks(cluster);
      assertThat(before).hasSize(3);
      assertThat(before.values()).allMatch(each -> each.size() == 1);
      retire(cluster);
      assertThat(retire(cluster).whole()).isEqualTo(Outcome.done());
      assertThat(hooks(cluster).values()).allMatch(List::isEmpty);
      Instant then = cluster.now();

      // When
      cluster.restart(Fate.none());
      cluster.settle(BOUND);
      cluster.life().queue(CLUSTER);

      // Then
      assertThat(hooks(cluster)).isEqualTo(before);
      assertThat(actionsSince(cluster, then))
          .filteredOn(action -> action.startsWith("autoscaling:Put"))
          .containsOnly("autoscaling:PutLifecycleHook")
          .hasSize(3);
    }
  }

  @Test
  void shouldLeaveWhatIsNotOurs() {
    try (VirtualCluster cluster = serving(SpotScenario.Fleet.USUAL)) {
      // Given
      var theirs = AwsNames.terminateHook("another cluster");
      String ours = AwsNames.terminateHook(CLUSTER);
      var autoScaling = cluster.outsider().autoScaling();
      var group = cluster.outsider().view().groups().getFirst();
      cluster
          .outsider()
          .ec2()
          .createLaunchTemplate(
              request ->
                  request
                      .launchTemplateName("theirs")
                      .launchTemplateData(
                          data ->
                              data.imageId(cluster.outsider().imageId())
                                  .instanceType(InstanceType.T3_MICRO)));
      autoScaling.createAutoScalingGroup(
          request ->
              request
                  .autoScalingGroupName("theirs")
                  .minSize(0)
                  .maxSize(0)
                  .vpcZoneIdentifier(group.vpcZoneIdentifier())
                  .launchTemplate(
                      template -> template.launchTemplateName("theirs").version("$Latest")));
      Stream.of(
              Map.entry(group.autoScalingGroupName(), theirs),
              Map.entry("theirs", ours),
              Map.entry("theirs", theirs))
          .forEach(
              each ->
                  autoScaling.putLifecycleHook(
                      request ->
                          request
                              .autoScalingGroupName(each.getKey())
                              .lifecycleHookName(each.getValue())
                              .lifecycleTransition(LifecycleHook.TERMINATING)));

      // When
      retire(cluster);

      // Then
      assertThat(retire(cluster).whole()).isEqualTo(Outcome.done());
      assertThat(hooks(cluster))
          .isEqualTo(
              Map.of(
                  group.autoScalingGroupName(),
                  List.of(theirs),
                  "theirs",
                  Stream.of(ours, theirs).sorted().toList()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"DescribeAutoScalingGroups", "DescribeLifecycleHooks", "DeleteLifecycleHook"})
  void shouldSayWhatMayBeLeftWhenAwsDeniesACall(String denied) {
    try (VirtualCluster cluster = serving(SpotScenario.Fleet.USUAL)) {
      // Given
      Map<String, List<String>> before = hooks(cluster);
      cluster.aws().time().advance(Duration.ofMillis(1));
      Instant then = cluster.now();
      cluster
          .aws()
          .faults()
          .order(
              FaultRule.of(
                  new Fault.Denied(), CallFilter.of("autoscaling", denied).by("*user/operator")));
      cluster.restart(Fate.none());

      // When
      Retirement.Look look = retire(cluster);

      // Then
      assertThat(look.whole()).isInstanceOf(Outcome.Failed.class);
      assertThat(((Outcome.Failed) look.whole()).failure().sentence()).contains(denied);
      assertThat(look.left()).containsExactly(LifecycleHook.TERMINATE);
      assertThat(cluster.writesSince(then)).extracting(RecordedCall::call).isEmpty();

      // When
      cluster.aws().faults().liftAll();

      // Then
      assertThat(hooks(cluster)).isEqualTo(before);
      retire(cluster);
      assertThat(retire(cluster).whole()).isEqualTo(Outcome.done());
    }
  }
}
