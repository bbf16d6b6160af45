package dev.hastack.sandbox.aws;

import dev.hastack.sandbox.aws.ec2.Ec2Options;
import dev.hastack.sandbox.aws.front.CallFilter;
import dev.hastack.sandbox.aws.front.CallRecord;
import dev.hastack.sandbox.aws.front.Fault;
import dev.hastack.sandbox.aws.front.FaultRule;
import dev.hastack.sandbox.aws.front.Principal;
import dev.hastack.sandbox.aws.front.SimulatedAws;
import dev.hastack.sandbox.aws.front.SimulatedRegion;
import dev.hastack.sandbox.aws.front.SimulationOptions;
import dev.hastack.sandbox.aws.rds.RdsOptions;
import dev.hastack.sandbox.aws.wire.AwsWire;
import dev.hastack.sandbox.aws.wire.LoopbackServer;
import dev.hastack.sandbox.aws.world.SimulatedTime;
import dev.hastack.sandbox.report.SandboxException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;

/**
 * A simulated account in this JVM, in real time or some times as fast, served over HTTP on
 * 127.0.0.1 as AWS serves it.
 */
public final class EmbeddedAws implements AwsEndpoint {
  private static final String ACCOUNT = "111122223333";
  private static final String OPERATOR_KEY = "AKIAHASTACKOPERATOR1";
  private static final String PERSON_KEY = "AKIAHASTACKSOMEBODY1";

  private static final double THROTTLED_SHARE = 0.1;

  /** Signatures are not checked. */
  private static final String NO_SECRET = "none";

  private final SimulationOptions options;
  private final Ec2Options servers;
  private final LoopbackServer server;
  private final Map<String, SimulatedTime.Scheduled> outages = new HashMap<>();
  private volatile double speed;
  private volatile SimulatedAws<SimulatedRegion> aws;

  private EmbeddedAws(SimulationOptions options, Ec2Options servers, double speed) {
    this.options = options;
    this.servers = servers;
    this.speed = speed;
    this.aws = fresh(options.startingAt(Instant.now()));
    this.server =
        LoopbackServer.start(
            new AwsWire(SimulatedRegion.clients(), call -> aws.backend().answer(call)), 0);
  }

  /**
   * Starts one that is like AWS, from now on.
   *
   * @param seed the same seed gives the same chance events
   * @param speed simulated seconds in each real one
   */
  public static EmbeddedAws start(long seed, double speed) {
    return new EmbeddedAws(SimulationOptions.lifelike(seed), Ec2Options.usual(), speed);
  }

  /**
   * Starts one whose time is real, from now on, and which is as its caller says.
   *
   * @param options but for its start
   */
  public static EmbeddedAws start(SimulationOptions options, Ec2Options servers) {
    return new EmbeddedAws(options, servers, 1);
  }

  private SimulatedAws<SimulatedRegion> fresh(SimulationOptions fromThen) {
    var aws =
        SimulatedAws.inRealTime(
            fromThen,
            speed,
            (foundation, record) ->
                new SimulatedRegion(foundation, record, servers, RdsOptions.usual()));
    aws.keys().issue(OPERATOR_KEY, Principal.user(ACCOUNT, "operator"));
    aws.keys().issue(PERSON_KEY, Principal.user(ACCOUNT, "somebody"));
    aws.time()
        .exclusively(
            () -> {
              Furnishing.put(aws.region(ACCOUNT, REGION));
              return aws;
            });
    return aws;
  }

  @Override
  public URI uri() {
    return server.uri();
  }

