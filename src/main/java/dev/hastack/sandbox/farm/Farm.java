package dev.hastack.sandbox.farm;

import dev.hastack.sandbox.aws.EmbeddedAws;
import dev.hastack.sandbox.aws.SandboxAccount;
import dev.hastack.sandbox.aws.SandboxAccount.Ground;
import dev.hastack.sandbox.aws.ec2.Ec2Options;
import dev.hastack.sandbox.operator.OperatorProcess;
import dev.hastack.sandbox.report.Progress;
import dev.hastack.sandbox.report.SandboxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Many stacks that live on Spot, the account in this JVM that they are in, and the operators that
 * serve them, each in a JVM of its own, as in a pod.
 */
public final class Farm implements AutoCloseable {
  private static final String NAMESPACE = "bench";

  /** "Quotas for your Application Load Balancers" has a hundred: no listener is filled up. */
  private static final int RULES_A_LISTENER = 50;

  /** As the chart limits the pod: the JVM of the image sizes its heap by it. */
  private static final String LIMIT = "-XX:MaxRAM=512m";

  private static final Duration READY = Duration.ofMinutes(15);
  private static final Duration POLL = Duration.ofMillis(500);

  private final Stage stage;
  private final EmbeddedAws aws;
  private final Size size;
  private final List<OperatorProcess> operators = new ArrayList<>();

  /**
   * How much there is.
   *
   * @param servers of each stack
   * @param onDemand how many of them are On-Demand
   * @param told how many of the groups do not replace by themselves what is about to be taken
   *     ({@code onRebalanceRecommendation: Ignore}), so that the operator has to tell them
   */
  public record Size(int stacks, int servers, int onDemand, int told) {

    /** Of all stacks. */
    public int allServers() {
      return stacks * servers;
    }

    /** An account that has room for them, and for as many that take their place. */
    public Ec2Options room(Duration meanBoot) {
      return Ec2Options.usual()
          .withMeanBoot(meanBoot)
          .withSpotCapacity(allServers(), 2 * allServers());
    }
  }

  private Farm(Stage stage, EmbeddedAws aws, Size size) {
    this.stage = stage;
    this.aws = aws;
    this.size = size;
  }

  /** Has one operator make the stacks, and returns when each server takes requests. */
  public static Farm grow(Stage stage, EmbeddedAws aws, Size size, Progress progress) {
    var farm = new Farm(stage, aws, size);
    try {
      stage.cluster().kubectl().run("create", "namespace", NAMESPACE);
      farm.startOperator(progress);
      progress.during(
          "Have it make %d stacks of %d servers".formatted(size.stacks(), size.servers()),
          "some minutes",
          () -> {
            farm.apply();
            return farm.await("each server takes requests", READY, farm::isWhole);
          });
      return farm;
    } catch (RuntimeException failure) {
      farm.close();
      throw failure;
    }
  }

  /** Starts one more replica; the first to come leads. */
  public OperatorProcess startOperator(Progress progress) {
    Map<String, String> settings = settings(aws);
    String log = "operator-%d.log".formatted(operators.size() + 1);
    OperatorProcess operator =
        progress.during(
            "Start an operator",
            "about 10 s",
            () ->
                OperatorProcess.start(
                    stage.hastack(),
                    stage.cluster().kubeconfig(),
                    settings,
                    stage.directory().resolve(log)));
    operators.add(operator);
    return operator;
  }

  /** The variables of an operator of these stacks. */
  public static Map<String, String> settings(EmbeddedAws aws) {
    Map<String, String> settings = new HashMap<>(aws.environment());
    settings.put("JDK_JAVA_OPTIONS", LIMIT);
    settings.put("HASTACK_WATCH_NAMESPACES", NAMESPACE);
    settings.put("HASTACK_LEADER_ELECTION_LEASE_NAMESPACE", NAMESPACE);
    return settings;
  }

  /** The replica that came first of those that live. */
  public OperatorProcess first() {
    return operators.getFirst();
  }

  /** The one that came last. */
  public OperatorProcess last() {
    return operators.getLast();
  }

  /** Kills the first, which leads, as a machine that fails does. */
  public void killFirst() {
    operators.removeFirst().kill();
  }

  public Path directory() {
    return stage.directory();
  }

  public EmbeddedAws aws() {
    return aws;
  }

  public Size size() {
    return size;
  }

  private void apply() {
    try (var account = new SandboxAccount(aws)) {
      Ground ground = account.ground();
      List<String> listeners =
          IntStream.range(0, Math.ceilDiv(size.stacks(), RULES_A_LISTENER))
              .mapToObj(number -> aws.provideListener("shared-" + number))
              .toList();
      String all =
          IntStream.range(0, size.stacks())
              .mapToObj(
                  number -> manifest(number, listeners.get(number / RULES_A_LISTENER), ground))
              .collect(Collectors.joining("---\n"));
      stage.cluster().kubectl().runWithInput(all, "apply", "-n", NAMESPACE, "-f", "-");
    }
  }

  private String manifest(int number, String listener, Ground ground) {
    return """
    apiVersion: hastack.dev/v1alpha1
    kind: HAStack
    metadata: {name: shop-%1$d}
    spec:
      capacity: {min: 1, max: %2$d, desired: %2$d}
      aws:
        region: %3$s
        network: {subnetIds: [%4$s], securityGroupIds: [%5$s]}
        fleet:
          image: {id: %6$s}
          instanceTypes: [{type: m6i.large}, {type: m6a.large}, {type: m5.large}, {type: m5a.large}]
          purchase: {onDemandBaseCapacity: %7$d, onDemandPercentageAboveBaseCapacity: 0}
        targetGroup: {port: 8000, deregistrationDelaySeconds: 60, healthCheck: {path: /health}}
        spot:
          onInterruption: Drain
          onRebalanceRecommendation: %8$s
          minHealthyPercentageWhileDraining: 0
        loadBalancer:
          existing: {listenerArn: "%9$s", priority: %10$d, hosts: [shop-%1$d.example.com]}
    """
        .formatted(
            number,
            size.servers(),
            EmbeddedAws.REGION,
            ground.subnetIds().stream().limit(3).collect(Collectors.joining(", ")),
            ground.front().orElseThrow().serverGroupId(),
            ground.imageId(),
            size.onDemand(),
            number < size.told() ? "Ignore" : "LaunchFirst",
            listener,
            number % RULES_A_LISTENER + 1);
  }

  /** Whether each stack has all its servers, and each takes requests. */
  public boolean isWhole() {
    Fleet fleet = Fleet.of(aws);
    return fleet.stacks() == size.stacks()
        && fleet.healthy().size() >= size.allServers()
        && fleet.queue().isPresent();
  }

  /**
   * Waits for something.
   *
   * @return what came
   * @throws SandboxException if it does not come in time, or an operator ends
   */
  public String await(String what, Duration deadline, BooleanSupplier done) {
    long start = System.nanoTime();
    while (!done.getAsBoolean()) {
      for (OperatorProcess operator : operators) {
        if (!operator.process().isAlive()) {
          throw new SandboxException("An operator has ended.%n" + operator.process().logTail());
        }
      }
      if (System.nanoTime() - start > deadline.toNanos()) {
        throw new SandboxException(
            "Not true within %d s: %s. %s%n%s"
                .formatted(deadline.toSeconds(), what, Fleet.of(aws), first().process().logTail()));
      }
      first().process().hasEndedWithin(POLL);
    }
    return what;
  }

  @Override
  public void close() {
    operators.forEach(OperatorProcess::close);
  }
}
