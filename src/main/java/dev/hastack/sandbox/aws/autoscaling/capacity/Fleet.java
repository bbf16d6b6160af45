package dev.hastack.sandbox.aws.autoscaling.capacity;

import dev.hastack.sandbox.aws.autoscaling.capacity.Server.Slot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** How many instances a group has where, while a plan for it is made. Changes as the plan grows. */
final class Fleet {
  private final List<Slot> slots;

  Fleet(List<Server> servers) {
    this.slots = new ArrayList<>(servers.stream().map(Server::slot).toList());
  }

  int size() {
    return slots.size();
  }

  int onDemand() {
    return (int) slots.stream().filter(slot -> !slot.spot()).count();
  }

  int in(String zone) {
    return (int) slots.stream().filter(slot -> slot.zone().equals(zone)).count();
  }

  private int in(String zone, boolean spot) {
    return (int)
        slots.stream().filter(slot -> slot.zone().equals(zone) && slot.spot() == spot).count();
  }

  void add(Slot slot) {
    slots.add(slot);
  }

  void remove(Slot slot) {
    slots.remove(slot);
  }

  /** The emptiest zone first; between equals the one that has fewer of this purchase option. */
  List<String> emptiestFirst(List<String> zones, boolean spot) {
    return zones.stream()
        .sorted(
            Comparator.<String, Integer>comparing(this::in).thenComparing(zone -> in(zone, spot)))
        .toList();
  }

  /** The fullest of the zones in which these are; one that is not the group's comes first. */
  String fullest(Set<String> ofGroup, List<Server> among) {
    var counts = new TreeMap<String, Integer>();
    among.forEach(
        server ->
            counts.put(
                server.slot().zone(),
                ofGroup.contains(server.slot().zone())
                    ? in(server.slot().zone())
                    : Integer.MAX_VALUE));
    return counts.entrySet().stream()
        .max(java.util.Map.Entry.comparingByValue())
        .orElseThrow()
        .getKey();
  }
}