  /** Those of somebody who is not the operator. */
  @Override
  public AwsCredentialsProvider credentials() {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create(PERSON_KEY, NO_SECRET));
  }

  /**
   * With the credentials of the operator. The region twice: the Java SDK reads the first, boto3
   * only the second (AWS SDKs and Tools reference guide, "AWS Region").
   */
  @Override
  public Map<String, String> environment() {
    return Map.of(
        "AWS_ENDPOINT_URL", uri().toString(),
        "AWS_REGION", REGION,
        "AWS_DEFAULT_REGION", REGION,
        "AWS_ACCESS_KEY_ID", OPERATOR_KEY,
        "AWS_SECRET_ACCESS_KEY", NO_SECRET);
  }

  @Override
  public void provideInstanceProfile(String name) {
    change(region -> region.ec2().provideInstanceProfile(name));
  }

  @Override
  public void provideKeyPair(String name) {
    change(region -> region.ec2().provideKeyPair(name));
  }

  /**
   * Makes a load balancer that is not the operator's, with a listener on port 80 that answers 404.
   *
   * @param name of the load balancer
   * @return the ARN of the listener
   */
  public String provideListener(String name) {
    return look(region -> Furnishing.listener(region, name));
  }

  @Override
  public void reset() {
    aws.close();
    aws = fresh(options.startingAt(now()));
  }

  @Override
  public void close() {
    server.close();
    aws.close();
  }

  /** Simulated seconds in each real one. */
  public double speed() {
    return speed;
  }

  /**
   * Lets time pass at another speed from now on.
   *
   * @param simulatedSeconds in each real one
   */
  public void runAt(double simulatedSeconds) {
    speed = simulatedSeconds;
    aws.runAt(simulatedSeconds);
  }

  /** How long a person must wait for so much of the account's time to pass. */
  public Duration inRealTime(Duration simulated) {
    return Duration.ofMillis(Math.round(simulated.toMillis() / speed));
  }

  /** The present of the account. */
  public Instant now() {
    return aws.time().now();
  }

  /** Who called what. */
  public CallRecord record() {
    return aws.record();
  }

  /**
   * Looks at the region while nothing happens there. That is no call of AWS: what is seen is the
   * present, it is not throttled and not recorded.
   */
  public <T> T look(Function<SimulatedRegion, T> work) {
    SimulatedAws<SimulatedRegion> current = aws;
    current.catchUp();
    return current.time().exclusively(() -> work.apply(current.region(ACCOUNT, REGION)));
  }

  /** Moves something in the region, as {@link #look}. */
  public void change(Consumer<SimulatedRegion> work) {
    look(
        region -> {
          work.accept(region);
          return region;
        });
  }

  /**
   * Has a zone go dark for a while; a second outage of it takes the place of the first.
   *
   * @return when it is over
   * @throws SandboxException if there is no such zone; the message names those that are
   */
  public Instant darken(String zone, Duration lasting) {
    return look(
        region -> {
          region.incidents().darken(known(zone, region));
          Instant until = now().plus(lasting);
          var end = aws.time().at(until, () -> region.incidents().lighten(zone));
          Optional.ofNullable(outages.put(zone, end)).ifPresent(SimulatedTime.Scheduled::cancel);
          return until;
        });
  }

  /**
   * Checks the name of a zone.
   *
   * @throws SandboxException if there is no such zone; the message names those that are
   */
  public void mustBeZone(String zone) {
    look(region -> known(zone, region));
  }

  private static String known(String zone, SimulatedRegion region) {
    List<String> zones =
        region.ec2().service().describeAvailabilityZones().availabilityZones().stream()
            .map(AvailabilityZone::zoneName)
            .toList();
    if (!zones.contains(zone)) {
      throw new SandboxException(
          "'%s' is no zone of %s: %s.".formatted(zone, REGION, String.join(", ", zones)));
    }
    return zone;
  }

  /** Grants a tenth of the request rates for a while. */
  public void throttle(Duration lasting) {
    Instant now = now();
    aws.faults()
        .order(
            FaultRule.of(new Fault.Scarce(THROTTLED_SHARE), CallFilter.every())
                .between(now, now.plus(lasting)));
  }

  /** Lets nobody use SQS for a while. */
  public void denyQueues(Duration lasting) {
    Instant now = now();
    aws.faults()
        .order(
            FaultRule.of(new Fault.Denied(), CallFilter.of("sqs", "*"))
                .between(now, now.plus(lasting)));
  }
}
