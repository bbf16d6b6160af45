package dev.hastack.sandbox.aws.world;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What somebody measures, for whoever asks CloudWatch. */
public interface Metrics {

  /**
   * One value.
   *
   * @param minute at whose beginning it is filed
   */
  record Point(Instant minute, double value) {}

  /**
   * A value for each minute in which there is one, the oldest first; empty for a metric that nobody
   * has.
   *
   * @param from the first minute; inclusive
   * @param to exclusive
   */
  List<Point> points(
      String namespace, String name, Map<String, String> dimensions, Instant from, Instant to);
}
