package dev.hastack.reliability;

import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.stack.StackId;
import dev.hastack.engine.PassResult;
import dev.hastack.engine.interruption.StackWord;
import dev.hastack.provider.aws.inventory.DatabaseCapacity;
import dev.hastack.provider.aws.signal.AwsFleets;
import dev.hastack.sandbox.aws.ec2.Ec2Options;
import dev.hastack.sandbox.aws.front.Incidents;
import dev.hastack.sandbox.aws.front.RecordedCall;
import dev.hastack.sandbox.aws.front.SignalIncidents;
import dev.hastack.sandbox.aws.front.SimulatedAws;
import dev.hastack.sandbox.aws.front.SimulatedRegion;
import dev.hastack.sandbox.aws.front.SimulationOptions;
import dev.hastack.sandbox.aws.rds.RdsOptions;
import dev.hastack.sandbox.aws.s3.S3Region;
import dev.hastack.sandbox.aws.traffic.Traffic;
import dev.hastack.sandbox.aws.wire.Backend;
import dev.hastack.testing.LeastPrivilege;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.acm.model.CertificateStatus;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/**
 * HAStacks, an operator that looks after them and dies as told, and the account they live in, all
 * in virtual time. Passes come as in the shell: at once for a changed object, else when the engine
 * says, a little earlier by chance.
 */
final class VirtualCluster implements AutoCloseable {
  static final String ACCOUNT = "111122223333";
  static final String STRANGERS_ACCOUNT = "444455556666";

  /** Of the operator. */
  static final String OPERATOR = "AKIAOPERATOR";

  private static final String CLUSTER = "cluster-1";
  private static final String NAMESPACE = "shop";
  private static final double JITTER_FRACTION = 0.1;

  /** Quick, so that a story with a database is not all waiting. */
  private static final RdsOptions DATABASES = RdsOptions.each(Duration.ofSeconds(15));

  /** Passes without an end would otherwise hang the test run: no settling needs this many. */
  private static final int MOST_PASSES = 20_000;

  private final long seed;
  private final SimulatedAws<SimulatedRegion> aws;
  private final Strands strands;
  private final SortedMap<String, KeptStack> stacks = new TreeMap<>();
  private final SplittableRandom random;
  private final Outsider outsider;
  private final UnaryOperator<Backend> quirk;
  private final KeptObjects objects = new KeptObjects();
  private Life life;
  private int newerBy;
  private int passes;

  VirtualCluster(SimulationOptions options) {
    this(options, Ec2Options.usual(), backend -> backend);
  }

  /**
   * @param quirk changes how AWS answers the operator
   */
  VirtualCluster(SimulationOptions options, Ec2Options servers, UnaryOperator<Backend> quirk) {
    this.quirk = quirk;
    seed = options.seed();
    random = new SplittableRandom(options.seed());
    aws =
        SimulatedAws.inVirtualTime(
            options,
            (foundation, record) -> new SimulatedRegion(foundation, record, servers, DATABASES));
    strands = new Strands(aws.time());
    aws.keys().issue(OPERATOR, LeastPrivilege.operator(ACCOUNT, CLUSTER));
    outsider = Outsider.of(aws, ACCOUNT);
    life = begin(Fate.none());
  }

  private Life begin(Fate fate) {
    return new Life(strands, quirk.apply(aws.backend()), objects, fate, newerBy, random.nextLong());
  }

  SimulatedAws<SimulatedRegion> aws() {
    return aws;
  }

  /** What stacks may have their user data in. */
  KeptObjects objects() {
    return objects;
  }

  /** The certificate of a name, issued. */
  String certificate(String domain) {
    return region().acm().provideCertificate(domain);
  }

  /** The buckets there. */
  S3Region s3() {
    return region().s3();
  }

  /** Lets time or somebody make a certificate useless. */
  void certificateBecomes(String arn, CertificateStatus status) {
    region().acm().become(arn, status);
  }

