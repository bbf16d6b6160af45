package dev.hastack.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of {@code examples/}. */
public final class Examples {
  /** Where they are. */
  public static final Path ROOT = Path.of("examples");

  private Examples() {}

  /** Those that are an HAStack, wherever they lie, in order. */
  public static List<Path> stacks() {
    return files().stream().filter(Examples::isStack).toList();
  }

  /** All of them, in order. */
  public static List<Path> files() {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static boolean isStack(Path file) {
    try {
      return Files.readString(file).lines().anyMatch("kind: HAStack"::equals);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
