package dev.hastack.sandbox.cache;

import dev.hastack.sandbox.report.Progress;
import dev.hastack.sandbox.report.SandboxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A directory of finished entries, each built once. An entry is built beside its place and moved
 * there in one step, so that one that exists is whole, whatever interrupted an earlier build. A
 * file lock per entry makes a second start wait for the first instead of building again.
 */
public final class Cache {
  private static final String UNFINISHED = ".unfinished-";

  private final Path root;
  private final Progress progress;

  public Cache(Path root, Progress progress) {
    this.root = root.toAbsolutePath();
    this.progress = progress;
  }

  /**
   * The cache of this person: {@code HASTACK_CACHE}, or {@code .cache/hastack} in the home.
   *
   * @param environment the environment variables
   */
  public static Cache ofUser(Map<String, String> environment, Progress progress) {
    String chosen = environment.getOrDefault("HASTACK_CACHE", "");
    return new Cache(
        chosen.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache", "hastack")
            : Path.of(chosen),
        progress);
  }

  /** Fills an empty directory with an entry. */
  @FunctionalInterface
  public interface Builder {
    /**
     * Builds the entry; whatever lies in the directory afterwards is the entry.
     *
     * @param directory where to build; it is moved afterwards, so nothing may remember its path
     * @param log where the output of the tools goes; it stays when the build fails
     */
    void build(Path directory, Path log) throws IOException;
  }

  public Path root() {
    return root;
  }

  /** Whether an entry is there. */
  boolean has(String name) {
    return Files.isDirectory(root.resolve(name));
  }

  Progress progress() {
    return progress;
  }

  /**
   * The directory of an entry, built first if it is not there yet.
   *
   * @param name the entry's name; it carries the version and a hash of whatever else decides the
   *     content, since an existing entry is never looked into
   * @throws SandboxException if the cache cannot be written or the build fails
   */
  public Path entry(String name, Builder builder) {
    Path entry = root.resolve(name);
    if (has(name)) {
      return entry;
    }
    try {
      Files.createDirectories(root);
      buildOnce(name, entry, builder);
    } catch (IOException failure) {
      throw new SandboxException(
          "Cannot prepare %s: %s. The cache directory must be writable; HASTACK_CACHE chooses another."
              .formatted(entry, failure),
          failure);
    }
    return entry;
  }

  @SuppressWarnings("try") // the lock is held, not used
  private void buildOnce(String name, Path entry, Builder builder) throws IOException {
    try (FileMutex mutex = lock(name)) {
      if (!has(name)) {
        deleteUnfinished(name);
        build(name, entry, builder);
      }
    }
  }

  private FileMutex lock(String name) throws IOException {
    Path file = root.resolve(name + ".lock");
    FileMutex free = FileMutex.tryAcquire(file);
    return free != null
        ? free
        : progress.during(
            "Waiting for another start to prepare " + name, "", () -> FileMutex.acquire(file));
  }

  private void build(String name, Path entry, Builder builder) throws IOException {
    Path unfinished = Files.createTempDirectory(root, name + UNFINISHED);
    Path log = root.resolve(name + ".log");
    Files.deleteIfExists(log);
    boolean finished = false;
    try {
      builder.build(unfinished, log);
      Files.move(unfinished, entry, StandardCopyOption.ATOMIC_MOVE);
      Files.deleteIfExists(log);
      finished = true;
    } finally {
      if (!finished) {
        DirectoryTree.delete(unfinished);
      }
    }
  }

  private void deleteUnfinished(String name) throws IOException {
    try (Stream<Path> leftovers = Files.list(root)) {
      for (Path leftover :
          leftovers
              .filter(path -> path.getFileName().toString().startsWith(name + UNFINISHED))
              .toList()) {
        DirectoryTree.delete(leftover);
      }
    }
  }
}
