package dev.hastack.sandbox.aws.traffic;

import dev.hastack.sandbox.aws.world.Instance;
import dev.hastack.sandbox.aws.world.InstanceState;
import dev.hastack.sandbox.aws.world.Instances;
import dev.hastack.sandbox.aws.world.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A server: works on some requests at once, lets some wait in a queue, and takes no more. Dies with
 * its instance, at once: that software may end its work while the system shuts down is left out.
 */
final class Server {
  /** "The load balancer failed to establish a connection ... before the timeout expired (10 s)". */
  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /** Hears how requests end. */
  interface Ends {
    void end(Request request, Outcome outcome, Duration latency);

    /** How long an answer may take. */
    Duration idleTimeout();
  }

  private final SimulatedTime time;
  private final Instances instances;
  private final String instanceId;
  private final Servers capacity;
  private final Ends ends;
  private final Set<Request> working = new LinkedHashSet<>();
  private final Deque<Request> waiting = new ArrayDeque<>();

  Server(SimulatedTime time, Instances instances, String instanceId, Servers capacity, Ends ends) {
    this.time = time;
    this.instances = instances;
    this.instanceId = instanceId;
    this.capacity = capacity;
    this.ends = ends;
  }

  int inFlight() {
    return working.size() + waiting.size();
  }

  /**
   * Takes a request, or not.
   *
   * @return whether the server is there
   */
  boolean take(Request request, Instant now) {
    if (!answers(request)) {
      turnAway(request, now);
      return false;
    }
    if (working.size() < capacity.concurrency()) {
      work(request);
    } else if (waiting.size() < capacity.backlog()) {
      waiting.addLast(request);
    } else {
      // A full queue lets the connection wait, unaccepted.
      giveUp(request);
    }
    return true;
  }

  private boolean answers(Request request) {
    return instances.serves(instanceId, request.target().registered().target().port());
  }

  /** A system without its software refuses; one that is not there, or is cut off, is silent. */
  private void turnAway(Request request, Instant now) {
    Optional<Instance> instance = instances.find(instanceId);
    boolean silent =
        instance.isEmpty()
            || instance.get().state() == InstanceState.TERMINATED
            || (instance.get().state() == InstanceState.RUNNING
                && !now.isBefore(instance.get().servesFrom()));
    if (silent) {
      giveUp(request);
    } else {
      ends.end(request, Outcome.REFUSED, Duration.ZERO);
    }
  }

  private void giveUp(Request request) {
    time.after(CONNECT_TIMEOUT, () -> ends.end(request, Outcome.TIMED_OUT, CONNECT_TIMEOUT));
  }

  private void work(Request request) {
    working.add(request);
    time.after(request.service(), () -> done(request));
  }

  private void done(Request request) {
    if (!working.remove(request)) {
      return;
    }
    Instant now = time.now();
    Duration latency = Duration.between(request.arrival(), now);
    boolean late = latency.compareTo(ends.idleTimeout()) > 0;
    if (late || !answers(request)) {
      ends.end(request, Outcome.TIMED_OUT, ends.idleTimeout());
    } else {
      ends.end(request, Outcome.SERVED, latency);
    }
    next(now);
  }

  /** Those that waited too long are no longer wanted by anybody. */
  private void next(Instant now) {
    while (!waiting.isEmpty() && working.size() < capacity.concurrency()) {
      Request request = waiting.removeFirst();
      if (request.arrival().plus(ends.idleTimeout()).isBefore(now)) {
        ends.end(request, Outcome.TIMED_OUT, ends.idleTimeout());
      } else {
        work(request);
      }
    }
  }

  /** The connections of some requests are cut. */
  void cut(Predicate<Request> which) {
    Instant now = time.now();
    List<Request> all = new ArrayList<>(working);
    all.addAll(waiting);
    for (Request request : all) {
      if (which.test(request)) {
        working.remove(request);
        waiting.remove(request);
        ends.end(request, Outcome.CUT, Duration.between(request.arrival(), now));
      }
    }
    next(now);
  }
}
