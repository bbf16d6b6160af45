package dev.hastack.operator.signal;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.signal.Interruption;
import dev.hastack.core.stack.Place;
import dev.hastack.core.stack.StackId;
import dev.hastack.core.status.Interruptions;
import dev.hastack.engine.interruption.Interrupted;
import dev.hastack.engine.interruption.InterruptionDesk;
import dev.hastack.engine.interruption.InterruptionListener;
import dev.hastack.engine.interruption.StackWord;
import dev.hastack.provider.Fleets;
import dev.hastack.provider.SignalFeed;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** A pump and a desk for each account and region that has a queue. */
public final class SignalStation implements AutoCloseable {
  private final Connections connections;
  private final Function<String, StackWord> words;
  private final InterruptionListener listener;
  private final BooleanSupplier mayDrain;
  private final InstantSource clock;
  private final Map<Place, Post> posts = new HashMap<>();

  /** How a place is reached. */
  public interface Connections {

    /** The queue of that URL, which tells of a place and which a region's endpoint serves. */
    SignalFeed feed(Place place, String region, String queueUrl);

    /**
     * The servers of a place.
     *
     * @param clock the cloud's
     */
    Fleets fleets(Place place, InstantSource clock);
  }

  /**
   * A queue to receive from.
   *
   * @param region whose endpoint serves it
   */
  public record Queue(String region, String url) {}

  private record Post(Queue queue, SignalPump pump, InterruptionDesk desk, CloudClock clock) {}

  /**
   * @param words what each stack's spec says, by {@code <namespace>/<name>}
   * @param mayDrain whether this process is not known to be one that others lead
   */
  public SignalStation(
      Connections connections,
      Function<String, StackWord> words,
      InterruptionListener listener,
      BooleanSupplier mayDrain,
      InstantSource clock) {
    this.connections = connections;
    this.words = words;
    this.listener = listener;
    this.mayDrain = mayDrain;
    this.clock = clock;
  }

  /** Opens a post for each queue, and closes those of queues that are no more. */
  public synchronized void serve(Map<Place, Queue> queues) {
    posts
        .entrySet()
        .removeIf(
            entry -> {
              Post post = entry.getValue();
              boolean gone = !post.queue().equals(queues.get(entry.getKey()));
              if (gone) {
                post.pump().close();
              }
              return gone;
            });
    queues.forEach((place, queue) -> posts.computeIfAbsent(place, at -> open(at, queue)));
  }

  private Post open(Place place, Queue queue) {
    SignalFeed feed = connections.feed(place, queue.region(), queue.url());
    var cloudClock = new CloudClock(clock);
    var news = new Semaphore(0);
    var desk =
        new InterruptionDesk(
            feed,
            connections.fleets(place, cloudClock),
            words,
            listener,
            cloudClock,
            news::release);
    var pump = new SignalPump(feed, desk, cloudClock, mayDrain, news);
    pump.start();
    return new Post(queue, pump, desk, cloudClock);
  }

  /** Why the messages of a place do not come, while they do not. */
  public synchronized Optional<Failure> degraded(Place place) {
    return Optional.ofNullable(posts.get(place)).flatMap(post -> post.pump().degraded());
  }

  /**
   * What the status of a stack tells of its servers.
   *
   * @param degraded why AWS is not heard where the stack lives
   */
  public synchronized Interruptions interruptions(StackId stack, Optional<Failure> degraded) {
    String name = stack.qualifiedName();
    return new Interruptions(
        posts.values().stream()
            .mapToInt(post -> post.desk().handling(name, post.clock().instant()))
            .sum(),
        posts.values().stream()
            .flatMap(post -> post.desk().latest(name).stream())
            .map(SignalStation::told)
            .toList(),
        degraded);
  }

  /** When servers of a group were taken away lately. */
  public synchronized List<Instant> recent(String group) {
    return posts.values().stream().flatMap(post -> post.desk().recent(group).stream()).toList();
  }

  /** What time it is in a region by the cloud's clock, as far as anything is heard from there. */
  public synchronized Optional<Instant> now(String region) {
    return posts.entrySet().stream()
        .filter(post -> post.getKey().region().equals(region))
        .map(post -> post.getValue().clock().instant())
        .findFirst();
  }

  private static Interruptions.Interruption told(Interrupted interrupted) {
    return new Interruptions.Interruption(
        interrupted.server(),
        Optional.of(interrupted.type()).filter(type -> !type.isEmpty()),
        Optional.of(interrupted.zone()).filter(zone -> !zone.isEmpty()),
        word(interrupted.cause()),
        interrupted.noticed(),
        interrupted.deregisteredAfter(),
        interrupted.replacementInServiceAfter());
  }

  private static String word(Interruption.Cause cause) {
    return switch (cause) {
      case MAINTENANCE -> "Maintenance";
      case REBALANCE_RECOMMENDATION -> "RebalanceRecommendation";
      case TERMINATING -> "Terminating";
      case CAPACITY_RESERVATION_INTERRUPTION -> "CapacityReservationInterruption";
      case SPOT_INTERRUPTION, GOING -> "SpotInterruption";
    };
  }

  @Override
  public synchronized void close() {
    posts.values().forEach(post -> post.pump().close());
    posts.clear();
  }
}
