package dev.hastack.operator.tracing;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.signal.FleetView;
import dev.hastack.core.signal.Reaction;
import dev.hastack.core.signal.Signal;
import dev.hastack.core.stack.Place;
import dev.hastack.engine.interruption.Interrupted;
import dev.hastack.engine.interruption.InterruptionListener;
import dev.hastack.operator.signal.SignalStation;
import dev.hastack.provider.Fleets;
import dev.hastack.provider.SignalFeed;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One trace for each server that is taken away: it begins with the first message about it and ends
 * when the server has left its target groups. What is done about several servers at once is a child
 * of the first one's and linked to the others'. A message about somebody else's server begins one
 * too, which never ends and so is never sent.
 */
final class DrainSpans {
  /**
   * More than are drained at a time; the oldest goes, and what comes of it is a trace by itself.
   */
  private static final int REMEMBERED = 1_000;

  private final Tracer tracer;
  private final Map<String, Span> byServer =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Span> eldest) {
          return size() > REMEMBERED;
        }
      };

  DrainSpans(Tracer tracer) {
    this.tracer = tracer;
  }

  InterruptionListener around(InterruptionListener listener) {
    return new Heard(listener);
  }

  SignalStation.Connections around(SignalStation.Connections connections) {
    return new SignalStation.Connections() {
      @Override
      public SignalFeed feed(Place place, String region, String queueUrl) {
        return connections.feed(place, region, queueUrl);
      }

      @Override
      public Fleets fleets(Place place, InstantSource clock) {
        return new Traced(connections.fleets(place, clock));
      }
    };
  }

  private synchronized void begin(Signal.OfServer signal) {
    byServer.computeIfAbsent(
        signal.server(),
        server ->
            tracer
                .spanBuilder("drain")
                .setNoParent()
                .setAttribute(TraceAttribute.SERVER.key(), server)
                .setAttribute(TraceAttribute.SIGNAL.key(), signal.getClass().getSimpleName())
                .startSpan());
  }

  private synchronized void end(String stack, Interrupted interrupted) {
    Span span = byServer.get(interrupted.server());
    if (span == null) {
      return;
    }
    int slash = stack.indexOf('/');
    TraceAttribute.NAMESPACE.put(span, stack.substring(0, slash));
    TraceAttribute.NAME.put(span, stack.substring(slash + 1));
    TraceAttribute.CAUSE.put(span, interrupted.cause().name());
    interrupted
        .deregisteredAfter()
        .ifPresent(after -> TraceAttribute.SINCE_NOTICE.put(span, after.toMillis()));
    span.end();
  }

  /** Of those servers for which one was begun. */
  private synchronized List<Span> of(SortedSet<String> servers) {
    return servers.stream()
        .flatMap(server -> Optional.ofNullable(byServer.get(server)).stream())
        .toList();
  }

  private SpanBuilder reaction(Reaction reaction) {
    SortedSet<String> servers =
        switch (reaction) {
          case Reaction.Deregister deregister -> deregister.servers();
          case Reaction.Replace replace -> new TreeSet<>(List.of(replace.server()));
          case Reaction.CompleteHook hook -> new TreeSet<>(List.of(hook.server()));
        };
    List<Span> drains = of(servers);
    SpanBuilder builder =
        tracer
            .spanBuilder(reaction.getClass().getSimpleName())
            .setAttribute(TraceAttribute.SERVERS.key(), servers.size());
    if (drains.isEmpty()) {
      return builder.setNoParent();
    }
    drains.stream().skip(1).forEach(other -> builder.addLink(other.getSpanContext()));
    return builder.setParent(Context.root().with(drains.getFirst()));
  }

  /** What is said, and told on. */
  private final class Heard implements InterruptionListener {
    private final InterruptionListener next;

    Heard(InterruptionListener next) {
      this.next = next;
    }

    @Override
    public void received(Signal signal, Duration age) {
      next.received(signal, age);
      switch (signal) {
        case Signal.InterruptionWarning warning -> begin(warning);
        case Signal.ServerGoing going -> begin(going);
        case Signal.TerminateHook hook -> begin(hook);
        case Signal.RebalanceRecommendation recommendation -> begin(recommendation);
        case Signal.Maintenance later -> {}
        case Signal.LaunchFailed failed -> {}
      }
    }

    @Override
    public void dropped(Dropped why) {
      next.dropped(why);
    }

    @Override
    public void deregistered(String stack, Interrupted interrupted) {
      next.deregistered(stack, interrupted);
      end(stack, interrupted);
    }

    @Override
    public void replaced(String stack, Interrupted interrupted) {
      next.replaced(stack, interrupted);
    }

    @Override
    public void concerned(String stack) {
      next.concerned(stack);
    }

    @Override
    public void failed(Failure failure) {
      next.failed(failure);
    }
  }

  /** What is done. */
  private final class Traced implements Fleets {
    private final Fleets fleets;

    Traced(Fleets fleets) {
      this.fleets = fleets;
    }

    @Override
    public Read<List<Membership>> memberships() {
      return fleets.memberships();
    }

    @Override
    public Read<Map<String, String>> groupsOf(Collection<String> servers) {
      return fleets.groupsOf(servers);
    }

    @Override
    public Read<FleetView> view(String stack, Collection<String> groups) {
      return fleets.view(stack, groups);
    }

    @Override
    public Read<List<Signal.OfServer>> marked() {
      return fleets.marked();
    }

    @Override
    public Outcome react(Reaction reaction) {
      return SpannedWork.during(
          reaction(reaction), () -> fleets.react(reaction), TraceAttribute::tell);
    }
  }
}
