package dev.hastack.provider.aws;

import java.util.List;

/**
 * User data that stood in another object than the stack. It may hold what only servers are to know,
 * so nothing that prints it shows it.
 *
 * @param text plain, at most what AWS takes
 */
public record UserData(String text) {
  private static final int DIGEST_HEX_DIGITS = 16;

  /** Tells one content from another. */
  String digest() {
    return Sha256.hex(DIGEST_HEX_DIGITS, List.of(text));
  }

  @Override
  public String toString() {
    return "UserData[sensitive]";
  }
}
