package dev.hastack.operator;

import dev.hastack.api.v1alpha1.ApplySpec;
import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.api.v1alpha1.SpotSpec;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.stack.Place;
import dev.hastack.core.stack.Value;
import dev.hastack.engine.InternalPass;
import dev.hastack.engine.Whereabouts;
import dev.hastack.provider.Located;
import dev.hastack.provider.aws.resource.Queue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that events reach the operator in each account and region in which a stack drains
 * Spot, and that nothing of it stays where none does any more. Acts on the leader alone, and on
 * what it knows: a list of stacks that cannot be had is not an empty one.
 */
final class SignalQueues implements AutoCloseable {
  /** How long it stays after the last stack; begins anew with each term. */
  static final Duration KEPT = Duration.ofMinutes(10);

  /** How soon a place that could not be looked at is tried again. */
  static final Duration PERIOD = Duration.ofSeconds(5);

  /** How soon a new stack, or that this process leads, is noticed. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private static final Logger LOG = Logger.getLogger(SignalQueues.class);
  private static final Comparator<Place> ORDER =
      Comparator.comparing(Place::accountId).thenComparing(Place::region);

  /** AWS, as far as it is needed here; both block on the network. */
  interface Cloud {
    /** Where a stack is to live that no pass has looked at yet. */
    Located locate(HAStack stack);

    /** The queue that the operator's own stack has there already; empty where it is not seen. */
    Optional<SignalQueue> queue(Place place);

    /** One look at the operator's own stack, wanted or to be taken away. */
    InternalPass pass(String cluster, Place place, boolean wanted, Instant now);
  }

  /** What is known of the cluster: its id, and all its stacks. */
  record Known(String cluster, List<HAStack> stacks) {}

  /**
   * A queue to receive from.
   *
   * @param region whose endpoint serves it
   */
  record SignalQueue(String region, String url) {}

  /**
   * How events of a place reach the operator.
   *
   * @param queue the last that was known to be there
   * @param state done, waiting or failed
   */
  record Inlet(Optional<SignalQueue> queue, Outcome state) {}

  /** What is remembered of a place. */
  private static final class Site {
    private Instant due = Instant.MIN;
    private @Nullable Instant unwantedSince;
    private boolean gone;
    private boolean remembered;
    private @Nullable Inlet inlet;

    /** Whoever leads meanwhile may make it, or take it away. */
    private void endTerm() {
      due = Instant.MIN;
      unwantedSince = null;
      gone = false;
      remembered = false;
    }
  }

