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
import java.util.stream.Stream;

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
        alone(Strike.ONE).with(LONG).with(Notice.LATE),
        alone(Strike.ZONE).with(ALONE.notCrossZone()),
        fleet.inDrought(),
        fleet.with(ALONE.of(6, 0)).with(Notice.MISSING),
        fleet.with(ALONE.of(2, 0)).inDrought());
  }

  /** All, by what they are about. */
  static Map<String, List<SpotScenario>> all() {
    var all = new LinkedHashMap<String, List<SpotScenario>>();
    all.put("The group replaces nobody by itself", each(ALL, ALONE));
    all.put("With capacity rebalancing", each(MODEST, Fleet.USUAL));
    all.put("Zones apart", each(MODEST, ALONE.notCrossZone()));
    all.put("A group for each zone", each(MODEST, ALONE.groupPerZone()));
    all.put(
        "Notices late or missing",
        Stream.of(Notice.LATE, Notice.MISSING)
            .flatMap(notice -> each(MODEST, ALONE).stream().map(one -> one.with(notice)))
            .toList());
    all.put("Small fleets", small());
    all.put("Other floors", floors());
    all.put("Spot has no others", droughts());
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

  private static List<SpotScenario> small() {
    var all = new ArrayList<SpotScenario>();
    for (Load load : MODEST) {
      for (Fleet fleet : List.of(ALONE, Fleet.USUAL)) {
        all.add(alone(Strike.ONE).with(fleet.of(1, 0)).with(load));
        all.add(alone(Strike.ONE).with(fleet.of(2, 1)).with(load));
        all.add(alone(Strike.FLEET).with(fleet.of(2, 0)).with(load));
      }
    }
    return all;
  }

  /** Who needs none of the servers has room enough on any. */
  private static List<SpotScenario> floors() {
    var all = new ArrayList<SpotScenario>();
    for (Load load : MODEST) {
      for (Strike strike : List.of(Strike.ONE, Strike.FLEET)) {
        all.add(alone(strike).with(ALONE.withFloor(100)).with(load));
        all.add(alone(strike).with(ALONE.withFloor(0)).with(load).with(Capacity.AMPLE));
      }
    }
    return all;
  }

  private static List<SpotScenario> droughts() {
    var all = new ArrayList<SpotScenario>();
    each(MODEST, ALONE).forEach(one -> all.add(one.inDrought()));
    for (Load load : MODEST) {
      SpotScenario fleet = alone(Strike.FLEET).with(load);
      all.add(fleet.with(ALONE.of(6, 0)));
      all.add(fleet.with(ALONE.of(6, 0)).inDrought());
      all.add(fleet.with(ALONE.withFloor(100)).inDrought());
      all.add(fleet.with(ALONE.withFloor(0)).with(Capacity.AMPLE).inDrought());
    }
    return all;
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
            scenario.notice().words(),
            scenario.load().requestsPerSecond(),
            scenario.load().response().words(),
            taken,
            ignored,
            drained,
            (double) ignored / taken,
            (double) drained / taken);
  }
}
