package dev.hastack.core.status;

/** Text cut to what the API server accepts, so that a long message never costs the whole status. */
final class Bounded {
  private static final String CUT = "...";

  private Bounded() {}

  static String text(String text, int maxCharacters) {
    return text.length() <= maxCharacters
        ? text
        : text.substring(0, maxCharacters - CUT.length()) + CUT;
  }
}
