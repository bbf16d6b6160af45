package dev.hastack.sandbox.aws.ec2;

import dev.hastack.sandbox.aws.world.ApiError;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Filter;

/**
 * The filters of one describe operation. Filters are joined with AND, the values of one with OR;
 * {@code *} and {@code ?} are wildcards, a backslash takes their meaning ("List and filter using
 * the CLI and API", EC2 user guide).
 *
 * @param <T> what is described
 */
final class Selection<T> {
  private static final int MOST_VALUES = 200;
  private static final String TAG = "tag:";

  private final Map<String, Function<T, Collection<String>>> values = new TreeMap<>();
  private @Nullable Function<T, Map<String, String>> tags;

  /** A filter over something that may be missing. */
  Selection<T> by(String name, Function<T, @Nullable String> value) {
    return byAny(name, row -> Optional.<String>ofNullable(value.apply(row)).stream().toList());
  }

  /** A filter that any of several values satisfies. */
  Selection<T> byAny(String name, Function<T, Collection<String>> all) {
    values.put(name, all);
    return this;
  }

  /** The filters {@code tag:KEY} and {@code tag-key}. */
  Selection<T> byTags(Function<T, Map<String, String>> all) {
    tags = all;
    return byAny("tag-key", row -> all.apply(row).keySet());
  }

  /** Whether it can apply a filter. */
  boolean knows(Filter filter) {
    String name = filter.name();
    return name != null && (values.containsKey(name) || (tags != null && name.startsWith(TAG)));
  }

  /**
   * What passes every filter, in the order given.
   *
   * @throws ApiError if the operation has no such filter
   */
  List<T> of(List<T> rows, List<Filter> filters) {
    List<T> left = rows;
    for (Filter filter : filters) {
      if (filter.values().size() > MOST_VALUES) {
        throw new ApiError(
            "FilterLimitExceeded",
            "The maximum number of filter values specified on a single call is " + MOST_VALUES);
      }
      Function<T, Collection<String>> value = value(filter.name());
      Predicate<String> wanted = anyOf(filter.values());
      left = left.stream().filter(row -> anyMatches(value.apply(row), wanted)).toList();
    }
    return left;
  }

  private Function<T, Collection<String>> value(@Nullable String name) {
    if (name == null) {
      throw new ApiError("MissingParameter", "The request must contain the parameter Filter.Name");
    }
    Function<T, Map<String, String>> byTag = tags;
    if (byTag != null && name.startsWith(TAG)) {
      String key = name.substring(TAG.length());
      return row -> {
        String of = byTag.apply(row).get(key);
        return of == null ? List.of() : List.of(of);
      };
    }
    Function<T, Collection<String>> known = values.get(name);
    if (known == null) {
      throw new ApiError("InvalidParameterValue", "The filter '" + name + "' is invalid");
    }
    return known;
  }

  /** A loop, since a fleet's thousands of rows pass here with each look at one group. */
  private static boolean anyMatches(Collection<String> has, Predicate<String> wanted) {
    for (String each : has) {
      if (wanted.test(each)) {
        return true;
      }
    }
    return false;
  }

  private static Predicate<String> anyOf(List<String> wanted) {
    var plain = new HashSet<String>();
    Predicate<String> any = plain::contains;
    for (String each : wanted) {
      if (each.chars().noneMatch(letter -> letter == '*' || letter == '?' || letter == '\\')) {
        plain.add(each);
      } else {
        any = any.or(pattern(each).asMatchPredicate());
      }
    }
    return any;
  }

  private static Pattern pattern(String wanted) {
    var regex = new StringBuilder();
    for (int at = 0; at < wanted.length(); at++) {
      char each = wanted.charAt(at);
      switch (each) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        case '\\' -> regex.append(at + 1 < wanted.length() ? quoted(wanted.charAt(++at)) : "\\\\");
        default -> regex.append(quoted(each));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  private static String quoted(char each) {
    return Pattern.quote(String.valueOf(each));
  }
}
