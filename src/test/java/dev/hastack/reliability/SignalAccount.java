package dev.hastack.reliability;

import dev.hastack.core.outcome.ContinuationPolicy;
import dev.hastack.core.stack.DesiredResource;
import dev.hastack.core.stack.DesiredStack;
import dev.hastack.core.stack.Place;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import dev.hastack.engine.InternalPass;
import dev.hastack.engine.InternalStacks;
import dev.hastack.provider.aws.AwsArns;
import dev.hastack.provider.aws.AwsClientSettings;
import dev.hastack.provider.aws.AwsClients;
import dev.hastack.provider.aws.AwsDiscovery;
import dev.hastack.provider.aws.AwsInternalStacks;
import dev.hastack.provider.aws.AwsRegions;
import dev.hastack.provider.aws.blueprint.SignalsDesign;
import dev.hastack.provider.aws.resource.Queue;
import dev.hastack.provider.aws.signal.QueueDepth;
import dev.hastack.sandbox.aws.front.Principal;
import dev.hastack.sandbox.aws.front.RecordedCall;
import dev.hastack.sandbox.aws.front.SimulatedAws;
import dev.hastack.sandbox.aws.front.SimulatedRegion;
import dev.hastack.sandbox.aws.front.SimulationOptions;
import dev.hastack.sandbox.aws.wire.InProcessHttpClient;
import dev.hastack.sandbox.aws.wire.SimulatedRetries;
import dev.hastack.testing.LeastPrivilege;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * The operator's own stack in one region of a simulated account, in virtual time; the operator dies
 * as told, and somebody else has rights there too.
 */
final class SignalAccount implements AutoCloseable {
  static final String ACCOUNT = VirtualCluster.ACCOUNT;
  static final String REGION = "us-east-1";
  static final Place PLACE = new Place(ACCOUNT, REGION);
  static final String CLUSTER = "cluster-1";
  private static final String OUTSIDER = "AKIAOUTSIDER";
  private static final Duration UNREACHED = Duration.ofHours(1);
  private static final int ATTEMPTS = 2;
  private static final int MOST_PASSES = 200;

  private final SimulatedAws<SimulatedRegion> aws =
      SimulatedAws.inVirtualTime(SimulationOptions.calm(1), SimulatedRegion::new);
  private final SdkHttpClient http = new InProcessHttpClient(Wires.before(aws.backend()));
  private final SqsClient sqs;
  private final EventBridgeClient events;
  private final String cluster;
  private AwsClients clients;
  private InternalStacks stacks;
  private Fate fate = Fate.none();

  SignalAccount() {
    this(CLUSTER);
  }

  SignalAccount(String cluster) {
    this.cluster = cluster;
    aws.keys().issue(VirtualCluster.OPERATOR, LeastPrivilege.operator(ACCOUNT, cluster));
    aws.keys().issue(OUTSIDER, Principal.user(ACCOUNT, "outsider"));
    var credentials =
        StaticCredentialsProvider.create(AwsBasicCredentials.create(OUTSIDER, "secret"));
    sqs =
        SqsClient.builder()
            .region(Region.of(REGION))
            .credentialsProvider(credentials)
            .httpClient(http)
            .build();
    events =
        EventBridgeClient.builder()
            .region(Region.of(REGION))
            .credentialsProvider(credentials)
            .httpClient(http)
            .build();
    clients = connect();
    stacks = begin();
  }

