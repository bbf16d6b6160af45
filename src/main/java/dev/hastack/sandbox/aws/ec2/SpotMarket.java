package dev.hastack.sandbox.aws.ec2;

import dev.hastack.sandbox.aws.world.Chance;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Instance;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What Spot gives and takes, and the hand of whoever directs the play.
 *
 * <p>A pool that has less than is taken of it, or a price above what an instance may cost, takes
 * instances back: often after a rebalance recommendation, always two minutes after AWS decided to,
 * which the notice tells ("Spot Instance interruption notices" and "EC2 instance rebalance
 * recommendations", EC2 user guide). Notices are best effort; how often they are late or missing is
 * not documented. Which instances go and how long a recommendation precedes the notice is not
 * either.
 */
public final class SpotMarket {
  private static final Duration NOTICE = Duration.ofMinutes(2);
  private static final Duration LOOK_EVERY = Duration.ofMinutes(5);
  private static final double RECOMMENDED_BEFORE = 0.7;
  private static final Duration SHORTEST_RISK = Duration.ofMinutes(1);
  private static final Duration LONGEST_RISK = Duration.ofMinutes(10);
  private static final double MISSING = 0.02;
  private static final double MISSING_OR_LATE = MISSING + 0.05;
  private static final Duration LEAST_LATE = Duration.ofSeconds(61);
  private static final Duration MOST_LATE = Duration.ofSeconds(115);

  private final Foundation foundation;
  private final Pools pools;
  private final Capacity capacity;
  private final Servers servers;
  private final Fleet fleet;

  /** Instances that are to go, by id. */
  private final TreeSet<String> doomed = new TreeSet<>();

  SpotMarket(Ec2Parts parts) {
    this.foundation = parts.foundation();
    this.pools = parts.pools();
    this.capacity = parts.capacity();
    this.servers = parts.servers();
    this.fleet = parts.fleet();
    foundation.time().after(LOOK_EVERY, this::look);
  }

  /** In USD an hour. */
  public double price(SpotPool pool) {
    return foundation.time().exclusively(() -> capacity.price(pool));
  }

  /** How many more Spot instances a pool can give. */
  public int spareCapacity(SpotPool pool) {
    return foundation.time().exclusively(() -> capacity.spareSpot(pool));
  }

  /** Fixes how many Spot instances a pool has; what is taken beyond that is taken back. */
  public void setCapacity(SpotPool pool, int instances) {
    exclusively(
        () -> {
          pools.setSpotCapacity(pool, instances);
          settle(pool);
        });
  }

  /** Fixes how many On-Demand instances a pool has; running ones are never taken back. */
  public void setOnDemandCapacity(SpotPool pool, int instances) {
    exclusively(() -> pools.setOnDemandCapacity(pool, instances));
  }

  /**
   * Fixes the price of a pool.
   *
   * @param usdAnHour above the On-Demand price means that price
   */
  public void setPrice(SpotPool pool, double usdAnHour) {
    exclusively(
        () -> {
          pools.setPrice(pool, Optional.of(usdAnHour));
          settle(pool);
        });
  }

  /** Lets price and capacities of a pool move as they would have. */
  public void release(SpotPool pool) {
    exclusively(() -> pools.release(pool));
  }

  /** Leaves no pool of a zone anything more to give on Spot; what runs there stays. */
  public void dry(String zone) {
    exclusively(() -> pools.dry(zone));
  }

  /** Ends that. */
  public void endDrought(String zone) {
    exclusively(() -> pools.endDrought(zone));
  }

  /**
   * Gives a Spot instance its two minutes, with a notice at once.
   *
   * @throws IllegalArgumentException if there is no such Spot instance that lives
   */
  public void warn(String instanceId) {
    warn(instanceId, Warnings.punctual());
  }

  /**
   * Gives a Spot instance its two minutes.
   *
   * @param warnings how likely its notice is late or missing
   * @throws IllegalArgumentException if there is no such Spot instance that lives
   */
  public void warn(String instanceId, Warnings warnings) {
    exclusively(
        () -> {
          mustBeSpot(instanceId);
          doomed.add(instanceId);
          takeBack(instanceId, noticeDelay(instanceId, warnings));
        });
  }

  /**
   * How those are warned that Spot takes back by order.
   *
   * @param missing the share without a notice
   * @param late the share whose notice comes a minute late or more
   */
  public record Warnings(double missing, double late) {
    public Warnings {
      if (!(missing >= 0 && late >= 0 && missing + late <= 1)) {
        throw new IllegalArgumentException(
            "%s missing and %s late are not shares of one whole".formatted(missing, late));
      }
    }

    /** As seldom missing or late as always. */
    public static Warnings usual() {
      return new Warnings(MISSING, MISSING_OR_LATE - MISSING);
    }

    /** Everybody is warned at once. */
    public static Warnings punctual() {
      return new Warnings(0, 0);
    }
  }

  /**
   * Takes back every Spot instance at once that is not going yet.
   *
   * @param zone empty for all zones
   * @return their ids
   */
  public List<String> storm(Optional<String> zone, Warnings warnings) {
    return foundation
        .time()
        .exclusively(
            () -> {
              List<String> ids =
                  servers.alive().stream()
                      .filter(server -> server.isSpot() && server.markedAt() == null)
                      .filter(
                          server ->
                              zone.isEmpty() || server.instance().order().zone().equals(zone.get()))
                      .map(Server::id)
                      .toList();
              doomed.addAll(ids);
              ids.forEach(id -> takeBack(id, noticeDelay(id, warnings)));
              return ids;
            });
  }

  /** Recommends to replace a Spot instance; it is not taken for that. */
  public void recommendRebalance(String instanceId) {
    exclusively(() -> recommend(mustBeSpot(instanceId)));
  }

  private void exclusively(Runnable work) {
    foundation
        .time()
        .exclusively(
            () -> {
              work.run();
              return true;
            });
  }

  private Server mustBeSpot(String instanceId) {
    return servers
        .find(instanceId)
        .filter(Server::isAlive)
        .filter(Server::isSpot)
        .orElseThrow(
            () -> new IllegalArgumentException(instanceId + " is no Spot instance that lives"));
  }

  private void look() {
    doomed.removeIf(id -> servers.find(id).filter(Server::isAlive).isEmpty());
    servers.alive().stream()
        .filter(Server::isSpot)
        .map(server -> SpotPool.of(server.instance()))
        .distinct()
        .forEach(this::settle);
    foundation.time().after(LOOK_EVERY, this::look);
  }

  private void settle(SpotPool pool) {
    servers.takers(pool, true).stream()
        .filter(this::costsTooMuch)
        .filter(server -> !doomed.contains(server.id()))
        .forEach(this::doom);
    List<Server> left =
        servers.takers(pool, true).stream()
            .filter(server -> !doomed.contains(server.id()))
            .sorted(Comparator.comparing(server -> random("victim", server.id()).nextLong()))
            .toList();
    left.stream().limit(Math.max(0, left.size() - pools.spotCapacity(pool))).forEach(this::doom);
  }

  private boolean costsTooMuch(Server server) {
    Double most = server.instance().order().spotMaxPrice();
    return most != null && capacity.price(SpotPool.of(server.instance())) > most;
  }

  private void doom(Server server) {
    String id = server.id();
    doomed.add(id);
    SplittableRandom random = random("risk", id);
    if (random.nextDouble() < RECOMMENDED_BEFORE) {
      recommend(server);
      foundation
          .time()
          .after(
              Chance.between(random, SHORTEST_RISK, LONGEST_RISK), () -> takeBackIfStillNeeded(id));
    } else {
      takeBackIfStillNeeded(id);
    }
  }

  private void recommend(Server server) {
    Instance instance = server.instance();
    servers.audience().tell(listener -> listener.rebalanceRecommended(instance));
  }

  private void takeBackIfStillNeeded(String id) {
    Server server = servers.find(id).filter(Server::isAlive).orElse(null);
    if (server == null || server.markedAt() != null) {
      return;
    }
    SpotPool pool = SpotPool.of(server.instance());
    long unmarked =
        servers.takers(pool, true).stream().filter(each -> each.markedAt() == null).count();
    if (unmarked <= pools.spotCapacity(pool) && !costsTooMuch(server)) {
      doomed.remove(id);
      return;
    }
    takeBack(id, noticeDelay(id, Warnings.usual()));
  }

  /** Null if there is no notice at all. */
  private @Nullable Duration noticeDelay(String id, Warnings warnings) {
    SplittableRandom random = random("notice", id);
    double draw = random.nextDouble();
    if (draw < warnings.missing()) {
      return null;
    }
    return draw < warnings.missing() + warnings.late()
        ? Chance.between(random, LEAST_LATE, MOST_LATE)
        : Duration.ZERO;
  }

  private void takeBack(String id, @Nullable Duration noticeAfter) {
    Instant now = foundation.time().now();
    Instant takenAt = now.plus(NOTICE);
    servers.update(id, server -> server.marked(now));
    foundation.time().at(takenAt, () -> fleet.terminate(id, StateReasons.SPOT));
    if (noticeAfter == null) {
      return;
    }
    if (noticeAfter.isZero()) {
      notice(id, takenAt);
    } else {
      foundation.time().after(noticeAfter, () -> notice(id, takenAt));
    }
  }

  private void notice(String id, Instant takenAt) {
    servers
        .find(id)
        .filter(Server::isAlive)
        .map(server -> server.instance().interruptedAt(takenAt))
        .ifPresent(
            instance -> {
              servers.update(id, server -> server.with(instance));
              servers.audience().tell(listener -> listener.interruptionWarned(instance));
            });
  }

  private SplittableRandom random(String what, String id) {
    return foundation.chance().of("spot %s of %s".formatted(what, id));
  }
}
