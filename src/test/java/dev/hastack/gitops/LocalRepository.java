package dev.hastack.gitops;

import dev.hastack.sandbox.process.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A git repository on this machine, with one branch, {@code main}.
 *
 * @param directory its work tree, absolute
 */
public record LocalRepository(Path directory) {
  /** Nobody's own settings, as a name or a key to sign with, come into it. */
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "GIT_CONFIG_GLOBAL", "/dev/null",
          "GIT_CONFIG_NOSYSTEM", "1",
          "GIT_AUTHOR_NAME", "somebody",
          "GIT_AUTHOR_EMAIL", "somebody@example.com",
          "GIT_COMMITTER_NAME", "somebody",
          "GIT_COMMITTER_EMAIL", "somebody@example.com");

  /** Makes one without a commit. */
  public static LocalRepository init(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
    var repository = new LocalRepository(directory);
    repository.git("init", "--quiet", "--initial-branch=main");
    return repository;
  }

  /** As Git takes it. */
  public String url() {
    return "file://" + directory;
  }

  /** The hash of the newest commit. */
  public String head() {
    try {
      return Files.readString(directory.resolve(".git/refs/heads/main")).strip();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Commits a file with another content. */
  public void commit(String path, String content) {
    Path file = directory.resolve(path);
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
    git("add", path);
    git("commit", "--quiet", "--message=Change " + path);
  }

  /** Commits that a file is gone. */
  public void remove(String path) {
    git("rm", "--quiet", path);
    git("commit", "--quiet", "--message=Remove " + path);
  }

  private void git(String... arguments) {
    List<String> command = Stream.concat(Stream.of("git"), Stream.of(arguments)).toList();
    Path log = directory.resolveSibling(directory.getFileName() + ".log");
    try (ChildProcess git =
        ChildProcess.start(new ChildProcess.Command("git", command, ENVIRONMENT, directory, log))) {
      if (git.awaitExit() != 0) {
        throw new AssertionError(String.join(" ", command) + " failed.\n" + git.logTail());
      }
    }
  }
}