  private AwsClients connect() {
    var jitter = new SplittableRandom(1);
    return new AwsClients(
        new AwsClientSettings(
            "test",
            new InProcessHttpClient(Wires.before(fate.before(aws.backend()))),
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(VirtualCluster.OPERATOR, "secret")),
            () ->
                SimulatedRetries.adaptive(
                    ATTEMPTS, aws.time()::now, aws.time()::advance, jitter.split()),
            UNREACHED,
            UNREACHED),
        (service, operation, outcome, duration) -> {},
        () -> true);
  }

  private InternalStacks begin() {
    var regions = new AwsRegions(clients);
    return new InternalStacks(
        new AwsInternalStacks(regions, new AwsDiscovery(regions, aws.time()::now)),
        new ContinuationPolicy(Life.RESYNC));
  }

  /** Ends the operator's process and starts another, to which something may happen. */
  void restart(Fate next) {
    clients.close();
    fate = next;
    clients = connect();
    stacks = begin();
  }

  Fate fate() {
    return fate;
  }

  SimulatedAws<SimulatedRegion> aws() {
    return aws;
  }

  /** With no rights but the operator's. */
  QueueDepth.Waiting waiting() {
    return new QueueDepth(clients.in(REGION).sqs()).read(url(name(Queue.SIGNALS)));
  }

  SqsClient sqs() {
    return sqs;
  }

  EventBridgeClient events() {
    return events;
  }

  StackId id() {
    return InternalStacks.id(cluster, PLACE);
  }

  DesiredStack design() {
    return SignalsDesign.design(id(), AwsArns.of(PLACE));
  }

  String name(ResourceId id) {
    return design().find(id).orElseThrow().physicalName();
  }

  InternalPass pass(boolean wanted) {
    return pass(PLACE, wanted);
  }

  InternalPass pass(Place place, boolean wanted) {
    return stacks.pass(cluster, place, wanted, aws.time().now());
  }

  /** Passes as they fall due until nothing is left to do; a dead process is started again. */
  void settle(boolean wanted) {
    for (int count = 0; count < MOST_PASSES; count++) {
      InternalPass pass = pass(wanted);
      boolean died = fate.isDead();
      if (died) {
        restart(Fate.none());
      }
      boolean atRest = wanted ? pass.plan().isEmpty() : pass.released();
      if (!died && atRest && pass.plan().obstacles().isEmpty()) {
        return;
      }
      aws.time().advance(died ? Duration.ofSeconds(1) : pass.continuation().after());
    }
    throw new AssertionError("passes without an end: " + aws.record().timeline());
  }

  /** The writes of the operator since then. */
  List<String> writesSince(Instant then) {
    return aws
        .record()
        .calls(
            call ->
                call.wrote()
                    && !call.call().time().isBefore(then)
                    && call.call().principalArn().endsWith("user/operator"))
        .stream()
        .map(RecordedCall::call)
        .map(call -> call.action())
        .toList();
  }

  /** Lets a moment pass, so that what comes is later than what was. */
  Instant mark() {
    aws.time().advance(Duration.ofMillis(1));
    return aws.time().now();
  }

  /** Everything there is, as somebody else sees it. */
  List<String> shapes() {
    var shapes = new ArrayList<String>();
    for (String name : aws.region(ACCOUNT, REGION).sqs().names()) {
      String url = url(name);
      var attributes =
          new TreeMap<>(
              sqs.getQueueAttributes(
                      request -> request.queueUrl(url).attributeNames(QueueAttributeName.ALL))
                  .attributesAsStrings());
      attributes.keySet().removeIf(key -> key.endsWith("Timestamp"));
      shapes.add(
          name
              + " "
              + attributes
              + " "
              + new TreeMap<>(sqs.listQueueTags(request -> request.queueUrl(url)).tags()));
    }
    for (var rule : events.listRules(request -> {}).rules()) {
      shapes.add(
          rule
              + " "
              + events.listTargetsByRule(request -> request.rule(rule.name())).targets()
              + " "
              + events.listTagsForResource(request -> request.resourceARN(rule.arn())).tags());
    }
    return shapes.stream().sorted().toList();
  }

  String url(String name) {
    return sqs.getQueueUrl(request -> request.queueName(name)).queueUrl();
  }

  /** Names of all that the stack has. */
  List<String> names() {
    return design().resources().stream().map(DesiredResource::physicalName).toList();
  }

  @Override
  public void close() {
    clients.close();
    sqs.close();
    events.close();
    http.close();
    aws.close();
    LeastPrivilege.mustHaveSufficed(aws);
  }
}
