package dev.hastack.core.signal;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Lets On-Demand stand in where Spot cannot be had: decides which share of a group is to be
 * On-Demand now. A group's own share never yields to what Spot lacks (Auto Scaling user guide, Auto
 * Scaling groups with multiple instance types and purchase options: there is no way from Spot to
 * On-Demand), and a raised one makes the group replace Spot servers that run. So the share rises
 * only by what is missing, and goes back in steps, each of which waits.
 *
 * <p>Pure, and remembers nothing itself: what it must know the next time is a {@link Memory} in the
 * decision, to be kept where it outlives the process.
 */
public final class OnDemandFallback {
  /** Interruptions within this time are one storm. */
  private static final Duration STORM = Duration.ofMinutes(5);

  /** A group that has not tried again for so long is not short of anything. */
  private static final Duration FRESH = Duration.ofMinutes(15);

  /** Fewer servers than these at once are no storm. */
  private static final int LEAST_STORM = 2;

  /** Of a fleet: a storm takes at least this part, a step back gives at most this part. */
  private static final int QUARTERS = 4;

  private static final String FAILING = "launches fail";

  /**
   * What a person wrote.
   *
   * @param after how long servers must be missing before On-Demand stands in
   * @param percentage largest On-Demand share above the base, 0 to 100
   * @param holdFor how long each step waits, and how long nothing must have gone wrong before a
   *     step back
   */
  public record Settings(Duration after, int percentage, Duration holdFor) {

    /** Nothing was written, or not any more: what stands in goes, and nothing comes. */
    public static final Settings NONE = new Settings(Duration.ZERO, 0, Duration.ofMinutes(5));
  }

  /**
   * What is observed of a group.
   *
   * @param ownShare the On-Demand share above the base that its stack wants, 0 to 100
   * @param spot Spot servers that serve or are on their way there
   * @param moving servers that are pending or terminating
   */
  public record Group(
      int desired, int onDemandBase, int ownShare, int inService, int spot, int moving) {

    OnDemandShare shares() {
      return new OnDemandShare(Math.max(0, desired - onDemandBase));
    }

    boolean isWhole() {
      return inService >= desired;
    }
  }

  /**
   * What went wrong lately.
   *
   * @param failing launches that fail, none having succeeded since
   * @param lastCapacityFailure when a launch last failed for want of capacity, even if others have
   *     succeeded since
   * @param interruptions when servers were last taken back, in no order; a hint, may be empty
   */
  public record Trouble(
      Optional<Failing> failing,
      Optional<Instant> lastCapacityFailure,
      List<Instant> interruptions) {
    public static final Trouble NONE = new Trouble(Optional.empty(), Optional.empty(), List.of());

    public Trouble {
      interruptions = List.copyOf(interruptions);
    }

    private Optional<Instant> last() {
      return Stream.concat(lastCapacityFailure.stream(), interruptions.stream())
          .max(Comparator.naturalOrder());
    }
  }

  /**
   * A run of launches that failed for reasons that other servers need not have.
   *
   * @param since the first of them
   * @param last the latest
   */
  public record Failing(Instant since, Instant last) {}

  /**
   * What is to be wanted now.
   *
   * @param share On-Demand share above the base, 0 to 100
   * @param memory to be kept for the next time; empty where On-Demand does not stand in
   * @param why in words, the same for as long as nothing changes
   */
  public record Decision(int share, Optional<Memory> memory, String why) {}

  private final Settings settings;
  private final Group group;
  private final Trouble trouble;
  private final Instant now;

  private OnDemandFallback(Settings settings, Group group, Trouble trouble, Instant now) {
    this.settings = settings;
    this.group = group;
    this.trouble = trouble;
    this.now = now;
  }

  /**
   * Decides what a group is to want now.
   *
   * @param memory of the last decision; empty where On-Demand does not stand in
   */
  public static Decision decide(
      Settings settings, Group group, Trouble trouble, Optional<Memory> memory, Instant now) {
    var fallback = new OnDemandFallback(settings, group, trouble, now);
    return memory.map(each -> each.notAfter(now)).map(fallback::goOn).orElseGet(fallback::begin);
  }

