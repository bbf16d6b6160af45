package dev.hastack.sandbox.aws.eventbridge;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rules of the default bus; there is no other. */
final class Store {
  static final String BUS = "default";

  private final Foundation foundation;
  private final Table<RuleRow> rows;

  Store(Foundation foundation) {
    this.foundation = foundation;
    this.rows = new Table<>(foundation.time());
  }

  void put(RuleRow row) {
    rows.put(row.name(), row);
  }

  void remove(String name) {
    rows.remove(name);
  }

  List<RuleRow> all() {
    return rows.all();
  }

  /** As the call in hand may see them. */
  List<RuleRow> seen(@Nullable String bus) {
    mustBeDefault(bus);
    return rows.all(foundation.call().readsAsOf());
  }

  Optional<RuleRow> find(@Nullable String bus, @Nullable String name) {
    mustBeDefault(bus);
    foundation.call().concerns(String.valueOf(name));
    return name == null ? Optional.empty() : rows.get(name);
  }

  /**
   * A rule as it is now.
   *
   * @throws ApiError if there is none
   */
  RuleRow named(@Nullable String bus, @Nullable String name) {
    return find(bus, name).orElseThrow(() -> missing(name));
  }

  /**
   * The same as the call in hand may see it.
   *
   * @throws ApiError if it sees none
   */
  RuleRow seen(@Nullable String bus, @Nullable String name) {
    mustBeDefault(bus);
    foundation.call().concerns(String.valueOf(name));
    Instant asOf = foundation.call().readsAsOf();
    return Optional.ofNullable(name)
        .flatMap(each -> rows.get(each, asOf))
        .orElseThrow(() -> missing(name));
  }

  /**
   * A rule by its ARN, as it was then.
   *
   * @throws ApiError if there was none
   */
  RuleRow byArn(@Nullable String arn, Instant asOf) {
    foundation.call().concerns(String.valueOf(arn));
    return rows.all(asOf).stream()
        .filter(row -> row.arn().equals(arn))
        .findFirst()
        .orElseThrow(
            () ->
                new ApiError(
                    "ResourceNotFoundException", "Rule " + arn + " does not exist on EventBus."));
  }

  private void mustBeDefault(@Nullable String bus) {
    boolean isDefault =
        bus == null || bus.equals(BUS) || bus.equals(foundation.arn("events", "event-bus/" + BUS));
    if (!isDefault) {
      throw new ApiError("ResourceNotFoundException", "Event bus " + bus + " does not exist.");
    }
  }

  private static ApiError missing(@Nullable String name) {
    return new ApiError(
        "ResourceNotFoundException", "Rule %s does not exist on EventBus %s.".formatted(name, BUS));
  }
}
