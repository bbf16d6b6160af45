package dev.hastack.core.status;

/** Text cut to what the API server accepts, so that a long message never costs the whole status. */
final class Bounded {
  private static final String CUT = "...";

  private Bounded() {}

  static String text(String text, int maxCharacters) {
    if (text.length() <= maxCharacters) {
      return text;
    }
    int end = maxCharacters - CUT.length();
    // Half a surrogate pair is not a character, and no JSON.
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + CUT;
  }
}
