package dev.hastack.sandbox.cache;

import dev.hastack.sandbox.process.ChildProcess;
import dev.hastack.sandbox.report.SandboxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of one run of the sandbox, or of what else starts a world of its own: data, logs,
 * kubeconfig. They go with the run. What a killed or failed run left behind goes with the start of
 * the next: a run holds a lock for as long as it lives.
 */
public final class RunDirectory implements AutoCloseable {
  private static final String LOCK = "lock";
  private static final String SANDBOX = "sandbox-";

  private final Path path;
  private final FileMutex mutex;
  private boolean closed;
  private boolean kept;

  private RunDirectory(Path path, FileMutex mutex) {
    this.path = path;
    this.mutex = mutex;
  }

  /** A new directory below the cache; leftovers of dead runs are deleted on the way. */
  public static RunDirectory create(Cache cache) {
    return create(cache, SANDBOX);
  }

  /**
   * The same for a run that is no sandbox, and not among those that {@link #living} finds.
   *
   * @param prefix of the directory's name, for example {@code farm-}
   */
  public static RunDirectory create(Cache cache, String prefix) {
    Path runs = runs(cache);
    try {
      Files.createDirectories(runs);
      deleteDeadRuns(runs);
      Path path = Files.createTempDirectory(runs, prefix);
      RunDirectory directory = new RunDirectory(path, FileMutex.acquire(path.resolve(LOCK)));
      ChildProcess.whenAllHaveEnded(directory::close);
      return directory;
    } catch (IOException unwritable) {
      throw new SandboxException(
          "Cannot write to %s: %s. HASTACK_CACHE chooses another directory."
              .formatted(runs, unwritable),
          unwritable);
    }
  }

  /** The directories of the sandboxes that are alive now. */
  public static List<Path> living(Cache cache) {
    Path runs = runs(cache);
    if (Files.notExists(runs)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(runs)) {
      List<Path> living = new ArrayList<>();
      for (Path run : all.sorted().toList()) {
        if (run.getFileName().toString().startsWith(SANDBOX) && isAlive(run)) {
          living.add(run);
        }
      }
      return living;
    } catch (IOException unreadable) {
      throw new SandboxException("Cannot read %s: %s".formatted(runs, unreadable), unreadable);
    }
  }

  public Path path() {
    return path;
  }

  /** Has {@link #close()} leave the files to the next start, for a person to look into. */
  public synchronized void keep() {
    kept = true;
  }

  /** Deletes the directory unless it is kept; a second call does nothing. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (!kept) {
        DirectoryTree.delete(path);
      }
      mutex.close();
    } catch (IOException undeletable) {
      throw new SandboxException("Cannot delete %s: %s".formatted(path, undeletable), undeletable);
    }
  }

  private static Path runs(Cache cache) {
    return cache.root().resolve("run");
  }

  private static boolean isAlive(Path run) throws IOException {
    Path lock = run.resolve(LOCK);
    if (Files.notExists(lock)) {
      return false;
    }
    try (FileMutex dead = FileMutex.tryAcquire(lock)) {
      return dead == null;
    } catch (NoSuchFileException endedJustNow) {
      return false;
    }
  }

  private static void deleteDeadRuns(Path runs) throws IOException {
    try (Stream<Path> all = Files.list(runs)) {
      for (Path run : all.toList()) {
        deleteIfDead(run);
      }
    }
  }

  private static void deleteIfDead(Path run) throws IOException {
    Path lock = run.resolve(LOCK);
    // A run that is just being created has no lock file yet: leave it alone.
    if (Files.notExists(lock)) {
      return;
    }
    try (FileMutex dead = FileMutex.tryAcquire(lock)) {
      if (dead != null) {
        DirectoryTree.delete(run);
      }
    }
  }
}
