package dev.hastack.sandbox.aws.rds;

import dev.hastack.sandbox.aws.world.Chance;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * How long things take. AWS documents next to none of it: a failover "typically within 30 seconds"
 * and a resume of "approximately 15 seconds" are ("High availability for Amazon Aurora" and
 * "Scaling to zero ACUs with automatic pause and resume", Aurora user guide); the others are of the
 * order seen in practice.
 */
public record RdsOptions(
    Time clusterCreation,
    Time instanceCreation,
    Time modification,
    Time snapshot,
    Time failover,
    Time reboot,
    Time upgrade,
    Time deletion,
    Time stopOrStart) {

  /** Somewhere between two, evenly. */
  public record Time(Duration least, Duration most) {

    static Time seconds(int least, int most) {
      return new Time(Duration.ofSeconds(least), Duration.ofSeconds(most));
    }

    Duration drawn(SplittableRandom random) {
      return Chance.between(random, least, most);
    }
  }

  /** As in AWS. */
  public static RdsOptions usual() {
    return new RdsOptions(
        Time.seconds(40, 80),
        Time.seconds(300, 480),
        Time.seconds(10, 45),
        Time.seconds(60, 240),
        Time.seconds(20, 40),
        Time.seconds(20, 60),
        Time.seconds(300, 900),
        Time.seconds(60, 240),
        Time.seconds(180, 480));
  }

  /** The same for all; zero has things happen as soon as time moves. */
  public static RdsOptions each(Duration time) {
    Time all = new Time(time, time);
    return new RdsOptions(all, all, all, all, all, all, all, all, all);
  }
}