  /** The default certificate of a port. */
  String certificateOf(int port) {
    return outsider.view().listeners().stream()
        .filter(listener -> listener.port() == port)
        .flatMap(listener -> listener.certificates().stream())
        .findFirst()
        .orElseThrow()
        .certificateArn();
  }

  /** How many targets of the only target group are healthy. */
  long healthyTargets() {
    String arn = outsider.view().targetGroups().getFirst().targetGroupArn();
    return outsider
        .loadBalancing()
        .describeTargetHealth(request -> request.targetGroupArn(arn))
        .targetHealthDescriptions()
        .stream()
        .filter(each -> each.targetHealth().state() == TargetHealthStateEnum.HEALTHY)
        .count();
  }

  /** Lets no server answer on a port. */
  void blockPort(int port) {
    outsider.view().groups().stream()
        .flatMap(group -> group.instances().stream())
        .forEach(instance -> region().incidents().blockPort(instance.instanceId(), port));
  }

  /** The desk of interruptions, as it begins with a process. */
  Drains drains(StackWord word) {
    return new Drains(
        this,
        life.clients().sqs(),
        life.queue(CLUSTER),
        new AwsFleets(CLUSTER, life::clients, this::now),
        word);
  }

  /** How many ACU each of these databases uses, as the operator's metric has it. */
  SortedMap<String, Double> databaseCapacity(List<String> clusters) {
    return new DatabaseCapacity(life.clients().cloudWatch()).latest(clusters, now());
  }

  SignalIncidents signalIncidents() {
    return region().signalIncidents();
  }

  Incidents incidents() {
    return region().incidents();
  }

  /** Which of its undocumented behaviours Auto Scaling has here. */
  boolean replacesDeregistered() {
    return region().autoScaling().options().replacesDeregistered();
  }

  Traffic traffic() {
    return region().loadBalancing().traffic();
  }

  /** Of the only load balancer there is. */
  String loadBalancerArn() {
    return outsider.view().loadBalancers().getFirst().loadBalancerArn();
  }

  private SimulatedRegion region() {
    return aws.region(ACCOUNT, "us-east-1");
  }

  /** Somebody who is not the operator. */
  Outsider outsider() {
    return outsider;
  }

  Life life() {
    return life;
  }

  Instant now() {
    return aws.time().now();
  }

  KeptStack stack(String name) {
    return stacks.computeIfAbsent(
        name, any -> new KeptStack(new StackId(CLUSTER, NAMESPACE, name)));
  }

  /** Ends the operator's process and starts another, to which something may happen. */
  void restart(Fate fate) {
    life.close();
    life = begin(fate);
    stacks.values().forEach(KeptStack::passLost);
  }

  /** Starts a newer version of the operator instead. */
  void upgrade() {
    newerBy++;
    restart(Fate.none());
  }

  /** The writes that the operator made since then, those that were refused left out. */
  List<RecordedCall> writesSince(Instant then) {
    return aws.record()
        .callsSince(
            then, call -> call.wrote() && call.call().principalArn().endsWith("user/operator"));
  }

  /** Lets time pass, with whatever passes fall due. */
  void runFor(Duration duration) {
    Instant end = now().plus(duration);
    for (Optional<KeptStack> next = next(); next.isPresent(); next = next()) {
      if (next.get().due().isAfter(end)) {
        break;
      }
      aws.time().advanceTo(next.get().due());
      if (now().isAfter(end)) {
        break;
      }
      pass(next.get());
    }
    aws.time().advanceTo(end);
  }

  /**
   * Runs until every stack is at rest.
   *
   * @param bound in virtual time
   * @return how long it took
   */
  Duration settle(Duration bound) {
    Instant start = now();
    stacks.values().stream().filter(KeptStack::exists).forEach(KeptStack::passLost);
    while (!isAtRest(start, bound)) {
      KeptStack next = next().orElseThrow();
      aws.time().advanceTo(next.due());
      pass(next);
    }
    return took(start);
  }

