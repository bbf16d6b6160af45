package dev.hastack.sandbox.cache;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A Python virtual environment with the AWS emulator moto, and the script that serves it.
 *
 * @param python the interpreter of the environment
 * @param script what it runs
 */
public record MotoEnvironment(Path python, Path script) {
  private static final String VERSION = "5.2.1";
  private static final String FOLDER = "/dev/hastack/sandbox/moto/";
  private static final String REQUIREMENTS = "requirements.txt";
  private static final String SCRIPT = "serve.py";

  /**
   * The environment of the cache, installed first if it is not there.
   *
   * @throws dev.hastack.sandbox.report.SandboxException if Python is missing or the installation
   *     fails
   */
  public static MotoEnvironment in(Cache cache) {
    BundledFiles requirements = BundledFiles.read(FOLDER, REQUIREMENTS);
    // The environment links to the Python it was made with, so another Python means another entry.
    String python = BuildTool.PYTHON.version();
    Path environment =
        cache.entry(
            "moto-" + VERSION + "-" + requirements.hash(python),
            (directory, log) ->
                cache
                    .progress()
                    .during(
                        "Installing moto " + VERSION,
                        "a minute or two the first time, once",
                        () -> install(requirements, directory, log)));
    BundledFiles script = BundledFiles.read(FOLDER, SCRIPT);
    Path scripts =
        cache.entry(
            "moto-serve-" + script.hash(), (directory, log) -> script.unpackInto(directory));
    return new MotoEnvironment(environment.resolve("bin/python"), scripts.resolve(SCRIPT));
  }

  /** The command that serves AWS on 127.0.0.1. */
  public List<String> serve(int port) {
    return List.of(
        python.toString(), script.toString(), "-H", "127.0.0.1", "-p", Integer.toString(port));
  }

  private static Path install(BundledFiles requirements, Path directory, Path log)
      throws IOException {
    requirements.unpackInto(directory);
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
            REQUIREMENTS),
        Map.of(),
        directory,
        log);
    return directory;
  }
}
