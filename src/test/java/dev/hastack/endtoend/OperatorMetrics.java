package dev.hastack.endtoend;

import static java.util.stream.Collectors.summingDouble;
import static java.util.stream.Collectors.toMap;

import dev.hastack.provider.aws.AwsCallListener;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One scrape of the operator, as Prometheus reads it. */
record OperatorMetrics(List<Sample> samples) {
  private static final Pattern LINE =
      Pattern.compile("(?m)^(?<name>[a-z_]+)(\\{(?<labels>.*)})? (?<value>[0-9.E+-]+)$");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  /** One line of a scrape. */
  record Sample(String name, Map<String, String> labels, double value) {
    String label(String label) {
      return labels.getOrDefault(label, "");
    }
  }

  static OperatorMetrics parse(String scrape) {
    return new OperatorMetrics(
        LINE.matcher(scrape).results().map(OperatorMetrics::sample).toList());
  }

  private static Sample sample(MatchResult line) {
    Map<String, String> labels =
        LABEL
            .matcher(Objects.requireNonNullElse(line.group("labels"), ""))
            .results()
            .collect(toMap(label -> label.group(1), label -> label.group(2)));
    return new Sample(line.group("name"), labels, Double.parseDouble(line.group("value")));
  }

  /** How often each operation that is not a read was called, in vain or not. */
  Map<String, Double> writes() {
    return samples.stream()
        .filter(sample -> sample.name().equals("hastack_aws_calls_total"))
        .filter(sample -> !AwsCallListener.isRead(sample.label("operation")))
        .collect(
            Collectors.groupingBy(
                sample -> sample.label("operation"), TreeMap::new, summingDouble(Sample::value)));
  }

  /** How many passes there were. */
  double passes() {
    return sum("hastack_pass_seconds_count", sample -> true);
  }

  /** What a database cluster uses, in ACU; nothing where it has no gauge. */
  List<Double> capacity(String cluster) {
    return samples.stream()
        .filter(sample -> sample.name().equals("hastack_database_acu"))
        .filter(sample -> sample.label("cluster").equals(cluster))
        .map(Sample::value)
        .toList();
  }

  double driftDetected(String kind, String attribute) {
    return drift("hastack_drift_detected_total", kind, attribute);
  }

  double driftCorrected(String kind, String attribute) {
    return drift("hastack_drift_corrected_total", kind, attribute);
  }

  private double drift(String counter, String kind, String attribute) {
    return sum(
        counter,
        sample -> sample.label("kind").equals(kind) && sample.label("attribute").equals(attribute));
  }

  private double sum(String name, Predicate<Sample> which) {
    return samples.stream()
        .filter(sample -> sample.name().equals(name))
        .filter(which)
        .mapToDouble(Sample::value)
        .sum();
  }
}
