package dev.hastack.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.provider.aws.AwsCallListener;
import dev.hastack.sandbox.aws.front.Fault;
import dev.hastack.sandbox.aws.front.Faults;
import dev.hastack.sandbox.aws.front.Principal;
import dev.hastack.sandbox.aws.front.RecordedCall;
import dev.hastack.sandbox.aws.front.SimulationOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What could not be read is neither missing nor gone: each read of the operator in turn goes wrong
 * in every way, and nothing is created, changed or deleted because of it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnreadIsNotAbsentTest {
  private static final long SEED = 4;
  private static final Duration BOUND = Duration.ofMinutes(30);
  private static final Duration LONG_ENOUGH = Duration.ofMinutes(5);

  private final Figures figures = new Figures("Unread is not absent", SEED);

  /** Every read of an operator that begins to look after such stacks. */
  static final List<String> AT_REST =
      List.of(
          "acm:DescribeCertificate",
          "autoscaling:DescribeAutoScalingGroups",
          "autoscaling:DescribeLifecycleHooks",
          "ec2:DescribeImages",
          "ec2:DescribeInstanceTypes",
          "ec2:DescribeInstances",
          "ec2:DescribeLaunchTemplateVersions",
          "ec2:DescribeLaunchTemplates",
          "ec2:DescribeSecurityGroups",
          "ec2:DescribeSubnets",
          "elasticloadbalancing:DescribeListenerCertificates",
          "elasticloadbalancing:DescribeListeners",
          "elasticloadbalancing:DescribeLoadBalancerAttributes",
          "elasticloadbalancing:DescribeLoadBalancers",
          "elasticloadbalancing:DescribeRules",
          "elasticloadbalancing:DescribeTags",
          "elasticloadbalancing:DescribeTargetGroupAttributes",
          "elasticloadbalancing:DescribeTargetGroups",
          "elasticloadbalancing:DescribeTargetHealth",
          "sts:GetCallerIdentity");

  private static final List<Fault> TROUBLES =
      List.of(
          new Fault.Denied(),
          new Fault.Throttled(),
          new Fault.Broken(),
          new Fault.LostRequest(Duration.ofSeconds(10)),
          new Fault.CutPage());

  private static Stream<UnreadCase> reads() {
    return actions().stream()
        .flatMap(action -> TROUBLES.stream().map(trouble -> new UnreadCase(action, trouble, SEED)));
  }

  /** Every read that the operator makes when it looks at stacks for the first time. */
  private static List<String> actions() {
    try (VirtualCluster cluster = settledCluster()) {
      Instant then = cluster.now();
      cluster.restart(Fate.none());
      cluster.runFor(LONG_ENOUGH);
      List<String> actions =
          cluster.aws().record().calls(each -> !each.call().time().isBefore(then)).stream()
              .filter(each -> each.call().principalArn().endsWith("user/operator"))
              .filter(each -> AwsCallListener.isRead(each.call().operation()))
              .map(each -> each.call().action())
              .distinct()
              .sorted()
              .toList();
      assertThat(actions).isEqualTo(AT_REST);
      return actions;
    }
  }

  /**
   * Two stacks, so that a page of one item is not the whole list; one is behind a load balancer.
   */
  private static VirtualCluster settledCluster() {
    var cluster = new VirtualCluster(SimulationOptions.calm(SEED));
    for (String name : List.of("one", "two")) {
      cluster.stack(name).apply(manifest(name, cluster));
    }
    cluster.settle(BOUND);
    return cluster;
  }

  private static String manifest(String name, VirtualCluster cluster) {
    Outsider ground = cluster.outsider();
    FleetManifest fleet =
        name.equals("two")
            ? FleetManifest.web(name, ground)
            : FleetManifest.webBehindBalancer(
                name, ground, cluster.certificate(name + ".example.com"));
    return fleet.withSpotDrained().text();
  }

  /** A list of one item is whole on its first page. */
  private static boolean isHarmed(VirtualCluster cluster, UnreadCase unread, Instant then) {
    return !cluster
        .aws()
        .record()
        .calls(
            each ->
                each.call().action().equals(unread.action())
                    && !each.outcome().equals(RecordedCall.OK)
                    && !each.call().time().isBefore(then))
        .isEmpty();
  }

  private static String conditions(VirtualCluster cluster) {
    return Stream.of("one", "two")
        .map(name -> cluster.stack(name).object().getStatus())
        .filter(Objects::nonNull)
        .flatMap(status -> Objects.requireNonNull(status.conditions()).stream())
        .filter(condition -> condition.status() != Condition.Status.False || isReady(condition))
        .map(Condition::message)
        .collect(Collectors.joining("\n"));
  }

  private static boolean isReady(Condition condition) {
    return condition.type().equals("Ready");
  }

  @AfterAll
  void tell() {
    figures.tell();
  }

  @Test
  void shouldWriteNothingAndSayWhatWasNotReadWhenStacksAreAtRest() {
    List<String> actions = actions();
    TROUBLES.parallelStream().forEach(trouble -> writeNothing(trouble, actions));
  }

  @Test
  void shouldCreateNothingTwiceWhenAReadFailsDuringACreation() {
    reads().parallel().forEach(this::createOnce);
  }

  @Test
  void shouldLeaveNothingBehindWhenAReadFailsDuringADeletion() {
    reads().parallel().forEach(this::deleteWholly);
  }

  /** One after another: what is as before after one of them serves the next. */
  private void writeNothing(Fault trouble, List<String> actions) {
    try (VirtualCluster cluster = settledCluster()) {
      actions.forEach(action -> writeNothing(cluster, new UnreadCase(action, trouble, SEED)));
    }
  }

  private void writeNothing(VirtualCluster cluster, UnreadCase unread) {
    // Given
    cluster.restart(Fate.none());
    Instant then = cluster.now();

    // When
    Faults.Ordered order = cluster.aws().faults().order(unread.rule());
    cluster.runFor(LONG_ENOUGH);

    // Then
    assertThat(cluster.writesSince(then)).as(unread.toString()).isEmpty();
    if (isHarmed(cluster, unread, then)) {
      assertThat(conditions(cluster)).as(unread.toString()).contains(unread.operation());
    }
    figures.count("failed reads", order.fired());

    // When
    order.lift();
    Instant healed = cluster.now();
    Duration took = OneOfMany.played(unread.toString(), () -> cluster.settle(BOUND));

    // Then
    assertThat(cluster.writesSince(healed)).as(unread.toString()).isEmpty();
    figures.survived(took);
  }

  private void createOnce(UnreadCase unread) {
    try (VirtualCluster cluster = settledCluster()) {
      // Given
      cluster.restart(Fate.none());
      Faults.Ordered order = cluster.aws().faults().order(unread.rule());

      // When
      cluster.stack("three").apply(manifest("three", cluster));
      cluster.runFor(LONG_ENOUGH);
      order.lift();
      Duration took = OneOfMany.played(unread.toString(), () -> cluster.settle(BOUND));

      // Then
      assertThat(cluster.outsider().view().groups()).as(unread.toString()).hasSize(3);
      assertThat(cluster.outsider().view().templates()).as(unread.toString()).hasSize(3);
      assertThat(cluster.outsider().view().targetGroups()).as(unread.toString()).hasSize(3);
      figures.count("failed reads", order.fired());
      figures.survived(took);
    }
  }

  private void deleteWholly(UnreadCase unread) {
    try (VirtualCluster cluster = settledCluster()) {
      // Given
      cluster.restart(Fate.none());
      Faults.Ordered order = cluster.aws().faults().order(unread.rule());

      // When
      cluster.stack("one").delete(cluster.now());
      cluster.runFor(LONG_ENOUGH);

      // Then
      boolean gone =
          cluster.outsider().view().shapes().stream().noneMatch(each -> each.contains(" one-"));
      assertThat(cluster.stack("one").exists() || gone)
          .as("%s: let go while something of it was left", unread)
          .isTrue();
      figures.count("failed reads", order.fired());

      // When
      order.lift();
      Duration took = OneOfMany.played(unread.toString(), () -> cluster.settle(BOUND));

      // Then
      assertThat(cluster.stack("one").exists()).as(unread.toString()).isFalse();
      assertThat(cluster.outsider().view().shapes())
          .as(unread.toString())
          .noneMatch(each -> each.contains(" one-"));
      figures.survived(took);
    }
  }

  /**
   * As when credentials change between two calls. A create that AWS answers with what is there
   * already changes nothing either, so accounts are compared and not writes.
   */
  @Test
  void shouldLeaveTheAccountAsItIsWhenAnotherOneAnswersOneOfTheReads() {
    var stranger = new Fault.OtherAccount(VirtualCluster.STRANGERS_ACCOUNT);
    List<String> actions = actions();
    try (VirtualCluster cluster = settledCluster()) {
      actions.forEach(action -> leaveAsItIs(cluster, new UnreadCase(action, stranger, SEED)));
    }
  }

  private void leaveAsItIs(VirtualCluster cluster, UnreadCase answeredElsewhere) {
    // Given
    cluster.restart(Fate.none());
    List<String> before = cluster.outsider().view().shapes();

    // When
    Faults.Ordered order = cluster.aws().faults().order(answeredElsewhere.rule());
    cluster.runFor(LONG_ENOUGH);
    int fired = order.fired();
    String said = conditions(cluster);
    order.lift();
    OneOfMany.played(answeredElsewhere.toString(), () -> cluster.settle(BOUND));

    // Then
    assertThat(fired).as(answeredElsewhere.toString()).isPositive();
    if (answeredElsewhere.action().equals("sts:GetCallerIdentity")) {
      assertThat(said).contains(VirtualCluster.ACCOUNT, VirtualCluster.STRANGERS_ACCOUNT);
    }
    assertThat(cluster.outsider().view().shapes())
        .as(answeredElsewhere.toString())
        .isEqualTo(before);
  }

  @Test
  void shouldWriteNothingAnywhereWhenAnotherAccountAnswers() {
    try (VirtualCluster cluster = settledCluster()) {
      // Given
      cluster
          .aws()
          .keys()
          .issue(
              VirtualCluster.OPERATOR,
              Principal.user(VirtualCluster.STRANGERS_ACCOUNT, "operator"));
      cluster.restart(Fate.none());
      Instant then = cluster.now();

      // When
      cluster.runFor(LONG_ENOUGH);
      cluster.stack("one").delete(cluster.now());
      cluster.runFor(LONG_ENOUGH);

      // Then
      assertThat(cluster.writesSince(then)).as(cluster.state()).isEmpty();
      assertThat(conditions(cluster))
          .as(cluster.state())
          .contains(VirtualCluster.ACCOUNT, VirtualCluster.STRANGERS_ACCOUNT);
      assertThat(cluster.stack("one").exists()).as(cluster.state()).isTrue();
    }
  }
}
