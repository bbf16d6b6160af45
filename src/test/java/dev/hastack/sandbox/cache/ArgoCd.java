package dev.hastack.sandbox.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What Argo CD thinks of objects, by its own code: {@code src/argocd} links its health evaluator
 * and its types, and nothing that runs.
 */
public record ArgoCd(Path executable) {
  private static final Path MODULE = Path.of("src", "argocd");

  /** That of the cache, built first if it is not there: minutes, once. */
  public static ArgoCd in(Cache cache) {
    var contents = new LinkedHashMap<String, byte[]>();
    for (String name : List.of("go.mod", "go.sum", "main.go")) {
      contents.put(name, bytes(MODULE.resolve(name)));
    }
    var module = new BundledFiles(contents);
    Path entry =
        cache.entry(
            "argocd-" + module.hash(),
            (directory, log) -> {
              BuildTool.GO.version();
              Path source = Files.createDirectory(directory.resolve("src"));
              module.unpackInto(source);
              BuildTool.run(
                  "go build",
                  List.of("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", "../argocd", "."),
                  Map.of("CGO_ENABLED", "0"),
                  source,
                  log);
            });
    return new ArgoCd(entry.resolve("argocd"));
  }

  /** Calls it; answers the lines it prints. */
  public List<String> call(Path log, String... arguments) {
    BuildTool.run(
        "argocd",
        Stream.concat(Stream.of(executable.toString()), Stream.of(arguments)).toList(),
        Map.of(),
        Path.of("."),
        log);
    try {
      return Files.readAllLines(log);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
