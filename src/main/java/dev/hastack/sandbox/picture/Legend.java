package dev.hastack.sandbox.picture;

import java.util.ArrayList;
import java.util.List;

/**
 * Names of lines, side by side as far as they fit.
 *
 * @param entries in the order of their colours; those without room are told of by number
 * @param lines how many there are
 */
record Legend(List<Entry> entries, int lines) {
  static final int LINE_HEIGHT = 14;
  private static final int MOST_LINES = 5;
  private static final int MARK = 16;
  private static final int GAP = 14;

  /** Of a letter in the middle, at the size of legends; names are told apart without it. */
  private static final double LETTER = 5.9;

  /**
   * A name in its place.
   *
   * @param color of which line; -1 for none
   */
  record Entry(String text, int color, double x, int line) {}

  /** Lays them out. */
  static Legend of(List<String> names, double width) {
    var entries = new ArrayList<Entry>();
    double x = 0;
    int line = 0;
    for (int index = 0; index < names.size(); index++) {
      String text = cut(names.get(index), width);
      double wide = MARK + text.length() * LETTER;
      if (x > 0 && x + wide > width) {
        line++;
        x = 0;
      }
      boolean isLastLine = line == MOST_LINES - 1;
      if (isLastLine && index < names.size() - 1) {
        entries.add(new Entry("and %d more".formatted(names.size() - index), -1, 0, line));
        break;
      }
      entries.add(new Entry(text, index, x, line));
      x += wide + GAP;
    }
    return new Legend(entries, names.isEmpty() ? 0 : line + 1);
  }

  private static String cut(String name, double width) {
    int most = (int) ((width - MARK) / LETTER);
    return name.length() <= most ? name : name.substring(0, most - 1) + "…";
  }
}
