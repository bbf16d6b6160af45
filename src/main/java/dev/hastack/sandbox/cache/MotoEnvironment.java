package dev.hastack.sandbox.cache;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A Python virtual environment with the AWS emulator moto.
 *
 * @param directory the environment, with {@code serve.py} in it
 */
public record MotoEnvironment(Path directory) {
  private static final String VERSION = "5.2.1";

  /**
   * The environment of the cache, installed first if it is not there.
   *
   * @throws dev.hastack.sandbox.report.SandboxException if Python is missing or the installation
   *     fails
   */
  public static MotoEnvironment in(Cache cache) {
    BundledFiles files =
        BundledFiles.read("/dev/hastack/sandbox/moto/", "requirements.txt", "serve.py");
    // The environment links to the Python it was made with, so another Python means another entry.
    String hash = files.hash(BuildTool.PYTHON.version());
    Path entry =
        cache.entry(
            "moto-" + VERSION + "-" + hash,
            (directory, log) -> {
              files.unpackInto(directory);
              cache
                  .progress()
                  .during(
                      "Installing moto " + VERSION,
                      "about a minute the first time, once",
                      () -> {
                        install(directory, log);
                        return directory;
                      });
            });
    return new MotoEnvironment(entry);
  }

  /** The command that serves AWS on 127.0.0.1. */
  public List<String> serve(int port) {
    return List.of(
        directory.resolve("bin/python").toString(),
        directory.resolve("serve.py").toString(),
        "-H",
        "127.0.0.1",
        "-p",
        Integer.toString(port));
  }

  private static void install(Path directory, Path log) {
    BuildTool.run(
        "python3 -m venv", List.of("python3", "-m", "venv", "."), Map.of(), directory, log);
    BuildTool.run(
        "pip install",
        List.of(
            directory.resolve("bin/python").toString(),
            "-m",
            "pip",
            "install",
            "--disable-pip-version-check",
            "--no-input",
            "-r",
            "requirements.txt"),
        Map.of(),
        directory,
        log);
  }
}