  private final Cloud cloud;
  private final Supplier<Optional<Known>> known;
  private final BooleanSupplier leading;
  private final Optional<ForeignQueue> foreign;
  private final KnownPlaces places;
  private final Clock clock;
  private final TreeMap<Place, Site> sites = new TreeMap<>(ORDER);
  private final Set<Place> wanted = new TreeSet<>(ORDER);
  private @Nullable String cluster;
  private boolean recalled;
  private Instant recallDue = Instant.MIN;
  private volatile Map<Place, Inlet> inlets = Map.of();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("signal-queues").daemon().factory());

  /**
   * @param known empty while the list of stacks cannot be trusted to be whole
   * @param foreign a queue that somebody else made: then none is made
   * @param places where there may be one to take away
   */
  SignalQueues(
      Cloud cloud,
      Supplier<Optional<Known>> known,
      BooleanSupplier leading,
      Optional<ForeignQueue> foreign,
      KnownPlaces places,
      Clock clock) {
    this.cloud = cloud;
    this.known = known;
    this.leading = leading;
    this.foreign = foreign;
    this.places = places;
    this.clock = clock;
  }

  void start() {
    var unused =
        timer.scheduleWithFixedDelay(this::lookOrSay, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** By account and region, wherever a stack drains Spot, as far as this replica ever led. */
  Map<Place, Inlet> inlets() {
    return inlets;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  /** An exception would end the timer for good. */
  private void lookOrSay() {
    try {
      look();
    } catch (RuntimeException failed) {
      LOG.warn("Could not look after the queues of signals", failed);
    }
  }

  /** Does what is due. */
  void look() {
    if (!leading.getAsBoolean()) {
      // Whoever drains goes on with the queues it knows, which this process may soon keep again.
      sites.values().forEach(Site::endTerm);
      wanted.clear();
      cluster = null;
      recalled = false;
      recallDue = Instant.MIN;
      return;
    }
    if (!recalled && !clock.instant().isBefore(recallDue)) {
      recall();
      publish();
    }
    Optional<Known> now = known.get();
    now.ifPresent(this::learn);
    String served = cluster;
    if (served == null) {
      return;
    }
    for (Map.Entry<Place, Site> entry : sites.entrySet()) {
      lookOrSay(served, entry.getKey(), entry.getValue(), now.isPresent());
    }
    publish();
  }

  /** A place that cannot be looked at keeps nobody from looking at the others. */
  private void lookOrSay(String cluster, Place place, Site site, boolean isKnown) {
    try {
      if (wanted.contains(place) && foreign.isEmpty()) {
        keep(cluster, place, site);
      } else if (isKnown) {
        retire(cluster, place, site);
      }
    } catch (RuntimeException failed) {
      site.due = clock.instant().plus(PERIOD);
      LOG.warnf(failed, "Could not look after the queue of signals place=%s", place);
    }
  }

  private void learn(Known now) {
    cluster = now.cluster();
    wanted.clear();
    for (HAStack stack : now.stacks()) {
      Optional<Place> place = place(stack);
      place.ifPresent(it -> sites.computeIfAbsent(it, any -> new Site()));
      if (drains(stack)) {
        place.ifPresent(wanted::add);
      }
    }
  }

  /**
   * A predecessor may have had no time to take away what it made, or to drain whom it heard of: its
   * queues are received from before the stacks are known.
   */
  private void recall() {
    Optional<Set<Place>> remembered = places.recall();
    remembered.orElse(Set.of()).forEach(this::recall);
    recalled = remembered.isPresent();
    recallDue = clock.instant().plus(PERIOD);
  }

  private void recall(Place place) {
    Site site = sites.computeIfAbsent(place, any -> new Site());
    site.remembered = true;
    if (site.inlet == null && foreign.isEmpty()) {
      site.inlet =
          cloud
              .queue(place)
              .map(queue -> new Inlet(Optional.of(queue), Outcome.done()))
              .orElse(null);
    }
  }

  /** Where a stack lives; before its first pass, where it will. */
  private Optional<Place> place(HAStack stack) {
    return Whereabouts.told(stack).or(() -> drains(stack) ? located(stack) : Optional.empty());
  }

  private Optional<Place> located(HAStack stack) {
    return cloud.locate(stack) instanceof Located.At at
        ? Optional.of(at.place())
        : Optional.empty();
  }

  private static boolean drains(HAStack stack) {
    return SpotSpec.draining(stack).isPresent() && !waitsForItsFirstApproval(stack);
  }

  /** Before a person has approved anything of it, nothing is made for a stack. */
  private static boolean waitsForItsFirstApproval(HAStack stack) {
    return stack.getSpec().apply().policy() == ApplySpec.Policy.OnApproval
        && (stack.getStatus() == null || stack.getStatus().lastChange() == null);
  }

  private void keep(String cluster, Place place, Site site) {
    if (site.unwantedSince != null || site.gone) {
      site.unwantedSince = null;
      site.gone = false;
      site.due = Instant.MIN;
    }
    if (clock.instant().isBefore(site.due)) {
      return;
    }
    // Before anything is made; what cannot be remembered is of use all the same.
    site.remembered = site.remembered || places.remember(place);
    InternalPass pass = pass(cluster, place, site, true);
    // What could not be read may still be there.
    Optional<SignalQueue> before =
        site.inlet != null && pass.whole() instanceof Outcome.Failed
            ? site.inlet.queue()
            : Optional.empty();
    Optional<SignalQueue> queue =
        Optional.ofNullable(pass.outputs().get(Queue.SIGNALS))
            .map(outputs -> outputs.get(Queue.OUTPUT_URL))
            .map(Value::toString)
            .map(url -> new SignalQueue(place.region(), url));
    site.inlet = new Inlet(queue.or(() -> before), pass.whole());
  }

  private void retire(String cluster, Place place, Site site) {
    Instant now = clock.instant();
    if (site.unwantedSince == null) {
      site.unwantedSince = now;
    }
    if (site.gone || now.isBefore(site.unwantedSince.plus(KEPT)) || now.isBefore(site.due)) {
      return;
    }
    site.inlet = null;
    site.gone = pass(cluster, place, site, false).released() && places.forget(place);
    site.remembered = site.remembered && !site.gone;
  }

  private InternalPass pass(String cluster, Place place, Site site, boolean isWanted) {
    InternalPass pass = cloud.pass(cluster, place, isWanted, clock.instant());
    site.due = clock.instant().plus(pass.continuation().after());
    if (!pass.outcomes().isEmpty()) {
      LOG.infof("Applied a plan stack=%s changes=%s", place, pass.plan().counts());
    }
    if (pass.whole() instanceof Outcome.Failed failed
        && (site.inlet == null || !site.inlet.state().equals(failed))) {
      LOG.warnf("Could not see to signals place=%s: %s", place, failed.failure().sentence());
    }
    return pass;
  }

  private void publish() {
    var published = new TreeMap<Place, Inlet>(ORDER);
    sites.forEach(
        (place, site) -> {
          if (site.inlet != null) {
            published.put(place, site.inlet);
          }
        });
    foreign.ifPresent(
        queue ->
            wanted.forEach(
                place ->
                    published.put(place, new Inlet(Optional.of(queue.in(place)), Outcome.done()))));
    inlets = Collections.unmodifiableMap(published);
  }
}
