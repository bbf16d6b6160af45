package dev.hastack.sandbox.aws.front;

import dev.hastack.sandbox.aws.wire.Backend;
import dev.hastack.sandbox.aws.world.Chance;
import dev.hastack.sandbox.aws.world.SimulatedTime;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A whole AWS: accounts, their regions, and the way in. Give somebody an access key, put the wire
 * before the {@link #backend}, and call.
 *
 * @param <R> what a region is made of
 */
public final class SimulatedAws<R extends RegionalServices> implements AutoCloseable {
  private static final int REMEMBERED = 100_000;

  private final Clockwork clockwork;
  private final AccessKeys keys;
  private final Roles roles;
  private final Faults faults;
  private final UsedRights usedRights;
  private final CallRecord record;
  private final Regions<R> regions;
  private final FrontDoor door;

  private SimulatedAws(
      SimulationOptions options,
      RegionalServices.Builder<R> builder,
      Clockwork clockwork,
      CallRecord record) {
    var chance = new Chance(options.seed());
    var streams = new Streams(chance);
    var time = clockwork.time();
    this.clockwork = clockwork;
    this.record = record;
    this.keys = new AccessKeys(time);
    this.roles = new Roles(time);
    this.faults = new Faults(time, chance);
    this.usedRights = new UsedRights(time);
    var permissions = new Permissions(usedRights, streams);
    var sessions = new RoleSessions(keys, streams);
    this.regions =
        new Regions<>(
            time,
            chance,
            foundation -> builder.build(foundation, record),
            account -> new CallInHand(account, time, permissions),
            call -> new Sts(call, time, roles, sessions));
    this.door =
        new FrontDoor(
            new Timing(clockwork, options, streams),
            new Admission(keys, permissions),
            faults,
            regions,
            record);
  }

  /**
   * One whose clock moves only when a call takes time or somebody lets time pass.
   *
   * @param builder makes a region of an account when it is first asked for
   */
  public static <R extends RegionalServices> SimulatedAws<R> inVirtualTime(
      SimulationOptions options, RegionalServices.Builder<R> builder) {
    var time = new SimulatedTime(options.start());
    return new SimulatedAws<>(
        options, builder, new VirtualTime(time), new CallRecord(time, REMEMBERED));
  }

  /**
   * One whose clock follows the wall clock, on a thread of its own.
   *
   * @param speed simulated seconds in each real one
   */
  public static <R extends RegionalServices> SimulatedAws<R> inRealTime(
      SimulationOptions options, double speed, RegionalServices.Builder<R> builder) {
    var time = new SimulatedTime(options.start());
    var record = new CallRecord(time, REMEMBERED);
    var clock =
        new RealTime(
            time,
            System::nanoTime,
            speed,
            failure -> record.note(time.now(), "simulation", failure.toString()));
    return new SimulatedAws<>(options, builder, clock, record);
  }

  /** Answers every call; belongs behind the wire. */
  public Backend backend() {
    return door;
  }

  public SimulatedTime time() {
    return clockwork.time();
  }

  /** Brings a clock that follows the wall clock up to date, which it else is within a moment. */
  public void catchUp() {
    clockwork.catchUp();
  }

  /**
   * Lets time pass at another speed from now on, where it follows the wall clock.
   *
   * @param speed simulated seconds in each real one
   */
  public void runAt(double speed) {
    clockwork.runAt(speed);
  }

  /** Waits in simulated time: for retry strategies, whose pauses belong to this world. */
  public Consumer<Duration> pauses() {
    return clockwork::pause;
  }

  /** Who has which access key. */
  public AccessKeys keys() {
    return keys;
  }

  /** The roles that can be assumed. */
  public Roles roles() {
    return roles;
  }

  /** What goes wrong. */
  public Faults faults() {
    return faults;
  }

  /** What was called, and what else happened. */
  public CallRecord record() {
    return record;
  }

  /** What an IAM policy of the callers must allow. */
  public UsedRights usedRights() {
    return usedRights;
  }

  /** A region of an account, as the world itself sees it. */
  public R region(String accountId, String region) {
    return time().exclusively(() -> regions.in(accountId, region).services());
  }

  /** Stops the clock. */
  @Override
  public void close() {
    clockwork.close();
  }
}
