package dev.hastack.sandbox.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The programs of a Kubernetes control plane, built from source with the Go tool chain.
 *
 * <p>Where only package registries can be reached, the Go module proxy is the one place to get them
 * from.
 *
 * @param directory where they lie under their usual names
 */
public record KubeBinaries(Path directory) {
  private static final String VERSION = "1.36.1";
  private static final List<String> PROGRAMS =
      List.of("etcd", "kube-apiserver", "kube-controller-manager", "kubectl");
  private static final String VERSION_PACKAGE = "k8s.io/component-base/version.";

  /**
   * Fails now if the programs would have to be built and cannot be: before other work is done for
   * nothing.
   *
   * @throws dev.hastack.sandbox.report.SandboxException if Go is missing or too old
   */
  public static void requireAvailable(Cache cache) {
    if (!cache.has(entryName(module()))) {
      BuildTool.GO.version();
    }
  }

  /**
   * The programs of the cache, built first if they are not there.
   *
   * @throws dev.hastack.sandbox.report.SandboxException if Go is missing or the build fails
   */
  public static KubeBinaries in(Cache cache) {
    requireAvailable(cache);
    BundledFiles module = module();
    Path entry =
        cache.entry(
            entryName(module),
            (directory, log) ->
                cache
                    .progress()
                    .during(
                        "Building etcd, kube-apiserver and kubectl " + VERSION,
                        "5 to 10 minutes the first time, once",
                        () -> build(module, directory, log)));
    return new KubeBinaries(entry);
  }

  /** A program by its usual name. */
  public Path program(String name) {
    return directory.resolve(name);
  }

  private static BundledFiles module() {
    return BundledFiles.read("/dev/hastack/sandbox/kube/", "go.mod", "go.sum", "main.go");
  }

  private static String entryName(BundledFiles module) {
    return "kube-" + VERSION + "-" + module.hash();
  }

  private static Path build(BundledFiles module, Path directory, Path log) throws IOException {
    Path source = Files.createDirectory(directory.resolve("src"));
    module.unpackInto(source);
    String linkerFlags =
        "-s -w"
            + (" -X " + VERSION_PACKAGE + "gitVersion=v" + VERSION)
            + (" -X " + VERSION_PACKAGE + "gitMajor=1")
            + (" -X " + VERSION_PACKAGE + "gitMinor=36")
            + (" -X " + VERSION_PACKAGE + "gitTreeState=clean");
    BuildTool.run(
        "go build",
        List.of("go", "build", "-trimpath", "-ldflags", linkerFlags, "-o", "../kube", "."),
        Map.of("CGO_ENABLED", "0"),
        source,
        log);
    for (String program : PROGRAMS) {
      Files.createSymbolicLink(directory.resolve(program), Path.of("kube"));
    }
    return directory;
  }
}
