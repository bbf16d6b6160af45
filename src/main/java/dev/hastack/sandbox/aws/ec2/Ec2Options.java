package dev.hastack.sandbox.aws.ec2;

import java.time.Duration;

/**
 * How a region behaves where AWS promises nothing.
 *
 * @param meanBoot from the launch of an instance until its software serves, on average; single
 *     instances take between half and three times as long
 * @param spotStep how often prices and capacities of Spot pools may change
 * @param leastSpotCapacity of a pool, in instances; what it has moves between this and the most
 */
public record Ec2Options(
    Duration meanBoot, Duration spotStep, int leastSpotCapacity, int mostSpotCapacity) {

  /** A minute to boot, and pools that move but are large enough for a sandbox. */
  public static Ec2Options usual() {
    return new Ec2Options(Duration.ofSeconds(60), Duration.ofMinutes(30), 40, 200);
  }

  public Ec2Options withMeanBoot(Duration mean) {
    return new Ec2Options(mean, spotStep, leastSpotCapacity, mostSpotCapacity);
  }

  public Ec2Options withSpotCapacity(int least, int most) {
    return new Ec2Options(meanBoot, spotStep, least, most);
  }
}
