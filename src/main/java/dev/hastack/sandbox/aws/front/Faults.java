package dev.hastack.sandbox.aws.front;

import dev.hastack.sandbox.aws.world.Chance;
import dev.hastack.sandbox.aws.world.SimulatedTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What goes wrong, as somebody ordered it. Rules are tried in the order in which they came. */
public final class Faults {

  /** A rule that is in force until it is lifted. */
  public final class Ordered {
    private final FaultRule rule;
    private final SplittableRandom random;
    private int matched;
    private int fired;

    private Ordered(FaultRule rule, SplittableRandom random) {
      this.rule = rule;
      this.random = random;
    }

    /** How many calls it has made go wrong. */
    public int fired() {
      return time.exclusively(() -> fired);
    }

    /** Ends it; nothing if it has ended. */
    public void lift() {
      time.exclusively(() -> ordered.remove(this));
    }

    private boolean fires(Call call) {
      if (call.time().isBefore(rule.from())
          || !call.time().isBefore(rule.until())
          || !rule.calls().test(call)) {
        return false;
      }
      matched++;
      if (matched <= rule.skipping()
          || fired >= rule.times()
          || random.nextDouble() >= rule.probability()) {
        return false;
      }
      fired++;
      return true;
    }
  }

  private final SimulatedTime time;
  private final Chance chance;
  private final List<Ordered> ordered = new ArrayList<>();
  private int orders;
  private int fired;

  Faults(SimulatedTime time, Chance chance) {
    this.time = time;
    this.chance = chance;
  }

  /** Has calls go wrong from now on. */
  public Ordered order(FaultRule rule) {
    return time.exclusively(
        () -> {
          var order = new Ordered(rule, chance.of("fault " + orders++));
          ordered.add(order);
          return order;
        });
  }

  /** Ends every rule. */
  public void liftAll() {
    time.exclusively(() -> ordered.removeIf(any -> true));
  }

  /** How many calls have gone wrong, by whichever rule, those that have ended included. */
  public int fired() {
    return time.exclusively(() -> fired);
  }

  /** What befalls this call. */
  Interference on(Call call) {
    List<Fault> befallen = new ArrayList<>();
    for (Ordered each : ordered) {
      if (each.fires(call)) {
        befallen.add(each.rule.fault());
        if (each.rule.fault().settles()) {
          break;
        }
      }
    }
    fired += befallen.isEmpty() ? 0 : 1;
    return new Interference(befallen);
  }
}
