package dev.hastack.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Files that say what is expected, a folder a case: {@code in-*} is read, {@code out-*} is compared
 * and rewritten only with {@code -Dhastack.update=true}.
 */
public final class Golden {
  /** Every suite has a folder here. */
  public static final Path ROOT = Path.of("src/test/resources/golden");

  private static final boolean UPDATE = Boolean.getBoolean("hastack.update");

  private final Path suite;
  private final boolean update;
  private final Set<Path> used = Collections.synchronizedSet(new TreeSet<>());

  private Golden(Path suite, boolean update) {
    this.suite = suite;
    this.update = update;
  }

  /** The cases of a suite. */
  public static Golden of(String suite) {
    return new Golden(ROOT.resolve(suite), UPDATE);
  }

  static Golden of(Path suite, boolean update) {
    return new Golden(suite, update);
  }

  /** The names of the cases there are files for, in order. */
  public List<String> cases() {
    if (!Files.isDirectory(suite)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(suite)) {
      return folders
          .filter(Files::isDirectory)
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads what a case begins with. */
  public String read(String name, String file) {
    Path path = used(name, file);
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException("golden case " + name + " has no readable " + file, e);
    }
  }

  /** Whether a case has a file that not every case has. */
  public boolean has(String name, String file) {
    return Files.exists(suite.resolve(name).resolve(file));
  }

  /** Compares what came of a case with what its file says. */
  public void check(String name, String file, String actual) {
    Path path = used(name, file);
    try {
      if (update) {
        Files.createDirectories(path.getParent());
        Files.writeString(path, actual);
      }
      String expected = Files.exists(path) ? Files.readString(path) : "";
      assertThat(actual)
          .as("%s; where the change is meant, rewrite it with -Dhastack.update=true", path)
          .isEqualTo(expected);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path used(String name, String file) {
    Path path = suite.resolve(name).resolve(file);
    used.add(path);
    return path;
  }

  /** The suite's files that were neither read nor checked. */
  List<Path> unused() {
    if (!Files.isDirectory(suite)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(suite)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !used.contains(file))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
