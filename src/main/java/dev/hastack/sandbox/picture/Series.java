package dev.hastack.sandbox.picture;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What something was over time.
 *
 * @param points in their order; where nothing was known there is none
 */
public record Series(Map<String, String> labels, List<Point> points) {
  private static final Pattern LABEL = Pattern.compile("\\{\\{ *(\\w+) *}}");

  /** A value at a time, in seconds since the beginning. */
  public record Point(double seconds, double value) {}

  /** How a legend calls it: the labels that it names put in. */
  String name(String legend) {
    return LABEL
        .matcher(legend)
        .replaceAll(label -> Matcher.quoteReplacement(labels.getOrDefault(label.group(1), "")));
  }
}
