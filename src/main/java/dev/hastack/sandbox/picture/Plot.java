package dev.hastack.sandbox.picture;

import dev.hastack.sandbox.picture.Dashboard.Panel;
import dev.hastack.sandbox.picture.Series.Point;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Lines over time.
 *
 * @param lines with their names
 * @param seconds how long it all took
 */
record Plot(Panel panel, List<Named> lines, double seconds) {
  /** As many as there are classes of it. */
  static final int COLORS = 10;

  private static final int INSET = 10;
  private static final int TITLE = 28;
  private static final int VALUES = 62;
  private static final int TIMES = 18;
  private static final int MOST_VALUES = 4;
  private static final int MOST_TIMES = 6;
  private static final double MINUTE = 60;

  /** Longer without a value, and a line ends. */
  private static final double GAP_SECONDS = 2.5 * Prometheus.EVERY.toSeconds();

  /** A line and how the legend calls it. */
  record Named(String name, List<Point> points) {
    private double sum() {
      return points.stream().mapToDouble(Point::value).sum();
    }
  }

  /** The largest first, since a legend may have no room for the last. */
  Plot {
    lines =
        lines.stream()
            .filter(line -> !line.points().isEmpty())
            .sorted(Comparator.comparingDouble(Named::sum).reversed())
            .toList();
  }

  void draw(Svg svg, Box box) {
    Legend legend = Legend.of(lines.stream().map(Named::name).toList(), box.width() - 2 * INSET);
    Box inner =
        new Box(
            box.x() + VALUES,
            box.y() + TITLE,
            box.width() - VALUES - INSET,
            box.height() - TITLE - TIMES - INSET - legend.lines() * Legend.LINE_HEIGHT);
    if (lines.isEmpty()) {
      svg.words(box.x() + box.width() / 2, box.y() + box.height() / 2, "dim middle", "No data");
      return;
    }
    Scale values = values();
    Scale minutes = Scale.over(0, seconds / MINUTE, MOST_TIMES);
    Unit unit = Unit.of(panel.unit(), values.to());
    values
        .marks()
        .forEach(
            value -> {
              double y = inner.bottom() - values.along(value) * inner.height();
              svg.line(inner.x(), y, inner.right(), y, "grid");
              svg.words(inner.x() - 6, y + 4, "dim end", unit.text(value));
            });
    double end = seconds / MINUTE;
    minutes
        .marks()
        .filter(minute -> minute <= end)
        .forEach(
            minute ->
                svg.words(
                    inner.x() + minute / end * inner.width(),
                    inner.bottom() + 14,
                    minute == 0 ? "dim" : "dim middle",
                    minute == 0 ? "0 min" : Unit.of("", end).text(minute)));
    for (int index = 0; index < lines.size(); index++) {
      svg.add(
          "<path d=\"%s\" class=\"line c%d\"/>"
              .formatted(path(lines.get(index).points(), inner, values), index % COLORS));
    }
    draw(svg, legend, new Box(box.x() + INSET, inner.bottom() + TIMES, 0, 0));
  }

  private static void draw(Svg svg, Legend legend, Box at) {
    for (Legend.Entry entry : legend.entries()) {
      double x = at.x() + entry.x();
      double y = at.y() + (entry.line() + 1) * Legend.LINE_HEIGHT;
      if (entry.color() >= 0) {
        svg.line(x, y - 4, x + 11, y - 4, "mark c" + entry.color() % COLORS);
      }
      svg.words(x + 16, y, "legend", entry.text());
    }
  }

  private Scale values() {
    double least = all().min().orElse(0);
    double greatest = all().max().orElse(0);
    double from = Math.min(0, least);
    return Scale.over(from, greatest > from ? greatest : from + 1, MOST_VALUES);
  }

  private DoubleStream all() {
    return lines.stream().flatMap(line -> line.points().stream()).mapToDouble(Point::value);
  }

  /** What stands alone is a dot: a line of no length with round ends. */
  private String path(List<Point> points, Box inner, Scale values) {
    var steps = new ArrayList<String>();
    double before = Double.NEGATIVE_INFINITY;
    for (int index = 0; index < points.size(); index++) {
      Point point = points.get(index);
      String place =
          Svg.number(inner.x() + point.seconds() / seconds * inner.width())
              + " "
              + Svg.number(inner.bottom() - values.along(point.value()) * inner.height());
      boolean begins = point.seconds() - before > GAP_SECONDS;
      boolean ends =
          index == points.size() - 1
              || points.get(index + 1).seconds() - point.seconds() > GAP_SECONDS;
      steps.add((begins ? "M" : "L") + place + (begins && ends ? "h0" : ""));
      before = point.seconds();
    }
    return String.join("", steps);
  }
}
