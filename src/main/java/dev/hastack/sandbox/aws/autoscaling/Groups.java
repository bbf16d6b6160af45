package dev.hastack.sandbox.aws.autoscaling;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The groups of a region. Whatever changes one has it looked at soon. */
final class Groups {
  static final String VALIDATION_ERROR = "ValidationError";

  private final Foundation foundation;
  private final Table<Group> table;
  private final Map<String, String> deletionProtections = new TreeMap<>();
  private Consumer<String> onChange = name -> {};
  private BiConsumer<Group, Group> onWrite = (before, after) -> {};

  Groups(Foundation foundation) {
    this.foundation = foundation;
    this.table = new Table<>(foundation.time());
  }

  void onChange(Consumer<String> listener) {
    this.onChange = listener;
  }

  /**
   * Has somebody hear of each row that is written.
   *
   * @param listener of the group as it was, which is empty for a new one, and as it is
   */
  void onWrite(BiConsumer<Group, Group> listener) {
    this.onWrite = listener;
  }

  Optional<Group> find(String name) {
    return table.get(name);
  }

  List<Group> all() {
    return table.all();
  }

  /** As the call in hand may see them. */
  List<Group> seen() {
    return table.all(foundation.call().readsAsOf());
  }

  /**
   * As the call in hand may see it.
   *
   * @throws ApiError if it does not see it
   */
  Group requireSeen(String name) {
    foundation.call().concerns(name);
    return table.get(name, foundation.call().readsAsOf()).orElseThrow(() -> missing(name));
  }

  /**
   * As it is now.
   *
   * @throws ApiError if there is none, or it is being deleted
   */
  Group require(String name) {
    foundation.call().concerns(name);
    Group group = table.get(name).orElseThrow(() -> missing(name));
    if (group.isBeingDeleted()) {
      throw new ApiError(VALIDATION_ERROR, "AutoScalingGroup " + name + " is pending delete");
    }
    return group;
  }

  private static ApiError missing(String name) {
    return new ApiError(
        VALIDATION_ERROR,
        "AutoScalingGroup name not found - AutoScalingGroup %s not found".formatted(name));
  }

  /** The group of an instance, as it is now. */
  Optional<Group> ofInstance(String instanceId) {
    return table.all().stream().filter(group -> group.member(instanceId).isPresent()).findFirst();
  }

  /** Writes what a call has changed. */
  void put(Group group) {
    write(group);
    onChange.accept(group.name());
  }

  /** Writes what the group did by itself. */
  void proceed(Group group) {
    write(group);
  }

  private void write(Group group) {
    Group before = table.get(group.name()).orElseGet(() -> Group.of(group.settings()));
    table.put(group.name(), group);
    onWrite.accept(before, group);
  }

  void change(String name, UnaryOperator<Group> change) {
    put(change.apply(require(name)));
  }

  void remove(String name) {
    table.remove(name);
    deletionProtections.remove(name);
  }

  void protect(String name, String protection) {
    deletionProtections.put(name, protection);
  }

  String deletionProtection(String name) {
    return deletionProtections.getOrDefault(name, "none");
  }
}
