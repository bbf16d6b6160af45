package dev.hastack.reliability;

import dev.hastack.reliability.SpotScenario.Capacity;
import dev.hastack.reliability.SpotScenario.Fleet;
import dev.hastack.reliability.SpotScenario.Load;
import dev.hastack.reliability.SpotScenario.Notice;
import dev.hastack.reliability.SpotScenario.Response;
import dev.hastack.reliability.SpotScenario.Strike;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The scenarios of {@code docs/benchmarks.md}, and how what came of them is told there. */
final class SpotMatrix {
  static final long SEED = 20_260_301;
  private static final Fleet ALONE = Fleet.USUAL.notRebalancing();
  private static final Load QUICK = new Load(50, Response.QUICK);
  private static final Load LONG = new Load(50, Response.LONG);
  private static final List<Load> MODEST = List.of(QUICK, LONG);
  private static final List<Load> ALL =
      List.of(QUICK, LONG, new Load(500, Response.QUICK), new Load(500, Response.LONG));

  private SpotMatrix() {}

  /** A few that go wrong where servers leave without a look at who remains, or too late. */
  static List<SpotScenario> telling() {
    SpotScenario fleet = alone(Strike.FLEET);
    return List.of(
        alone(Strike.ONE).with(LONG),
        alone(Strike.ZONE).with(ALONE.notCrossZone()),
        fleet.inDrought(),
        fleet.with(ALONE.of(6, 0)).with(Notice.MISSING),
        fleet.with(ALONE.of(2, 0)).with(Notice.LATE));
  }

  /** All, by what they are about. */
  static Map<String, List<SpotScenario>> all() {
    var all = new LinkedHashMap<String, List<SpotScenario>>();
    all.put("The group replaces nobody by itself", each(ALL, ALONE));
    all.put("With capacity rebalancing", each(List.of(LONG), Fleet.USUAL));
    all.put("Zones apart", each(List.of(LONG), ALONE.notCrossZone()));
    all.put("A group for each zone", each(List.of(LONG), ALONE.groupPerZone()));
    all.put("Notices late or missing", notices());
    all.put("Small fleets", small());
    all.put("Other floors", floors());
    all.put("Nobody left, or no others to be had", droughts());
    return all;
  }

  private static List<SpotScenario> each(List<Load> loads, Fleet fleet) {
    return Arrays.stream(Strike.values())
        .flatMap(
            strike -> loads.stream().map(load -> SpotScenario.usual(strike).with(fleet).with(load)))
        .toList();
  }

  private static SpotScenario alone(Strike strike) {
    return SpotScenario.usual(strike).with(ALONE);
  }

  private static List<SpotScenario> notices() {
    var all = new ArrayList<SpotScenario>();
    for (Notice notice : List.of(Notice.LATE, Notice.MISSING)) {
      for (Strike strike : List.of(Strike.ONE, Strike.FLEET)) {
        MODEST.forEach(load -> all.add(alone(strike).with(load).with(notice)));
      }
    }
    return all;
  }

  private static List<SpotScenario> small() {
    return List.of(
        alone(Strike.ONE).with(ALONE.of(1, 0)).with(LONG),
        alone(Strike.ONE).with(ALONE.of(2, 1)).with(LONG),
        alone(Strike.FLEET).with(ALONE.of(2, 0)).with(LONG));
  }

  /** Who needs none of the servers has room enough on any. */
  private static List<SpotScenario> floors() {
    SpotScenario fleet = alone(Strike.FLEET).with(LONG);
    return List.of(
        alone(Strike.ONE).with(ALONE.withFloor(100)).with(LONG),
        fleet.with(ALONE.withFloor(100)),
        fleet.with(ALONE.withFloor(0)).with(Capacity.AMPLE));
  }

  private static List<SpotScenario> droughts() {
    SpotScenario fleet = alone(Strike.FLEET);
    return List.of(
        fleet.inDrought(),
        fleet.with(ALONE.withFloor(100)).inDrought(),
        fleet.with(ALONE.withFloor(0)).with(Capacity.AMPLE).inDrought(),
        fleet.with(ALONE.of(6, 0)),
        fleet.with(ALONE.of(6, 0)).with(LONG),
        fleet.with(ALONE.of(6, 0)).inDrought());
  }

  /** A table of what came of scenarios. */
  static String table(List<SpotStory.Pair> pairs) {
    var text =
        new StringBuilder(
            """
            | taken | of | notice | a second, each | answers | interrupted | failed with `Ignore` | failed with `Drain` | for each interruption |
            |---|---|---|---|---|---|---|---|---|
            """);
    pairs.forEach(pair -> text.append(row(pair)).append('\n'));
    return text.toString();
  }

  private static String row(SpotStory.Pair pair) {
    SpotScenario scenario = pair.scenario();
    int taken = pair.ignored().taken().size();
    long ignored = pair.ignored().report().failed();
    long drained = pair.drained().report().failed();
    return "| %s | %s | %s | %d | %s | %d | %,d | %,d | %,.1f → %,.1f |"
        .formatted(
            scenario.strike().words(),
            scenario.fleet(),
            scenario.notice().words() + (scenario.drought() ? ", drought" : ""),
            scenario.load().requestsPerSecond(),
            scenario.load().response().words(),
            taken,
            ignored,
            drained,
            (double) ignored / taken,
            (double) drained / taken);
  }
}
