package dev.hastack.api.v1alpha1;

import dev.hastack.sandbox.cache.Cache;
import dev.hastack.sandbox.cache.KubeBinaries;
import dev.hastack.sandbox.kubernetes.LocalCluster;
import dev.hastack.sandbox.report.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real API server that knows the committed CRD, spoken to as a person would: with kubectl. */
final class ApiServer implements AutoCloseable {
  private final LocalCluster cluster;
  private final Path kubectl;
  private final Path directory;

  /** What kubectl said. */
  record Answer(int exitCode, String output, String error) {}

  private ApiServer(LocalCluster cluster, Path kubectl, Path directory) {
    this.cluster = cluster;
    this.kubectl = kubectl;
    this.directory = directory;
  }

  static ApiServer start(Path directory) {
    KubeBinaries binaries =
        KubeBinaries.in(Cache.ofUser(System.getenv(), Progress.onStandardOutput()));
    ApiServer server =
        new ApiServer(
            LocalCluster.start(
                binaries, directory.resolve("cluster"), LocalCluster.Controllers.NONE),
            binaries.program("kubectl"),
            directory);
    server.kubectl("", "apply", "--server-side", "-f", CommittedCrd.FILE.toString());
    server.kubectl("", "wait", "--for=condition=Established", "crd/hastacks.hastack.dev");
    return server;
  }

  /** Calls kubectl with text on its standard input. */
  Answer kubectl(String input, String... arguments) {
    List<String> command = new ArrayList<>(List.of(kubectl.toString()));
    command.addAll(List.of(arguments));
    try {
      Path in = Files.writeString(Files.createTempFile(directory, "in", ""), input);
      Path out = Files.createTempFile(directory, "out", "");
      Path error = Files.createTempFile(directory, "error", "");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectInput(in.toFile())
              .redirectOutput(out.toFile())
              .redirectError(error.toFile());
      builder.environment().put("KUBECONFIG", cluster.kubeconfig().toString());
      int exitCode = builder.start().waitFor();
      return new Answer(
          exitCode,
          Files.readString(out, StandardCharsets.UTF_8),
          Files.readString(error, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while kubectl ran", e);
    }
  }

  @Override
  public void close() {
    cluster.close();
  }
}