  /**
   * The same with passes that overlap, on the clients of one process.
   *
   * @param atOnce so many passes; who has waited longest is next
   */
  Duration settleTogether(int atOnce, Duration bound) {
    Instant start = now();
    stacks.values().stream().filter(KeptStack::exists).forEach(KeptStack::passLost);
    Set<KeptStack> underWay = new HashSet<>();
    for (boolean atRest = false; !atRest || !underWay.isEmpty(); atRest = isAtRest(start, bound)) {
      Optional<KeptStack> next =
          atRest || underWay.size() >= atOnce
              ? Optional.empty()
              : next(each -> !underWay.contains(each));
      if (!strands.goOnBefore(next.map(KeptStack::due).orElse(Instant.MAX))) {
        KeptStack stack = next.orElseThrow();
        aws.time().advanceTo(stack.due());
        underWay.add(stack);
        strands.begin(
            () -> {
              pass(stack);
              underWay.remove(stack);
            });
      }
    }
    return took(start);
  }

  private boolean isAtRest(Instant start, Duration bound) {
    if (now().isAfter(start.plus(bound))) {
      throw new AssertionError("not at rest after " + bound + ": " + state());
    }
    return stacks.values().stream().allMatch(stack -> !stack.exists() || isAtRest(stack));
  }

  private Duration took(Instant start) {
    Duration took = Duration.between(start, now());
    // What comes next is later than what was, also where calls take no time.
    aws.time().advance(Duration.ofMillis(1));
    return took;
  }

  /** The pass came after the settling began, needed nothing, and nothing is under way. */
  private static boolean isAtRest(KeptStack stack) {
    return !stack.due().equals(Instant.MIN)
        && stack
            .latest()
            .map(
                result ->
                    result.plan().isEmpty()
                        && result.outcomes().isEmpty()
                        && result.plan().obstacles().isEmpty()
                        && result.continuation().after().equals(Life.RESYNC))
            .orElse(false);
  }

  private Optional<KeptStack> next() {
    return next(any -> true);
  }

  private Optional<KeptStack> next(Predicate<KeptStack> wanted) {
    return stacks.values().stream()
        .filter(KeptStack::exists)
        .filter(wanted)
        .min(Comparator.comparing(KeptStack::due).thenComparing(stack -> stack.id().name()));
  }

  private void pass(KeptStack stack) {
    passes++;
    if (passes > MOST_PASSES) {
      throw new AssertionError("passes without an end: " + state());
    }
    try {
      PassResult result = life.pass(stack);
      double share = 1 - JITTER_FRACTION * random.nextDouble();
      stack.record(
          result, now().plusMillis(Math.round(result.continuation().after().toMillis() * share)));
    } catch (Fate.Died died) {
      restart(Fate.none());
    }
  }

  /** What a person would want to see after a failure. */
  String state() {
    var text = new StringBuilder("seed " + seed + '\n');
    stacks
        .values()
        .forEach(
            stack ->
                text.append(stack.id().name())
                    .append(stack.exists() ? ": " : " is gone: ")
                    .append(stack.latest().map(VirtualCluster::summary).orElse("never looked at"))
                    .append('\n'));
    String timeline = aws.record().timeline();
    return text + timeline.substring(Math.max(0, timeline.length() - 6_000));
  }

  private static String summary(PassResult result) {
    return "%s, outcomes %s, obstacles %s, held %s"
        .formatted(
            result.plan().effective().stream().map(change -> change.id().toString()).toList(),
            result.outcomes().entrySet().stream()
                .filter(entry -> !(entry.getValue() instanceof Outcome.Done))
                .toList(),
            result.plan().obstacles(),
            result.plan().held().stream().map(held -> held.reason()).toList());
  }

  @Override
  public void close() {
    life.close();
    outsider.close();
    aws.close();
    LeastPrivilege.mustHaveSufficed(aws);
  }
}
