package dev.hastack.api.manifest;

/**
 * One thing that is wrong with a manifest.
 *
 * @param field path of the field, for example {@code spec.drift.ignore[0].resource}; empty for the
 *     file as a whole
 * @param found the value as written, shortened; empty where there is none to show
 * @param expected what it breaks, beginning with "must" or "is"
 * @param remedy what to do about it, as an imperative
 */
public record Problem(String field, String found, String expected, String remedy) {
  @Override
  public String toString() {
    String subject = field.isEmpty() ? "the file" : field;
    return (found.isEmpty() ? subject : subject + " (" + found + ")")
        + " "
        + expected
        + "; "
        + remedy;
  }
}
