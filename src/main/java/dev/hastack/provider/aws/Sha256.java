package dev.hastack.provider.aws;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;

/** The digest behind names, client tokens and contents. */
public final class Sha256 {
  private Sha256() {}

  /**
   * The first hex digits of the digest over {@code parts}, each closed by a zero character so that
   * {@code ab, c} and {@code a, bc} differ.
   *
   * @param hexDigits how many, at most 64
   */
  public static String hex(int hexDigits, Collection<String> parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part : parts) {
        digest.update(part.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
      return HexFormat.of().formatHex(digest.digest()).substring(0, hexDigits);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
