package dev.hastack.sandbox.image;

import dev.hastack.sandbox.operator.OperatorProcess;
import dev.hastack.sandbox.process.LoopbackPort;
import dev.hastack.sandbox.report.SandboxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * An operator of which the JVM learns what later starts need. Nobody answers it: it starts, looks
 * for its API server and serves its health, so that an image is made without a cluster or an
 * account.
 *
 * @param folder what is started
 */
record Training(ImageFolder folder) {
  private static final Duration START = Duration.ofMinutes(5);

  /** The file is written at the end of the process. */
  private static final Duration ENDING = Duration.ofMinutes(5);

  /**
   * Runs it.
   *
   * @param file where what was learned is kept
   * @throws SandboxException if it does not start, or nothing was kept
   */
  void run(Path file, Path log) throws IOException {
    Path kubeconfig = Files.createTempFile("training", ".kubeconfig");
    try {
      Files.writeString(kubeconfig, nobody());
      try (OperatorProcess operator =
          OperatorProcess.launch(
              (environment, out, arguments) -> folder.startTraining(file, environment, out),
              kubeconfig,
              Map.of("AWS_REGION", "us-east-1"),
              log)) {
        operator.process().awaitReady(operator::isLive, START);
        operator.stop(ENDING);
      }
    } finally {
      Files.delete(kubeconfig);
    }
    if (Files.notExists(file)) {
      throw new SandboxException("The JVM kept nothing of its training; see " + log);
    }
  }

  private static String nobody() {
    return """
    apiVersion: v1
    kind: Config
    clusters: [{name: none, cluster: {server: "https://127.0.0.1:%d"}}]
    users: [{name: none, user: {token: none}}]
    contexts: [{name: none, context: {cluster: none, user: none}}]
    current-context: none
    """
        .formatted(LoopbackPort.free());
  }
}
