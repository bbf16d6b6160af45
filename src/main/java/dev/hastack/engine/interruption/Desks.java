package dev.hastack.engine.interruption;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The stacks of which servers end, the most urgent first. Confined to the lock of the desk. */
final class Desks {
  private final Map<String, Desk> byStack = new HashMap<>();
  private final CallBudget budget;

  Desks(CallBudget budget) {
    this.budget = budget;
  }

  /** The desk of a stack, opened by its first case. */
  Desk open(String stack) {
    return byStack.computeIfAbsent(stack, Desk::new);
  }

  Optional<Desk> find(String stack) {
    return Optional.ofNullable(byStack.get(stack));
  }

  /** A desk without cases is none. */
  void closeIfIdle(Desk desk) {
    if (desk.cases().isEmpty()) {
      byStack.remove(desk.stack);
    }
  }

  /**
   * What is most urgent of what is due and nobody attends to; of stacks that have been read first,
   * since an act is one call, and a view does not stay fresh.
   */
  Optional<Desk> next(Instant now) {
    boolean crowded = isCrowded();
    return byStack.values().stream()
        .filter(desk -> !desk.isAttended() && !desk.due(crowded, now).isAfter(now))
        .min(
            Comparator.comparing((Desk desk) -> !desk.hasNewView(now))
                .thenComparing(desk -> desk.urgency(now))
                .thenComparing(desk -> desk.stack));
  }

  /** When something is due that nobody attends to. */
  Instant due(Instant now) {
    boolean crowded = isCrowded();
    return byStack.values().stream()
        .filter(desk -> !desk.isAttended())
        .map(desk -> desk.due(crowded, now))
        .min(Comparator.naturalOrder())
        .orElse(Instant.MAX);
  }

  /** Whether more stacks wait for their load balancer than it is known to let in at once. */
  private boolean isCrowded() {
    return byStack.size() > budget.stacks()
        && byStack.values().stream().filter(Desk::isWaiting).count() > budget.stacks();
  }

  /** Everything is to be looked at. */
  void allDueBy(Instant now) {
    List.copyOf(byStack.values()).forEach(desk -> desk.dueBy(now));
  }
}
