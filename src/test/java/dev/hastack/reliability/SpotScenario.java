package dev.hastack.reliability;

import dev.hastack.sandbox.aws.ec2.SpotMarket.Warnings;
import dev.hastack.sandbox.aws.traffic.Servers;
import dev.hastack.sandbox.aws.traffic.ServiceTime;
import java.time.Duration;
import java.util.ArrayList;

/**
 * Spot servers that are taken back while requests pass.
 *
 * @param drought whether Spot has no other servers
 */
record SpotScenario(
    Fleet fleet, Load load, Strike strike, Notice notice, boolean drought, Capacity capacity) {

  /**
   * What is there.
   *
   * @param servers over three zones
   * @param onDemand how many of them are not Spot
   * @param rebalances whether the group itself replaces what is warned
   * @param crossZone whether zones help each other
   * @param perZone whether each zone has a group of its own
   * @param floor {@code minHealthyPercentageWhileDraining}
   */
  record Fleet(
      int servers,
      int onDemand,
      boolean rebalances,
      boolean crossZone,
      boolean perZone,
      int floor) {
    static final Fleet USUAL = new Fleet(6, 1, true, true, false, 50);

    Fleet of(int total, int notSpot) {
      return new Fleet(total, notSpot, rebalances, crossZone, perZone, floor);
    }

    Fleet notRebalancing() {
      return new Fleet(servers, onDemand, false, crossZone, perZone, floor);
    }

    Fleet notCrossZone() {
      return new Fleet(servers, onDemand, rebalances, false, perZone, floor);
    }

    Fleet groupPerZone() {
      return new Fleet(servers, onDemand, rebalances, crossZone, true, floor);
    }

    Fleet withFloor(int percent) {
      return new Fleet(servers, onDemand, rebalances, crossZone, perZone, percent);
    }

    @Override
    public String toString() {
      var words = new ArrayList<String>();
      words.add(servers == 1 ? "1 server" : servers + " servers");
      words.add(onDemand + " On-Demand");
      if (!rebalances) {
        words.add("no rebalancing");
      }
      if (!crossZone) {
        words.add("no cross-zone");
      }
      if (perZone) {
        words.add("a group per zone");
      }
      if (floor != USUAL.floor) {
        words.add("floor " + floor + " %");
      }
      return String.join(", ", words);
    }
  }

  /** What is asked of each server while all are there. */
  record Load(int requestsPerSecond, Response response) {}

  /** How long answers take. */
  enum Response {
    QUICK("20 to 80 ms", 0.025),
    LONG("20 s", 20);

    private final String words;
    private final double meanSeconds;

    Response(String words, double meanSeconds) {
      this.words = words;
      this.meanSeconds = meanSeconds;
    }

    String words() {
      return words;
    }

    ServiceTime time() {
      return switch (this) {
        case QUICK -> new ServiceTime(Duration.ofMillis(20), Duration.ofMillis(80));
        case LONG -> ServiceTime.always(Duration.ofSeconds(20));
      };
    }
  }

  /** Who is taken. */
  enum Strike {
    ONE("one server"),
    ZONE("a zone"),
    FLEET("all Spot");

    private final String words;

    Strike(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /** How those are warned. */
  enum Notice {
    PUNCTUAL("in time"),
    LATE("late"),
    MISSING("missing");

    private final String words;

    Notice(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }

    Warnings warnings() {
      return switch (this) {
        case PUNCTUAL -> Warnings.punctual();
        case LATE -> new Warnings(0, 1);
        case MISSING -> new Warnings(1, 0);
      };
    }
  }

  /**
   * What a server can do.
   *
   * @param timesItsShare of what is asked of it while all are there
   */
  record Capacity(double timesItsShare) {
    /** As fleets are sized that are to live with the half of their servers, and a little more. */
    static final Capacity USUAL = new Capacity(2.5);

    static final Capacity AMPLE = new Capacity(20);
  }

  static SpotScenario usual(Strike strike) {
    return new SpotScenario(
        Fleet.USUAL, new Load(50, Response.QUICK), strike, Notice.PUNCTUAL, false, Capacity.USUAL);
  }

  SpotScenario with(Fleet other) {
    return new SpotScenario(other, load, strike, notice, drought, capacity);
  }

  SpotScenario with(Load other) {
    return new SpotScenario(fleet, other, strike, notice, drought, capacity);
  }

  SpotScenario with(Notice other) {
    return new SpotScenario(fleet, load, strike, other, drought, capacity);
  }

  SpotScenario with(Capacity other) {
    return new SpotScenario(fleet, load, strike, notice, drought, other);
  }

  SpotScenario inDrought() {
    return new SpotScenario(fleet, load, strike, notice, true, capacity);
  }

  double requestsPerSecond() {
    return (double) load.requestsPerSecond() * fleet.servers();
  }

  /** Workers for so many times its share, and as many places to wait. */
  Servers each() {
    int workers =
        (int)
            Math.ceil(
                load.requestsPerSecond() * load.response().meanSeconds * capacity.timesItsShare());
    return new Servers(workers, Math.max(workers, Servers.ORDINARY.backlog()));
  }

  /**
   * Whether the time of a notice is enough to lose nothing: somebody stays that can serve all, or
   * half of all, in each zone that is on its own.
   */
  boolean suffices() {
    boolean enoughStay =
        switch (strike) {
          case ONE -> fleet.servers() > 1 && (fleet.crossZone() || fleet.servers() > 3);
          case ZONE -> fleet.servers() > 3 && fleet.crossZone();
          case FLEET -> fleet.onDemand() * 2 >= fleet.servers() && fleet.crossZone();
        };
    return notice == Notice.PUNCTUAL && enoughStay;
  }

  @Override
  public String toString() {
    return "%s of %s, notice %s%s; %d a second, %s, capacity %s"
        .formatted(
            strike.words(),
            fleet,
            notice.words(),
            drought ? ", drought" : "",
            load.requestsPerSecond(),
            load.response().words(),
            capacity.timesItsShare());
  }
}
