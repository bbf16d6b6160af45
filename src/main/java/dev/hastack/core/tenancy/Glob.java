package dev.hastack.core.tenancy;

import java.util.List;

/**
 * A pattern for a whole value: {@code *} stands for any characters, {@code ?} for one, everything
 * else for itself, upper and lower case told apart.
 */
public record Glob(String pattern) {

  /** One that matches everything. */
  public static final Glob ANY = new Glob("*");

  /** The globs of these patterns. */
  public static List<Glob> all(List<String> patterns) {
    return patterns.stream().map(Glob::new).toList();
  }

  /** Whether it stands for the value; linear in both lengths but for what stars take back. */
  public boolean matches(String value) {
    int at = 0;
    int in = 0;
    int star = -1;
    int resume = 0;
    while (in < value.length()) {
      if (at < pattern.length() && pattern.charAt(at) == '*') {
        star = at++;
        resume = in;
      } else if (at < pattern.length()
          && (pattern.charAt(at) == '?' || pattern.charAt(at) == value.charAt(in))) {
        at++;
        in++;
      } else if (star >= 0) {
        at = star + 1;
        resume++;
        in = resume;
      } else {
        return false;
      }
    }
    while (at < pattern.length() && pattern.charAt(at) == '*') {
      at++;
    }
    return at == pattern.length();
  }
}
