package dev.hastack.reliability;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.signal.Signal;
import dev.hastack.engine.interruption.Interrupted;
import dev.hastack.engine.interruption.InterruptionDesk;
import dev.hastack.engine.interruption.InterruptionListener;
import dev.hastack.engine.interruption.StackWord;
import dev.hastack.provider.Fleets;
import dev.hastack.provider.SignalFeed;
import dev.hastack.provider.SignalFeed.Received;
import dev.hastack.provider.aws.signal.SqsFeed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The desk of interruptions in virtual time: it receives and works whenever it is let. */
final class Drains implements InterruptionListener {
  private static final Duration STEP = Duration.ofMillis(500);
  private static final Duration RESYNC = Duration.ofMinutes(2);

  private final VirtualCluster cluster;
  private final String queueUrl;
  private final SignalFeed feed;
  private final InterruptionDesk desk;
  private final List<String> told = new ArrayList<>();
  private final Map<Dropped, Integer> dropped = new TreeMap<>();
  private final List<Failure> failures = new ArrayList<>();
  private Instant resync = Instant.MIN;

  Drains(VirtualCluster cluster, SqsClient sqs, String queueUrl, Fleets fleets, StackWord word) {
    this.cluster = cluster;
    this.queueUrl = queueUrl;
    this.feed = new SqsFeed(() -> sqs, queueUrl);
    this.desk = new InterruptionDesk(feed, fleets, stack -> word, this, cluster::now, () -> {});
  }

  /** Lets time pass, with passes of the engine and the desk at work. */
  void runFor(Duration duration) {
    runFor(duration, STEP);
  }

  /** The same, where the desk looks less often or more. */
  void runFor(Duration duration, Duration every) {
    for (Instant end = cluster.now().plus(duration); cluster.now().isBefore(end); ) {
      step();
      cluster.runFor(every);
    }
  }

  private void step() {
    if (!cluster.now().isBefore(resync)) {
      desk.resync(cluster.now());
      resync = cluster.now().plus(RESYNC);
    }
    for (int most = 0; most < 100; most++) {
      if (!(feed.receive(Duration.ZERO) instanceof Received.Messages messages)
          || messages.messages().isEmpty()) {
        break;
      }
      desk.take(messages.messages(), cluster.now());
    }
    while (desk.work(cluster.now()).isEmpty() || desk.delete()) {
      // Until nothing is due.
    }
    feed.keep(desk.inHand(), Duration.ofSeconds(30));
  }

  InterruptionDesk desk() {
    return desk;
  }

  /** What was done, a line each. */
  List<String> told() {
    return told;
  }

  /** How many messages had no effect for that reason. */
  int without(Dropped why) {
    return dropped.getOrDefault(why, 0);
  }

  /** The name of the queue. */
  String queue() {
    return queueUrl.substring(queueUrl.lastIndexOf('/') + 1);
  }

  /** Looks for what no message told of. */
  void resync() {
    desk.resync(cluster.now());
  }

  /** What a process does that ends between taking messages and doing anything about them. */
  void receiveAndDie() {
    if (feed.receive(Duration.ZERO) instanceof Received.Messages messages) {
      desk.take(messages.messages(), cluster.now());
    }
  }

  List<Failure> failures() {
    return failures;
  }

  @Override
  public void received(Signal signal, Duration age) {}

  @Override
  public void dropped(Dropped why) {
    dropped.merge(why, 1, Integer::sum);
  }

  @Override
  public void deregistered(String stack, Interrupted interrupted) {
    told.add("%s left after %s".formatted(interrupted.server(), interrupted.deregisteredAfter()));
  }

  @Override
  public void replaced(String stack, Interrupted interrupted) {
    told.add(
        "%s replaced after %s"
            .formatted(interrupted.server(), interrupted.replacementInServiceAfter()));
  }

  @Override
  public void failed(Failure failure) {
    failures.add(failure);
  }
}
