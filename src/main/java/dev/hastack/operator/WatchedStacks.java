package dev.hastack.operator;

import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.api.v1alpha1.HAStackStatus;
import dev.hastack.api.v1alpha1.SpotSpec;
import dev.hastack.core.status.ConditionType;
import dev.hastack.engine.interruption.StackWord;
import dev.hastack.operator.metric.Metric;
import io.javaoperatorsdk.operator.api.reconciler.IndexedResourceCache;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The stacks in the informer's memory: all of them, and counted by condition for Prometheus. */
final class WatchedStacks {

  private volatile @Nullable IndexedResourceCache<HAStack> cache;
  private volatile BooleanSupplier whole = () -> false;
  private final Map<String, StackWord> words = new ConcurrentHashMap<>();

  /** From now on somebody knows whether the stacks in memory are all there are. */
  void wholeWhen(BooleanSupplier known) {
    whole = known;
  }

  void use(IndexedResourceCache<HAStack> filled) {
    cache = filled;
  }

  /** As they were last seen, with their status; none before the informer is filled. */
  List<HAStack> all() {
    IndexedResourceCache<HAStack> filled = cache;
    return filled == null ? List.of() : filled.list().toList();
  }

  /** The same; empty while it is not known whether these are all there are. */
  Optional<List<HAStack>> whole() {
    return whole.getAsBoolean() ? Optional.of(all()) : Optional.empty();
  }

  /** One of them, by {@code <namespace>/<name>}. */
  Optional<HAStack> find(String qualifiedName) {
    IndexedResourceCache<HAStack> filled = cache;
    String[] parts = qualifiedName.split("/", -1);
    return filled == null || parts.length != 2
        ? Optional.empty()
        : filled.get(new ResourceID(parts[1], parts[0]));
  }

  /**
   * What one says of servers that are taken away. One that is no more, or has no such section, says
   * that they are left alone; a pause says nothing, since draining protects and changes nothing.
   */
  StackWord word(String qualifiedName) {
    if (!whole.getAsBoolean()) {
      // A cache that is being filled anew lacks stacks that there are.
      return words.getOrDefault(qualifiedName, new StackWord.Unknown());
    }
    StackWord word = wordOf(find(qualifiedName));
    words.put(qualifiedName, word);
    return word;
  }

  private static StackWord wordOf(Optional<HAStack> stack) {
    return stack
        .flatMap(SpotSpec::draining)
        .<StackWord>map(spot -> new StackWord.Drains(spot.minHealthyPercentageWhileDraining()))
        .orElseGet(StackWord.Ignores::new);
  }

  void register(MeterRegistry registry) {
    for (ConditionType condition : ConditionType.values()) {
      for (Condition.Status status : Condition.Status.values()) {
        Metric.STACKS.gauge(
            registry,
            this,
            stacks -> stacks.count(condition.name(), status),
            condition.name(),
            status.name());
      }
    }
  }

  private double count(String type, Condition.Status status) {
    IndexedResourceCache<HAStack> filled = cache;
    return filled == null
        ? 0
        : filled
            .list(
                stack ->
                    conditions(stack.getStatus())
                        .anyMatch(
                            condition ->
                                condition.type().equals(type) && condition.status() == status))
            .count();
  }

  private static Stream<Condition> conditions(@Nullable HAStackStatus status) {
    return status == null
        ? Stream.empty()
        : Objects.requireNonNullElse(status.conditions(), List.<Condition>of()).stream();
  }
}
