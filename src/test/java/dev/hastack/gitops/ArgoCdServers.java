package dev.hastack.gitops;

import dev.hastack.sandbox.cache.ArgoCd;
import dev.hastack.sandbox.kubernetes.LocalCluster;
import dev.hastack.sandbox.process.ChildProcess;
import dev.hastack.sandbox.process.LoopbackPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * What of Argo CD syncs: its Redis, its repo server and its application controller, as processes on
 * loopback ports that work on one cluster as its administrator. Its API server, which people use,
 * is not among them.
 */
public final class ArgoCdServers implements AutoCloseable {
  /** Where it keeps its objects. */
  public static final String NAMESPACE = "argocd";

  private static final Duration START_DEADLINE = Duration.ofMinutes(1);

  /** Argo CD's {@code timeout.reconciliation}, usually 120 s: how soon a commit is seen. */
  private static final Duration RECONCILIATION = Duration.ofSeconds(5);

  /**
   * What else its installation makes, and its API server when it first starts: the key it signs
   * with and the project {@code default}, which allows everything.
   */
  private static final String FIRST_OBJECTS =
      """
      apiVersion: v1
      kind: Secret
      metadata: {name: argocd-secret}
      stringData: {server.secretkey: not-a-secret}
      ---
      apiVersion: argoproj.io/v1alpha1
      kind: AppProject
      metadata: {name: default}
      spec:
        sourceRepos: ["*"]
        destinations: [{namespace: "*", server: "*"}]
        clusterResourceWhitelist: [{group: "*", kind: "*"}]
      """;

  private final Path executable;
  private final Path directory;
  private final Map<String, String> environment;
  private final Deque<ChildProcess> youngestFirst = new ArrayDeque<>();

  private ArgoCdServers(Path executable, Path directory, Path kubeconfig) {
    this.executable = executable;
    this.directory = directory;
    this.environment =
        Map.of(
            "KUBECONFIG",
            kubeconfig.toString(),
            // https://kubernetes.default.svc is then the cluster of the kubeconfig.
            "ARGOCD_FAKE_IN_CLUSTER",
            "true",
            "ARGOCD_GPG_ENABLED",
            "false",
            "ARGOCD_RECONCILIATION_TIMEOUT",
            RECONCILIATION.toSeconds() + "s",
            "ARGOCD_RECONCILIATION_JITTER",
            "0s",
            "TMPDIR",
            directory.toString());
  }

  /**
   * Makes Argo CD's objects in a cluster.
   *
   * @param health a patch of its ConfigMap, as the documentation has people apply it
   */
  public static void install(ArgoCd argoCd, LocalCluster cluster, Path health) {
    var kubectl = cluster.kubectl();
    kubectl.run("create", "namespace", NAMESPACE);
    kubectl.run("apply", "--server-side", "-k", argoCd.manifests().resolve("crds").toString());
    // That wait itself fails where the API server has not given a CRD any condition yet.
    Awaitility.await()
        .atMost(START_DEADLINE)
        .until(
            () ->
                kubectl.call("", "wait", "--for=condition=Established", "crd", "--all").exitCode()
                    == 0);
    kubectl.run(
        "apply", "-n", NAMESPACE, "-k", argoCd.manifests().resolve("base/config").toString());
    kubectl.runWithInput(FIRST_OBJECTS, "apply", "--server-side", "-n", NAMESPACE, "-f", "-");
    kubectl.run(
        "patch", "configmap", "argocd-cm", "-n", NAMESPACE, "--patch-file", health.toString());
  }

  /**
   * Starts it and returns when its servers listen.
   *
   * @param redis the path of a redis-server; {@code build} for the one that is built with Argo CD
   * @param directory for logs and for what it clones
   */
  public static ArgoCdServers start(
      ArgoCd argoCd, LocalCluster cluster, String redis, Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
    var servers = new ArgoCdServers(argoCd.executable(), directory, cluster.kubeconfig());
    try {
      servers.startAll(redis);
    } catch (RuntimeException failure) {
      servers.close();
      throw failure;
    }
    return servers;
  }

  /** Where a controller logs what it does. */
  public Path controllerLog() {
    return directory.resolve("application-controller.log");
  }

  private void startAll(String redis) {
    int redisPort = LoopbackPort.free();
    start("redis", redisCommand(redis, redisPort), redisPort);
    String redisAddress = "127.0.0.1:" + redisPort;
    int repoPort = LoopbackPort.free();
    startOwn(
        "repo-server",
        List.of(
            "--address=127.0.0.1",
            "--port=" + repoPort,
            "--metrics-address=127.0.0.1",
            "--metrics-port=" + LoopbackPort.free(),
            "--disable-tls",
            "--redis=" + redisAddress),
        repoPort);
    int metricsPort = LoopbackPort.free();
    startOwn(
        "application-controller",
        List.of(
            "--namespace=" + NAMESPACE,
            "--metrics-port=" + metricsPort,
            "--repo-server=127.0.0.1:" + repoPort,
            "--repo-server-plaintext",
            "--redis=" + redisAddress),
        metricsPort);
  }

  private List<String> redisCommand(String redis, int port) {
    return redis.equals("build")
        ? List.of(executable.toString(), "redis", "127.0.0.1:" + port)
        : List.of(
            redis,
            "--bind",
            "127.0.0.1",
            "--port",
            Integer.toString(port),
            "--save",
            "",
            "--appendonly",
            "no");
  }

  private void startOwn(String command, List<String> options, int port) {
    start(
        command,
        Stream.concat(Stream.of(executable.toString(), command), options.stream()).toList(),
        port);
  }

  private void start(String name, List<String> command, int port) {
    ChildProcess server =
        ChildProcess.start(
            new ChildProcess.Command(
                name, command, environment, directory, directory.resolve(name + ".log")));
    youngestFirst.push(server);
    server.awaitReady(() -> listens(port), START_DEADLINE);
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public void close() {
    youngestFirst.forEach(ChildProcess::close);
  }
}
