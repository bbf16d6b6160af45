package dev.hastack.sandbox.picture;

/** Text of an SVG that grows. */
final class Svg {
  private final StringBuilder text = new StringBuilder();

  /** Adds what is written as it is. */
  Svg add(String markup) {
    text.append(markup).append('\n');
    return this;
  }

  /** Adds words at a place. */
  Svg words(double x, double y, String classes, String words) {
    return add(
        "<text x=\"%s\" y=\"%s\" class=\"%s\">%s</text>"
            .formatted(number(x), number(y), classes, escaped(words)));
  }

  Svg line(double x1, double y1, double x2, double y2, String classes) {
    return add(
        "<path d=\"M%s %sL%s %s\" class=\"%s\"/>"
            .formatted(number(x1), number(y1), number(x2), number(y2), classes));
  }

  /** To a tenth of a point, without what is not needed. */
  static String number(double value) {
    double rounded = Math.round(value * 10) / 10.0;
    return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
  }

  static String escaped(String words) {
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
