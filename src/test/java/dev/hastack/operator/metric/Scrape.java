package dev.hastack.operator.metric;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a replica tells of itself, held against what is declared.
 *
 * @param declared those that were there exactly as declared: name, type, help, labels
 * @param undeclared lines of the operator's own that are of none of them
 */
public record Scrape(Set<Metric> declared, List<String> undeclared) {
  private static final Pattern SAMPLE =
      Pattern.compile("(?<name>hastack_\\w+)(\\{(?<labels>.*)})? \\S+");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"[^\"]*\"");

  /** One name under which values of a metric are told. */
  public record Series(Metric metric, String name, Set<String> labels) {}

  /** The text that {@code /q/metrics} answers, in the format of OpenMetrics 1.0. */
  public static Scrape of(String text) {
    List<String> lines = text.lines().filter(line -> line.contains("hastack_")).toList();
    Set<Metric> told =
        lines.stream()
            .flatMap(line -> series(line).stream())
            .map(Series::metric)
            .filter(metric -> headings(metric).allMatch(lines::contains))
            .collect(toCollection(() -> EnumSet.noneOf(Metric.class)));
    Set<String> headings =
        Arrays.stream(Metric.values()).flatMap(Scrape::headings).collect(toUnmodifiableSet());
    return new Scrape(
        told,
        lines.stream().filter(line -> !headings.contains(line) && series(line).isEmpty()).toList());
  }

  private static Optional<Series> series(String line) {
    Matcher sample = SAMPLE.matcher(line);
    return sample.matches()
        ? Optional.ofNullable(all().get(sample.group("name")))
            .filter(series -> series.labels().equals(labels(sample)))
        : Optional.empty();
  }

  private static Set<String> labels(Matcher sample) {
    return Stream.ofNullable(sample.group("labels"))
        .flatMap(labels -> LABEL.matcher(labels).results())
        .map(label -> label.group(1))
        .collect(toUnmodifiableSet());
  }

  /** Every series that any metric may have, by its name. */
  public static Map<String, Series> all() {
    return Arrays.stream(Metric.values())
        .flatMap(Scrape::series)
        .collect(toMap(Series::name, Function.identity()));
  }

  private static Stream<Series> series(Metric metric) {
    List<String> suffixes =
        switch (metric.kind()) {
          case COUNTER, GAUGE -> List.of("");
          case TIMER -> List.of("_count", "_sum", "_max");
          case HISTOGRAM -> List.of("_count", "_sum", "_max", "_bucket");
        };
    return suffixes.stream()
        .map(
            suffix ->
                new Series(
                    metric,
                    metric.family() + suffix,
                    Stream.concat(
                            metric.labels().stream(),
                            suffix.equals("_bucket") ? Stream.of("le") : Stream.empty())
                        .collect(toUnmodifiableSet())));
  }

  private static Stream<String> headings(Metric metric) {
    return switch (metric.kind()) {
      case COUNTER -> heading(metric, metric.family().replaceFirst("_total$", ""), "counter");
      case GAUGE -> heading(metric, metric.family(), "gauge");
      case TIMER -> headings(metric, "summary");
      case HISTOGRAM -> headings(metric, "histogram");
    };
  }

  private static Stream<String> headings(Metric metric, String type) {
    String longest = metric.family() + "_max";
    return Stream.concat(heading(metric, metric.family(), type), heading(metric, longest, "gauge"));
  }

  private static Stream<String> heading(Metric metric, String family, String type) {
    return Stream.of("# HELP " + family + " " + metric.meaning(), "# TYPE " + family + " " + type);
  }
}
