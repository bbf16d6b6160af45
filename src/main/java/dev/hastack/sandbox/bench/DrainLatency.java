package dev.hastack.sandbox.bench;

import dev.hastack.sandbox.aws.EmbeddedAws;
import dev.hastack.sandbox.aws.front.SimulationOptions;
import dev.hastack.sandbox.aws.sqs.SqsOptions;
import dev.hastack.sandbox.farm.Farm;
import dev.hastack.sandbox.farm.Fleet;
import dev.hastack.sandbox.farm.Stage;
import dev.hastack.sandbox.operator.Hastack;
import dev.hastack.sandbox.report.Progress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * How long a server whose warning is in the queue waits for its {@code DeregisterTargets}. The
 * account answers at once and as often as it is asked, so that what is left is the operator's own.
 */
final class DrainLatency implements Part {
  private static final long SEED = 1;
  private static final Duration GOAL = Duration.ofMillis(250);
  private static final Duration LONGEST = Duration.ofMinutes(2);
  private static final Stream WARM_UP = new Stream(5, 10);
  private static final Duration BOOT = Duration.ofSeconds(5);

  /** What each group keeps: the last that serves would stay. */
  private static final int SPARED = 2;

  private final Farm.Size size;
  private final List<Stream> streams;

  /** Warnings that come at a steady rate. */
  record Stream(int perSecond, int messages) {}

  /**
   * @param streams one after the other, each of servers that no other is about
   */
  DrainLatency(Farm.Size size, List<Stream> streams) {
    this.size = size;
    this.streams = List.copyOf(streams);
  }

  /** As it is kept. */
  static DrainLatency kept() {
    return new DrainLatency(
        new Farm.Size(100, 60, 0, 0),
        List.of(
            new Stream(1, 40),
            new Stream(10, 300),
            new Stream(100, 1_000),
            new Stream(1_000, 4_000)));
  }

  @Override
  public String name() {
    return "latency";
  }

  @Override
  public String title() {
    return "From a warning in the queue to DeregisterTargets";
  }

  @Override
  public Duration usual() {
    return Duration.ofMinutes(5);
  }

  @Override
  public String measure(Hastack hastack, Progress progress) {
    return Stage.with(hastack, progress, stage -> measure(stage, progress));
  }

  String measure(Stage stage, Progress progress) {
    try (EmbeddedAws aws = EmbeddedAws.start(SimulationOptions.calm(SEED), size.room(BOOT));
        Farm farm = Farm.grow(stage, aws, size, progress)) {
      aws.change(region -> region.signalIncidents().unreliableQueues(SqsOptions.orderly()));
      var doomed = new ArrayList<>(Fleet.of(aws).inTurn(SPARED));
      Percentiles first = waits(farm, WARM_UP, take(doomed, WARM_UP.messages()));
      var rows = new ArrayList<String>();
      for (Stream stream : streams) {
        List<String> servers = take(doomed, stream.messages());
        rows.add(
            progress.during(
                "Warn of %d servers, %d a second".formatted(servers.size(), stream.perSecond()),
                "",
                () -> row(stream, waits(farm, stream, servers))));
      }
      return told(first.max(), rows);
    }
  }

  private static List<String> take(List<String> doomed, int count) {
    List<String> taken = List.copyOf(doomed.subList(0, count));
    doomed.subList(0, count).clear();
    return taken;
  }

  private String told(Duration first, List<String> rows) {
    return """
    %d stacks of %d servers. The account answers at once and lets in every call, so that what is left is
    the operator's own time and two processes' HTTP. The slowest of the first %d warnings that this
    operator ever had, while its code was cold, took %d ms and is not in the table.

    | warnings a second | warnings | p50 | p99 | max | p99 at most 250 ms |
    |--:|--:|--:|--:|--:|---|
    %s
    """
        .formatted(
            size.stacks(),
            size.servers(),
            WARM_UP.messages(),
            first.toMillis(),
            String.join("\n", rows));
  }

  private static Percentiles waits(Farm farm, Stream stream, List<String> servers) {
    EmbeddedAws aws = farm.aws();
    aws.record().forget();
    Instant start = aws.now();
    Map<String, Instant> warned = send(farm, stream, servers);
    farm.await(
        "all have left",
        LONGEST,
        () -> Departures.since(aws.record(), start).of(servers) == servers.size());
    Map<String, Instant> left = Departures.since(aws.record(), start).left();
    return Percentiles.of(
        servers.stream().map(id -> Duration.between(warned.get(id), left.get(id))).toList());
  }

  private static String row(Stream stream, Percentiles waits) {
    return "| %,d | %,d | %d ms | %d ms | %d ms | %s |"
        .formatted(
            stream.perSecond(),
            waits.count(),
            waits.median().toMillis(),
            waits.percentile99().toMillis(),
            waits.max().toMillis(),
            waits.percentile99().compareTo(GOAL) <= 0 ? "reached" : "missed");
  }

  private static Map<String, Instant> send(Farm farm, Stream stream, List<String> servers) {
    String queue = Fleet.of(farm.aws()).queue().orElseThrow();
    var warned = new HashMap<String, Instant>();
    long begin = System.nanoTime();
    for (int number = 0; number < servers.size(); number++) {
      long due = begin + number * Duration.ofSeconds(1).toNanos() / stream.perSecond();
      LockSupport.parkNanos(due - System.nanoTime());
      String server = servers.get(number);
      farm.aws()
          .change(
              region -> {
                Instant now = farm.aws().now();
                region.sqs().put(queue, warning(server, now));
                warned.put(server, now);
              });
    }
    return warned;
  }

  /** EC2 user guide, "Spot Instance interruption notices", in EventBridge's envelope. */
  private static String warning(String server, Instant now) {
    return """
    {"version":"0","id":"12345678-1234-1234-1234-123456789012",\
    "detail-type":"EC2 Spot Instance Interruption Warning","source":"aws.ec2",\
    "account":"111122223333","time":"%s","region":"us-east-1",\
    "resources":["arn:aws:ec2:us-east-1:111122223333:instance/%s"],\
    "detail":{"instance-id":"%s","instance-action":"terminate"}}\
    """
        .formatted(now.truncatedTo(ChronoUnit.SECONDS), server, server);
  }
}
