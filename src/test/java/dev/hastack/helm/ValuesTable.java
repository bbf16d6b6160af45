package dev.hastack.helm;

import static java.util.stream.Collectors.joining;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The chart's values for people to read: what values.yaml has, and says above each.
 *
 * @param rows in the order of the file
 */
record ValuesTable(List<Row> rows) {
  private static final Pattern KEY = Pattern.compile("( *)(\\w+):(?: +(.+))?");
  private static final Pattern COMMENT = Pattern.compile(" *# ?(.*)");

  /**
   * One value that can be set.
   *
   * @param path as {@code --set} takes it
   * @param standard what it is where nobody sets it, as YAML; empty for one that holds others
   * @param meaning empty where the file does not say
   */
  record Row(String path, String standard, String meaning) {
    private String markdown() {
      return "| `%s` | %s | %s |\n"
          .formatted(
              path,
              standard.isEmpty() ? "" : "`" + standard + "`",
              meaning.replace("|", "\\|").replace("<", "&lt;"));
    }
  }

  private record Parent(int indent, String path) {}

  /** Goes through a file in which each key is on a line of its own, below its comment. */
  static ValuesTable of(List<String> lines) {
    var rows = new ArrayList<Row>();
    Deque<Parent> parents = new ArrayDeque<>();
    var comment = new ArrayList<String>();
    for (String line : lines) {
      Matcher said = COMMENT.matcher(line);
      Matcher key = KEY.matcher(line);
      if (said.matches()) {
        comment.add(said.group(1).strip());
        continue;
      }
      if (key.matches()) {
        int indent = key.group(1).length();
        while (!parents.isEmpty() && parents.peek().indent() >= indent) {
          parents.pop();
        }
        String path = parents.isEmpty() ? key.group(2) : parents.peek().path() + "." + key.group(2);
        String standard = key.group(3) == null ? "" : key.group(3);
        if (!standard.isEmpty() || !comment.isEmpty()) {
          rows.add(new Row(path, standard, String.join(" ", comment)));
        }
        parents.push(new Parent(indent, path));
      }
      comment.clear();
    }
    return new ValuesTable(rows);
  }

  String markdown() {
    return "| value | default | what it is |\n|---|---|---|\n"
        + rows.stream().map(Row::markdown).collect(joining());
  }
}
