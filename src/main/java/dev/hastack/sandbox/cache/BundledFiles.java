package dev.hastack.sandbox.cache;

import dev.hastack.sandbox.report.SandboxException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Files that travel inside the jar.
 *
 * @param contents the bytes of each by its name
 */
public record BundledFiles(Map<String, byte[]> contents) {
  /** Hexadecimal digits of the hash: 48 bits, enough to tell the few versions of one cache. */
  private static final int HASH_DIGITS = 12;

  /**
   * Reads class path resources.
   *
   * @param folder the absolute resource folder, ending in a slash
   * @throws SandboxException if one is missing
   */
  public static BundledFiles read(String folder, String... names) {
    Map<String, byte[]> contents = new LinkedHashMap<>();
    for (String name : names) {
      contents.put(name, bytes(folder + name));
    }
    return new BundledFiles(contents);
  }

  /** One of the files as text. */
  public String text(String name) {
    return new String(Objects.requireNonNull(contents.get(name), name), StandardCharsets.UTF_8);
  }

  /** A hash over names, contents and whatever else decides what is built from them. */
  String hash(String... otherInputs) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      contents.forEach(
          (name, bytes) -> {
            digest.update((name + '\0' + bytes.length + '\0').getBytes(StandardCharsets.UTF_8));
            digest.update(bytes);
          });
      for (String input : otherInputs) {
        digest.update((input + '\0').getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest()).substring(0, HASH_DIGITS);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java platform has SHA-256", impossible);
    }
  }

  /** Writes the files into an existing directory. */
  void unpackInto(Path directory) throws IOException {
    for (Map.Entry<String, byte[]> file : contents.entrySet()) {
      Files.write(directory.resolve(file.getKey()), file.getValue());
    }
  }

  private static byte[] bytes(String resource) {
    try (InputStream stream = BundledFiles.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new SandboxException(
            "This build lacks the file %s: build it again with ./mvnw package."
                .formatted(resource));
      }
      return stream.readAllBytes();
    } catch (IOException unreadable) {
      throw new SandboxException("Cannot read the bundled file " + resource, unreadable);
    }
  }
}
