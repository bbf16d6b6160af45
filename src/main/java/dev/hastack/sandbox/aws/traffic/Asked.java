package dev.hastack.sandbox.aws.traffic;

import dev.hastack.sandbox.aws.traffic.Routes.Condition;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What requests ask for. Rules that look at anything else, as headers or the query, do not match
 * them.
 *
 * @param host as {@code shop.hastack.example}; empty if they name none
 * @param path as {@code /cart}
 */
public record Asked(String host, String path) {

  /** The first page of whichever host. */
  public static final Asked NOTHING_IN_PARTICULAR = new Asked("", "/");

  /** Whether all conditions of a rule are met. */
  boolean meets(List<Condition> conditions) {
    return conditions.stream().allMatch(this::meets);
  }

  /** "Hostnames are not case-sensitive", "path patterns are case-sensitive" (Condition types). */
  private boolean meets(Condition condition) {
    return switch (condition) {
      case Condition.Host(List<String> patterns) ->
          patterns.stream()
              .anyMatch(
                  each -> matches(each.toLowerCase(Locale.ROOT), host.toLowerCase(Locale.ROOT)));
      case Condition.Path(List<String> patterns) ->
          patterns.stream().anyMatch(each -> matches(each, path));
      case Condition.Other any -> false;
    };
  }

  /** {@code *} stands for any characters, {@code ?} for exactly one. */
  private static boolean matches(String wildcard, String text) {
    var regex = new StringBuilder();
    wildcard
        .chars()
        .forEach(
            each ->
                regex.append(
                    switch (each) {
                      case '*' -> ".*";
                      case '?' -> ".";
                      default -> Pattern.quote(Character.toString(each));
                    }));
    return text.matches(regex.toString());
  }
}
