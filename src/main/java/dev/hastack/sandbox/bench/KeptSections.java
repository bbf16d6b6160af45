package dev.hastack.sandbox.bench;

import dev.hastack.sandbox.report.SandboxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The sections of a document that a benchmark wrote, each between two comments that name it. What
 * stands around them is a person's.
 */
final class KeptSections {
  private final Path document;

  KeptSections(Path document) {
    this.document = document;
  }

  /**
   * Puts a section in place of the one of this name.
   *
   * @throws SandboxException if the document has no place for it, or cannot be read or written
   */
  void put(String name, String section) {
    try {
      Files.writeString(document, replaced(Files.readString(document), name, section));
    } catch (IOException failed) {
      throw new SandboxException(
          "Cannot keep figures in %s: %s".formatted(document, failed), failed);
    }
  }

  private String replaced(String text, String name, String section) {
    String begin = "<!-- %s -->%n".formatted(name);
    String end = "<!-- end of %s -->".formatted(name);
    int from = text.indexOf(begin);
    int to = text.indexOf(end, from);
    if (from < 0 || to < 0) {
      throw new SandboxException(
          "%s has no lines %s and %s to put figures between."
              .formatted(document, begin.strip(), end));
    }
    return text.substring(0, from + begin.length()) + section.strip() + "\n" + text.substring(to);
  }
}