  private Decision begin() {
    Optional<String> cause = reason();
    int share = standIn();
    return cause.isPresent() && share > group.ownShare()
        ? new Decision(share, Optional.of(new Memory(share, now, now)), cause.get())
        : over();
  }

  private Decision goOn(Memory memory) {
    Optional<String> cause = isFailing(memory) ? Optional.of(FAILING) : storm();
    int more = cause.isPresent() ? standIn() : 0;
    if (Math.max(memory.share(), more) <= group.ownShare()) {
      return over();
    }
    if (memory.share() > largest()) {
      return retreat(memory);
    }
    if (cause.isPresent()) {
      return more > memory.share() ? step(memory, more, cause.get()) : keep(memory, cause.get());
    }
    Instant calm = trouble.last().filter(memory.stepped()::isBefore).orElse(memory.stepped());
    boolean mayStep = group.isWhole() && group.moving() == 0;
    if (!mayStep || now.isBefore(calm.plus(settings.holdFor()))) {
      return keep(
          memory,
          "goes back in steps, each after %d s in which nothing failed"
              .formatted(settings.holdFor().toSeconds()));
    }
    return down(memory, group.ownShare(), "nothing failed lately");
  }

  /**
   * Somebody wrote meanwhile that less may stand in, or nothing. What fails does not keep the share
   * up then, and what is missing does not either; but all at once is never given up.
   */
  private Decision retreat(Memory memory) {
    boolean mayStep =
        group.moving() == 0 && !now.isBefore(memory.stepped().plus(settings.holdFor()));
    String why =
        "more than %d %% is not wanted any more, and goes back in steps, each after %d s"
            .formatted(largest(), settings.holdFor().toSeconds());
    return mayStep ? down(memory, largest(), why) : keep(memory, why);
  }

  private Decision down(Memory memory, int least, String why) {
    int quarter = Math.max(1, group.desired() / QUARTERS);
    int less = Math.max(least, group.shares().lower(memory.share(), quarter));
    return less <= group.ownShare() ? over() : step(memory, less, why);
  }

  private int largest() {
    return Math.max(settings.percentage(), group.ownShare());
  }

  private Decision over() {
    return new Decision(group.ownShare(), Optional.empty(), "Spot can be had");
  }

  private static Decision keep(Memory memory, String why) {
    return new Decision(memory.share(), Optional.of(memory), why);
  }

  private Decision step(Memory memory, int share, String why) {
    return new Decision(share, Optional.of(memory.at(share, now)), why);
  }

  /** The share that replaces no Spot server, and leaves no other place empty. */
  private int standIn() {
    int share = group.shares().without(group.spot());
    return Math.max(group.ownShare(), Math.min(settings.percentage(), share));
  }

  /** Why On-Demand should begin to stand in. */
  private Optional<String> reason() {
    if (fresh().map(Failing::since).filter(this::isLongAgo).isPresent()) {
      return Optional.of(FAILING);
    }
    boolean missed =
        !group.isWhole() && taken(STORM.plus(settings.after())).anyMatch(this::isLongAgo);
    return missed ? Optional.of("Spot servers were taken back and are missing") : storm();
  }

  /** What failed before the last step is what that step was for. */
  private boolean isFailing(Memory memory) {
    return fresh().map(Failing::last).filter(memory.stepped()::isBefore).isPresent();
  }

  private Optional<Failing> fresh() {
    return trouble.failing().filter(failing -> failing.last().isAfter(now.minus(FRESH)));
  }

  private Optional<String> storm() {
    return taken(STORM).count() >= Math.max(LEAST_STORM, Math.ceilDiv(group.desired(), QUARTERS))
        ? Optional.of("many Spot servers are taken back at once")
        : Optional.empty();
  }

  private Stream<Instant> taken(Duration within) {
    return trouble.interruptions().stream().filter(each -> each.isAfter(now.minus(within)));
  }

  private boolean isLongAgo(Instant time) {
    return !now.isBefore(time.plus(settings.after()));
  }
}
