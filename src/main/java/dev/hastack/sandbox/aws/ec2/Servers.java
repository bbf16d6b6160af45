package dev.hastack.sandbox.aws.ec2;

import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Instance;
import dev.hastack.sandbox.aws.world.Table;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The instances there are, also those that ended within the last hour. */
final class Servers {
  private record Taken(SpotPool pool, boolean spot) {}

  private final Table<Server> rows;
  private final SortedMap<String, Server> alive = new TreeMap<>();
  private final Map<Taken, SortedMap<String, Server>> takers = new HashMap<>();
  private final Audience audience = new Audience();
  private final Tags tags;

  Servers(Foundation foundation, Tags tags) {
    this.rows = new Table<>(foundation.time());
    this.tags = tags;
  }

  Audience audience() {
    return audience;
  }

  void put(Server server) {
    write(server);
    tags.put(server.id(), server.instance().tags());
  }

  void forget(String id) {
    find(id).ifPresent(server -> tags.forget(server.launch().names().volumeId()));
    rows.remove(id);
    tags.forget(id);
  }

  Optional<Server> find(String id) {
    return rows.get(id);
  }

  Optional<Server> find(String id, Instant asOf) {
    return rows.get(id, asOf);
  }

  List<Server> all() {
    return rows.all();
  }

  List<Server> all(Instant asOf) {
    return rows.all(asOf);
  }

  /** In the order of their ids. */
  List<Server> alive() {
    return List.copyOf(alive.values());
  }

  /** Those that take of the Spot or On-Demand capacity of a pool, in the order of their ids. */
  List<Server> takers(SpotPool pool, boolean spot) {
    return List.copyOf(takers.getOrDefault(new Taken(pool, spot), new TreeMap<>()).values());
  }

  int countTakers(SpotPool pool, boolean spot) {
    return takers.getOrDefault(new Taken(pool, spot), new TreeMap<>()).size();
  }

  void update(String id, UnaryOperator<Server> change) {
    write(change.apply(rows.get(id).orElseThrow()));
  }

  private void write(Server server) {
    rows.put(server.id(), server);
    SortedMap<String, Server> ofPool =
        takers.computeIfAbsent(
            new Taken(SpotPool.of(server.instance()), server.isSpot()), any -> new TreeMap<>());
    if (server.isAlive()) {
      alive.put(server.id(), server);
      ofPool.put(server.id(), server);
    } else {
      alive.remove(server.id());
      ofPool.remove(server.id());
    }
  }

  /** Changes what the rest of the world sees of an instance, and tells it. */
  void change(String id, UnaryOperator<Instance> change) {
    Server before = rows.get(id).orElseThrow();
    Server after = before.with(change.apply(before.instance()));
    write(after);
    audience.tell(listener -> listener.changed(before.instance(), after.instance()));
  }

  void retag(String id, SortedMap<String, String> all) {
    update(id, server -> server.with(server.instance().tagged(all)));
  }
}
