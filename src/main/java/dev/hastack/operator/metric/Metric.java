package dev.hastack.operator.metric;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Every metric of the operator. Labels come from closed sets, or name an {@code HAStack} or a queue
 * of events, never a server, a tag or an attribute's value: there are never more series than the
 * stacks that a person wrote call for.
 */
public enum Metric {
  LEADER(Kind.GAUGE, "hastack.leader", "", "1 where this replica leads and writes, else 0"),
  STACKS(
      Kind.GAUGE,
      "hastack.stacks",
      "stacks",
      "Stacks by condition, as each replica has them in memory",
      "condition",
      "status"),
  STACK_CONDITION(
      Kind.GAUGE,
      "hastack.stack.condition",
      "",
      "1 for the status that a condition of a stack has; told by the leader",
      "namespace",
      "name",
      "condition",
      "status"),
  STACK_DRIFT_SINCE(
      Kind.GAUGE,
      "hastack.stack.drift.since.timestamp.seconds",
      "seconds since 1970",
      "When the oldest drift that a stack still has was first seen; told by the leader",
      "namespace",
      "name"),
  STACK_SERVERS(
      Kind.GAUGE,
      "hastack.stack.servers",
      "servers",
      "Servers of a stack: desired, in-service, and of these spot, on-demand and outdated; told by"
          + " the leader",
      "namespace",
      "name",
      "state"),
  PASS(Kind.TIMER, "hastack.pass", "seconds", "Passes over a stack that came to an end"),
  PLAN_CHANGES(
      Kind.COUNTER,
      "hastack.plan.changes",
      "changes",
      "Changes of plans that were made on AWS",
      "action",
      "reason"),
  DRIFT_DETECTED(
      Kind.COUNTER,
      "hastack.drift.detected",
      "attributes",
      "Attributes that were found to have drifted; * is a whole resource",
      "kind",
      "attribute"),
  DRIFT_CORRECTED(
      Kind.COUNTER,
      "hastack.drift.corrected",
      "attributes",
      "Attributes that had drifted and were put right; * is a whole resource",
      "kind",
      "attribute"),
  FALLBACK(
      Kind.COUNTER,
      "hastack.fallback.seconds",
      "seconds",
      "For how long On-Demand stood in for Spot, all stacks together"),
  DATABASE_ACU(
      Kind.GAUGE,
      "hastack.database.acu",
      "ACU",
      "Aurora capacity units that a stack's database uses, averaged by member; told by the leader",
      "namespace",
      "name",
      "cluster"),
  AWS_CALLS(
      Kind.COUNTER,
      "hastack.aws.calls",
      "calls",
      "Calls to AWS by what became of them: OK, FENCED (not sent, as another replica leads) or the"
          + " kind of failure",
      "service",
      "operation",
      "outcome"),
  AWS_CALL(
      Kind.TIMER,
      "hastack.aws.call",
      "seconds",
      "How long calls to AWS took, with all their attempts and pauses",
      "service",
      "operation"),
  AWS_THROTTLED(
      Kind.COUNTER,
      "hastack.aws.throttled",
      "attempts",
      "Attempts of calls that AWS throttled, also where a later attempt went through",
      "service",
      "operation"),
  SIGNALS(Kind.COUNTER, "hastack.signals", "signals", "Events of AWS that were received", "kind"),
  SIGNALS_DROPPED(
      Kind.COUNTER,
      "hastack.signals.dropped",
      "signals",
      "Events of AWS that had no effect",
      "reason"),
  SIGNALS_FAILURES(
      Kind.COUNTER,
      "hastack.signals.failures",
      "failures",
      "What could not be read or done for a server that is taken away; it is tried again",
      "kind"),
  SIGNAL_AGE(
      Kind.HISTOGRAM,
      "hastack.signal.age",
      "seconds",
      "Age of events of AWS when they were received"),
  QUEUE_MESSAGES(
      Kind.GAUGE,
      "hastack.signal.queue.messages",
      "messages",
      "Messages that nobody has received yet in a queue of events (signals) or of those that nobody"
          + " could read (dead-letters); told by the leader",
      "account",
      "region",
      "queue"),
  DEREGISTERED(
      Kind.HISTOGRAM,
      "hastack.interruption.deregistered",
      "seconds",
      "From AWS's notice until the server had left its target groups"),
  REPLACED(
      Kind.HISTOGRAM,
      "hastack.interruption.replaced",
      "seconds",
      "From AWS's notice until a replacement was in service");

