package dev.hastack.operator;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toCollection;

import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.api.v1alpha1.HAStackStatus;
import dev.hastack.core.stack.Place;
import dev.hastack.core.status.StatusProjector;
import dev.hastack.operator.metric.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * How much capacity each stack's database uses now, as the gauge {@code hastack_database_acu}. It
 * moves all the time, so it is in no status and no pass reads it: the replica that leads asks once
 * a {@link #PERIOD}, for all stacks of an account and region together, which AWS charges by the
 * metric (Amazon CloudWatch pricing, GetMetricData). A database of which nothing was measured, or
 * that could not be asked for, has no gauge rather than an old one.
 */
final class DatabaseAcu {
  /**
   * How often it is asked for: Aurora measures every minute, and a call a minute is twice the
   * price.
   */
  static final Duration PERIOD = Duration.ofMinutes(2);

  private final Supplier<List<HAStack>> stacks;
  private final BooleanSupplier leading;
  private final Readings readings;
  private final MultiGauge gauge;
  private final FailingReads<HAStackStatus.Account> failing =
      new FailingReads<>("the capacity of databases");

  /** Where the numbers come from. */
  @FunctionalInterface
  interface Readings {
    /**
     * ACU by cluster; blocks on the network.
     *
     * @param clusters their identifiers, all of that place
     */
    Map<String, Double> latest(Place place, SortedSet<String> clusters);
  }

  /** A database that may be asked for. */
  private record Database(
      HAStackStatus.Account account, String namespace, String name, String cluster) {}

  /**
   * @param stacks those that are served, as last seen
   */
  DatabaseAcu(
      Supplier<List<HAStack>> stacks,
      BooleanSupplier leading,
      Readings readings,
      MeterRegistry registry) {
    this.stacks = stacks;
    this.leading = leading;
    this.readings = readings;
    this.gauge = Metric.DATABASE_ACU.rows(registry);
  }

  /** Asks once. */
  void measure() {
    List<Database> databases =
        leading.getAsBoolean()
            ? stacks.get().stream().flatMap(stack -> database(stack).stream()).toList()
            : List.of();
    gauge.register(
        databases.stream().collect(groupingBy(Database::account)).entrySet().stream()
            .flatMap(group -> rows(group.getKey(), group.getValue()))
            .toList(),
        true);
  }

  private Stream<MultiGauge.Row<?>> rows(HAStackStatus.Account account, List<Database> databases) {
    Map<String, Double> latest = latest(account, databases);
    return databases.stream()
        .flatMap(
            database ->
                Stream.ofNullable(latest.get(database.cluster()))
                    .map(
                        acu ->
                            Metric.DATABASE_ACU.row(
                                acu, database.namespace(), database.name(), database.cluster())));
  }

  private Map<String, Double> latest(HAStackStatus.Account account, List<Database> databases) {
    return failing
        .read(
            account,
            account.region(),
            () ->
                readings.latest(
                    new Place(account.accountId(), account.region()),
                    databases.stream().map(Database::cluster).collect(toCollection(TreeSet::new))))
        .orElseGet(TreeMap::new);
  }

  private static Optional<Database> database(HAStack stack) {
    HAStackStatus status = stack.getStatus();
    if (status == null || status.database() == null || status.account() == null) {
      return Optional.empty();
    }
    HAStackStatus.Account account = status.account();
    return Objects.requireNonNullElse(status.resources(), List.<HAStackStatus.Resource>of())
        .stream()
        .filter(resource -> resource.id().equals(StatusProjector.DATABASE_CLUSTER.toString()))
        .flatMap(resource -> Stream.ofNullable(resource.name()))
        .findFirst()
        .map(
            cluster ->
                new Database(
                    account,
                    stack.getMetadata().getNamespace(),
                    stack.getMetadata().getName(),
                    cluster));
  }
}
