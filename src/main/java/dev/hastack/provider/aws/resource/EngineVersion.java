package dev.hastack.provider.aws.resource;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A version of an Aurora engine. PostgreSQL's major version is the first number; MySQL's is MySQL's
 * own, and Aurora's follows it ({@code 8.0.mysql_aurora.3.08.0}; Aurora user guide, Aurora
 * versions).
 *
 * @param major what only a major version upgrade changes
 * @param minor the numbers after it, which may be fewer than AWS has: missing ones count as none
 */
public record EngineVersion(String major, List<Integer> minor)
    implements Comparable<EngineVersion> {
  private static final String MYSQL = ".mysql_aurora.";
  private static final Pattern DOT = Pattern.compile("\\.");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  public EngineVersion {
    minor = List.copyOf(minor);
  }

  /** Reads AWS's text; what is not a number counts as 0. */
  public static EngineVersion parse(String text) {
    int aurora = text.indexOf(MYSQL);
    if (aurora >= 0) {
      return new EngineVersion(
          text.substring(0, aurora), numbers(text.substring(aurora + MYSQL.length())).toList());
    }
    String[] parts = DOT.split(text, 2);
    return new EngineVersion(parts[0], parts.length < 2 ? List.of() : numbers(parts[1]).toList());
  }

  private static Stream<Integer> numbers(String text) {
    return DOT.splitAsStream(text)
        .map(part -> NUMBER.matcher(part).matches() ? Integer.parseInt(part) : 0);
  }

  /** Whether this one is as wanted where {@code floor} is the lowest that is. */
  public boolean isAtLeast(EngineVersion floor) {
    return major.equals(floor.major) && compareTo(floor) >= 0;
  }

  /** Whether this one is a part of what AWS spells out in {@code full}, or all of it. */
  public boolean covers(EngineVersion full) {
    return major.equals(full.major)
        && minor.size() <= full.minor.size()
        && minor.equals(full.minor.subList(0, minor.size()));
  }

  @Override
  public int compareTo(EngineVersion other) {
    List<Integer> mine = Stream.concat(numbers(major), minor.stream()).toList();
    List<Integer> others = Stream.concat(numbers(other.major), other.minor.stream()).toList();
    for (int at = 0; at < Math.max(mine.size(), others.size()); at++) {
      int compared = Integer.compare(number(mine, at), number(others, at));
      if (compared != 0) {
        return compared;
      }
    }
    return 0;
  }

  private static int number(List<Integer> numbers, int at) {
    return at < numbers.size() ? numbers.get(at) : 0;
  }
}
