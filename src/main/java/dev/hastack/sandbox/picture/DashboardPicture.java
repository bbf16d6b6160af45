package dev.hastack.sandbox.picture;

import dev.hastack.sandbox.picture.Dashboard.Panel;
import dev.hastack.sandbox.picture.Dashboard.Place;
import dev.hastack.sandbox.picture.Dashboard.Query;
import dev.hastack.sandbox.picture.Dashboard.Threshold;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A dashboard, drawn as Grafana lays it out, of what Prometheus saw. It tells in its metadata what
 * it is a picture of.
 *
 * @param caption a sentence below its title
 * @param seconds how long Prometheus watched
 */
public record DashboardPicture(Dashboard dashboard, String caption, double seconds) {
  private static final int COLUMNS = 24;
  private static final int COLUMN = 45;
  private static final int ROW = 28;
  private static final int MARGIN = 10;
  private static final int HEADER = 56;
  private static final int GAP = 8;
  private static final String GOOD = "green";

  /** Colours of Grafana's that are read on white and on black. */
  private static final String STYLE =
      """
      <style>
      text { font: 12px system-ui, "Segoe UI", Helvetica, Arial, sans-serif; fill: #24292e }
      .page { fill: #f4f5f5 }
      .panel { fill: #fff; stroke: #d5d8db }
      .title { font-weight: 600 }
      .top { font-size: 18px; font-weight: 600 }
      .stat { font-size: 40px; font-weight: 600; text-anchor: middle }
      .dim { font-size: 11px; fill: #5c6670 }
      .legend { font-size: 11px }
      .middle { text-anchor: middle }
      .end { text-anchor: end }
      .grid { stroke: #8a939c; stroke-opacity: .25; fill: none }
      .line { stroke-width: 1.5; fill: none; stroke-linecap: round; stroke-linejoin: round }
      .mark { stroke-width: 3; fill: none }
      .c0 { stroke: #3d9a50 } .c1 { stroke: #c98a00 } .c2 { stroke: #3b7ddd }
      .c3 { stroke: #e0524d } .c4 { stroke: #9a5fd0 } .c5 { stroke: #0f9d9d }
      .c6 { stroke: #e0752d } .c7 { stroke: #c2478f } .c8 { stroke: #7d8590 } .c9 { stroke: #7a8f1f }
      .green { fill: #3d9a50 } .red { fill: #e0524d } .orange { fill: #e0752d } .blue { fill: #3b7ddd }
      @media (prefers-color-scheme: dark) {
        text { fill: #d8d9da }
        .page { fill: #111217 }
        .panel { fill: #181b1f; stroke: #2c3235 }
        .dim { fill: #9fa7b3 }
      }
      </style>\
      """;

  /**
   * Draws it.
   *
   * @param answers what Prometheus says to an expression
   */
  public String draw(Function<String, List<Series>> answers) {
    int width = COLUMNS * COLUMN + 2 * MARGIN;
    int height =
        dashboard.panels().stream()
                .map(Panel::place)
                .mapToInt(place -> (place.y() + place.h()) * ROW)
                .max()
                .orElse(0)
            + HEADER
            + MARGIN;
    Svg svg =
        new Svg()
            .add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %1$d %2$d\" width=\"%1$d\" height=\"%2$d\">"
                    .formatted(width, height))
            .add("<metadata>" + Svg.escaped(dashboard.described()) + "</metadata>")
            .add(STYLE)
            .add("<rect width=\"%d\" height=\"%d\" class=\"page\"/>".formatted(width, height))
            .words(MARGIN + GAP, 26, "top", "HAStack")
            .words(MARGIN + GAP, 45, "dim", caption);
    dashboard.panels().forEach(panel -> draw(svg, panel, answers));
    return svg.add("</svg>").toString();
  }

  private void draw(Svg svg, Panel panel, Function<String, List<Series>> answers) {
    Box box = box(panel.place());
    if (panel.kind() == Dashboard.Kind.ROW) {
      svg.words(box.x() + GAP, box.bottom() - 4, "title", panel.title());
      return;
    }
    svg.add(
            "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"3\" class=\"panel\"/>"
                .formatted(
                    Svg.number(box.x()),
                    Svg.number(box.y()),
                    Svg.number(box.width()),
                    Svg.number(box.height())))
        .words(box.x() + GAP, box.y() + 18, "title", panel.title());
    switch (panel.kind()) {
      case ROW -> throw new IllegalStateException("drawn above");
      case STAT -> drawStat(svg, panel, box, answers);
      case TIMESERIES -> new Plot(panel, lines(panel, answers), seconds).draw(svg, box);
    }
  }

  private static List<Plot.Named> lines(Panel panel, Function<String, List<Series>> answers) {
    var lines = new ArrayList<Plot.Named>();
    for (Query query : panel.queries()) {
      for (Series series : answers.apply(query.expression())) {
        lines.add(new Plot.Named(series.name(query.legend()), series.points()));
      }
    }
    return lines;
  }

  private static void drawStat(
      Svg svg, Panel panel, Box box, Function<String, List<Series>> answers) {
    double value =
        answers.apply(panel.queries().getFirst().expression()).stream()
            .map(Series::points)
            .filter(points -> !points.isEmpty())
            .mapToDouble(points -> points.getLast().value())
            .findFirst()
            .orElse(Double.NaN);
    boolean isKnown = !Double.isNaN(value);
    svg.words(
        box.x() + box.width() / 2,
        box.y() + box.height() / 2 + 22,
        "stat " + (isKnown ? color(panel, value) : "dim"),
        isKnown ? Unit.of(panel.unit(), value).text(value) : "No data");
  }

  private static String color(Panel panel, double value) {
    String color = GOOD;
    for (Threshold threshold : panel.thresholds()) {
      if (value >= threshold.from()) {
        color = threshold.color();
      }
    }
    return color;
  }

  private static Box box(Place place) {
    return new Box(
        MARGIN + place.x() * COLUMN + GAP / 2.0,
        HEADER + place.y() * ROW + GAP / 2.0,
        place.w() * COLUMN - GAP,
        place.h() * ROW - GAP);
  }
}
