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
 * Argo CD by its own code: {@code src/argocd} links its health evaluator, its types, and of its
 * servers those that sync.
 *
 * @param executable a command for each
 * @param manifests its own {@code manifests/} as far as a cluster needs them to know it: {@code
 *     crds} and {@code base/config}, both for {@code kubectl apply -k}
 */
public record ArgoCd(Path executable, Path manifests) {
  private static final Path MODULE = Path.of("src", "argocd");
  private static final String UPSTREAM = "github.com/argoproj/argo-cd/v3";
  private static final List<Path> MANIFESTS = List.of(Path.of("crds"), Path.of("base", "config"));

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
              Path upstream = upstream(source, directory.resolve("upstream.txt"));
              for (Path folder : MANIFESTS) {
                copy(
                    upstream.resolve("manifests").resolve(folder),
                    directory.resolve("manifests").resolve(folder));
              }
            });
    return new ArgoCd(entry.resolve("argocd"), entry.resolve("manifests"));
  }

  /** Where Go keeps the source that it has built from. */
  private static Path upstream(Path source, Path answer) throws IOException {
    BuildTool.run(
        "go list",
        List.of("go", "list", "-m", "-f", "{{.Dir}}", UPSTREAM),
        Map.of(),
        source,
        answer);
    return Path.of(Files.readString(answer).strip());
  }

  private static void copy(Path from, Path into) throws IOException {
    Files.createDirectories(into);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, into.resolve(file.getFileName()));
      }
    }
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
