package dev.hastack.sandbox.aws.rds;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The Aurora engines and some of their versions. The capacity ranges are those of "Requirements and
 * limitations for Aurora Serverless v2", Aurora user guide: which versions pause at 0 and which go
 * up to 256 ACUs. Which version is a default, and which the target of automatic upgrades, changes
 * in AWS from time to time.
 */
enum Engine {
  AURORA_POSTGRESQL(
      "aurora-postgresql",
      5432,
      List.of("postgresql"),
      List.of("13.12", "14.9", "15.4"),
      List.of("13.13", "14.10", "15.5", "16.1"),
      List.of("13.14", "14.11", "15.6", "16.2"),
      List.of("13.15", "14.12", "15.7", "16.3"),
      List.of("13.16", "14.13", "15.8", "16.4"),
      List.of("13.18", "14.15", "15.10", "16.6"),
      List.of("13.20", "14.17", "15.12", "16.8", "17.4"),
      List.of("13.21", "14.18", "15.13", "16.9", "17.5"),
      List.of("13.22", "14.19", "15.14", "16.10", "17.6")),
  AURORA_MYSQL(
      "aurora-mysql",
      3306,
      List.of("audit", "error", "general", "slowquery", "instance"),
      List.of("8.0.mysql_aurora.3.04.3", "8.0.mysql_aurora.3.05.2"),
      List.of("8.0.mysql_aurora.3.06.1"),
      List.of("8.0.mysql_aurora.3.07.1"),
      List.of("8.0.mysql_aurora.3.08.0"),
      List.of("8.0.mysql_aurora.3.08.1"),
      List.of("8.0.mysql_aurora.3.08.2"),
      List.of("8.0.mysql_aurora.3.09.0"),
      List.of("8.0.mysql_aurora.3.10.0"),
      List.of("8.0.mysql_aurora.3.10.1"));

  /** From this generation on, Serverless v2 goes up to 256 ACUs. */
  private static final int LARGE_FROM = 1;

  /** From this one on, it pauses. */
  private static final int PAUSES_FROM = 3;

  private static final int DEFAULT_GENERATION = 6;
  private static final int AUTOMATIC_GENERATION = 7;

  /**
   * A version.
   *
   * @param generation versions of one came out together; a major upgrade never goes back in time
   */
  record Version(Engine engine, String name, int generation) {

    String major() {
      return engine == AURORA_MYSQL ? "8.0" : name.substring(0, name.indexOf('.'));
    }

    String family() {
      return engine.wireName + major();
    }

    double leastCapacity() {
      return generation >= PAUSES_FROM ? 0 : 0.5;
    }

    double mostCapacity() {
      return generation >= LARGE_FROM ? 256 : 128;
    }

    boolean isMajorUpgradeOf(Version older) {
      return !major().equals(older.major());
    }

    boolean isUpgradeOf(Version older) {
      boolean laterMajor = majorNumber() > older.majorNumber();
      return isMajorUpgradeOf(older)
          ? laterMajor && generation >= older.generation
          : generation > older.generation;
    }

    private int majorNumber() {
      return Integer.parseInt(major().replace(".", ""));
    }

    boolean isDefault() {
      return generation == DEFAULT_GENERATION;
    }

    /** Whether AWS upgrades to it by itself. */
    boolean isAutomaticTarget() {
      return generation == AUTOMATIC_GENERATION;
    }
  }

  private final String wireName;
  private final int port;

  // Made by List.of and Stream.toList.
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<String> logTypes;

  @SuppressWarnings("ImmutableEnumChecker")
  private final List<Version> versions;

  @SafeVarargs
  @SuppressWarnings("varargs")
  Engine(String wireName, int port, List<String> logTypes, List<String>... generations) {
    this.wireName = wireName;
    this.port = port;
    this.logTypes = logTypes;
    List<List<String>> all = Arrays.asList(generations);
    this.versions =
        all.stream()
            .flatMap(
                names -> names.stream().map(name -> new Version(this, name, all.indexOf(names))))
            .toList();
  }

  String wireName() {
    return wireName;
  }

  int port() {
    return port;
  }

  List<String> logTypes() {
    return logTypes;
  }

  List<Version> versions() {
    return versions;
  }

  static Optional<Engine> find(@Nullable String wireName) {
    return Arrays.stream(values()).filter(each -> each.wireName.equals(wireName)).findFirst();
  }

  /**
   * @throws dev.hastack.sandbox.aws.world.ApiError if it is none of Aurora's
   */
  static Engine named(@Nullable String wireName) {
    return find(wireName).orElseThrow(() -> Errors.wrongValue("Invalid DB engine: " + wireName));
  }

  /**
   * A version by its name, or the default one of a major version, or of the newest.
   *
   * @throws dev.hastack.sandbox.aws.world.ApiError if there is none
   */
  Version version(@Nullable String asked) {
    return versions.stream()
        .filter(
            each ->
                each.name().equals(asked)
                    || (each.isDefault() && (asked == null || each.major().equals(asked))))
        .reduce((older, newer) -> newer)
        .orElseThrow(
            () ->
                Errors.wrongCombination(
                    "Cannot find version %s for %s".formatted(asked, wireName)));
  }

  /** Where AWS upgrades a version by itself; empty if it is as new. */
  Optional<Version> automaticTarget(Version from) {
    return versions.stream()
        .filter(Version::isAutomaticTarget)
        .filter(each -> each.isUpgradeOf(from) && !each.isMajorUpgradeOf(from))
        .findFirst();
  }
}
