package dev.hastack.sandbox.aws.front;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A pattern as IAM has it: {@code *} for any text, {@code ?} for one character, case ignored ("IAM
 * JSON policy elements: Action", IAM user guide).
 */
public record Glob(String pattern) {
  static final Glob ANY = new Glob("*");

  static List<Glob> all(List<String> patterns) {
    return patterns.stream().map(Glob::new).toList();
  }

  public boolean matches(String text) {
    if (pattern.equals("*")) {
      return true;
    }
    if (pattern.indexOf('*') < 0 && pattern.indexOf('?') < 0) {
      return pattern.equalsIgnoreCase(text);
    }
    String quoted = "\\Q" + pattern.replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q") + "\\E";
    return Pattern.compile(quoted, Pattern.CASE_INSENSITIVE | Pattern.DOTALL)
        .matcher(text)
        .matches();
  }
}