  /** What kind of thing is measured, in Prometheus' words. */
  public enum Kind {
    COUNTER("_total"),
    GAUGE(""),
    /** A summary: how many and how long together. */
    TIMER("_seconds"),
    HISTOGRAM("_seconds");

    private final String suffix;

    Kind(String suffix) {
      this.suffix = suffix;
    }
  }

  private static final Duration[] BOUNDS = {
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2_500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofSeconds(60),
    Duration.ofSeconds(120),
    Duration.ofSeconds(300)
  };

  private final Kind kind;
  private final String meter;
  private final String unit;
  private final String meaning;

  @SuppressWarnings("ImmutableEnumChecker") // a copy that nobody can change
  private final List<String> labels;

  Metric(Kind kind, String meter, String unit, String meaning, String... labels) {
    this.kind = kind;
    this.meter = meter;
    this.unit = unit;
    this.meaning = meaning;
    this.labels = List.of(labels);
  }

  public Kind kind() {
    return kind;
  }

  /** As Micrometer has it. */
  public String meter() {
    return meter;
  }

  /** As Prometheus reads it: the name of the family. */
  public String family() {
    return meter.replace('.', '_') + kind.suffix;
  }

  /** What is counted or measured; empty where it is a yes or no. */
  public String unit() {
    return unit;
  }

  public String meaning() {
    return meaning;
  }

  /** The names of its labels. */
  public List<String> labels() {
    return labels;
  }

  /** Counts one. */
  public void count(MeterRegistry registry, String... values) {
    counter(registry, values).increment();
  }

  /** The series with these labels, made if it is the first. */
  public Counter counter(MeterRegistry registry, String... values) {
    require(kind == Kind.COUNTER);
    return Counter.builder(meter).description(meaning).tags(tags(values)).register(registry);
  }

  /** The series with these labels, made if it is the first. */
  public Timer timer(MeterRegistry registry, String... values) {
    require(kind == Kind.TIMER || kind == Kind.HISTOGRAM);
    Timer.Builder timer = Timer.builder(meter).description(meaning).tags(tags(values));
    return (kind == Kind.HISTOGRAM ? timer.serviceLevelObjectives(BOUNDS) : timer)
        .register(registry);
  }

  /** Asks whenever it is read. */
  public <T> void gauge(MeterRegistry registry, T of, ToDoubleFunction<T> value, String... values) {
    require(kind == Kind.GAUGE);
    Gauge.builder(meter, of, value)
        .description(meaning)
        .tags(tags(values))
        .strongReference(true)
        .register(registry);
  }

  /** Rows of which each measurement replaces all; see {@link #row}. */
  public MultiGauge rows(MeterRegistry registry) {
    require(kind == Kind.GAUGE);
    return MultiGauge.builder(meter).description(meaning).register(registry);
  }

  /** One row of {@link #rows}. */
  public MultiGauge.Row<?> row(double value, String... values) {
    return MultiGauge.Row.of(tags(values), value);
  }

  private Tags tags(String... values) {
    require(values.length == labels.size());
    var keyed = new ArrayList<String>();
    for (int label = 0; label < values.length; label++) {
      keyed.add(labels.get(label));
      keyed.add(values[label]);
    }
    return Tags.of(keyed.toArray(String[]::new));
  }

  private void require(boolean isAsDeclared) {
    if (!isAsDeclared) {
      throw new IllegalArgumentException(
          "%s is a %s with the labels %s".formatted(this, kind, labels));
    }
  }
}
