package dev.hastack.sandbox.aws.ec2;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.LaunchOrder;
import java.util.List;

/**
 * What is left of the pools. Codes and messages are those with which EC2 refuses launches (EC2 API
 * reference, "Error codes for the Amazon EC2 API"; user guide, "Troubleshoot instance launch
 * issues": "Insufficient instance capacity"; "Spot request status": {@code price-too-low} and
 * {@code capacity-not-available}). AWS tells of no sizes of pools: those are of our own making.
 */
final class Capacity {
  private static final String INSUFFICIENT = "InsufficientInstanceCapacity";

  private final Foundation foundation;
  private final Ground ground;
  private final Pools pools;
  private final Servers servers;

  Capacity(Foundation foundation, Ground ground, Pools pools, Servers servers) {
    this.foundation = foundation;
    this.ground = ground;
    this.pools = pools;
    this.servers = servers;
  }

  /** In USD an hour, now. */
  double price(SpotPool pool) {
    return pools.price(pool, foundation.time().now());
  }

  int spareSpot(SpotPool pool) {
    boolean offered =
        ground
            .types
            .find(pool.instanceType())
            .filter(kind -> ground.types.zonesOf(kind).contains(pool.zone()))
            .isPresent();
    return !offered || ground.zones.isDark(pool.zone()) || pools.isDry(pool.zone())
        ? 0
        : Math.max(0, pools.spotCapacity(pool) - servers.countTakers(pool, true));
  }

  private boolean hasOnDemand(SpotPool pool) {
    return !ground.zones.isDark(pool.zone())
        && pools.onDemandCapacity(pool) > servers.countTakers(pool, false);
  }

  /**
   * Whether an order can be met.
   *
   * @throws ApiError as EC2 refuses it
   */
  void mustSuffice(LaunchOrder order) {
    var pool = new SpotPool(order.instanceType(), order.zone());
    if (order.spot()) {
      mustSufficeOnSpot(pool, order);
    } else if (!hasOnDemand(pool)) {
      throw new ApiError(INSUFFICIENT, noOnDemand(pool));
    }
  }

  private void mustSufficeOnSpot(SpotPool pool, LaunchOrder order) {
    double price = price(pool);
    Double most = order.spotMaxPrice();
    if (most != null && most < price) {
      throw new ApiError(
          "SpotMaxPriceTooLow",
          ("Your Spot request price of %s is lower than the minimum required Spot request"
                  + " fulfillment price of %s.")
              .formatted(most, price));
    }
    if (spareSpot(pool) == 0) {
      throw new ApiError(
          INSUFFICIENT, "There is no Spot capacity available that matches your request.");
    }
  }

  private String noOnDemand(SpotPool dry) {
    InstanceKind kind = ground.types.named(dry.instanceType());
    List<String> others =
        ground.types.zonesOf(kind).stream()
            .filter(zone -> hasOnDemand(new SpotPool(dry.instanceType(), zone)))
            .toList();
    String sentence =
        ("We currently do not have sufficient %s capacity in the Availability Zone you requested"
                + " (%s). Our system will be working on provisioning additional capacity.")
            .formatted(dry.instanceType(), dry.zone());
    return others.isEmpty()
        ? sentence
        : sentence
            + (" You can currently get %s capacity by not specifying an Availability Zone in your"
                    + " request or choosing %s.")
                .formatted(dry.instanceType(), String.join(", ", others));
  }
}
