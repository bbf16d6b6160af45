package dev.hastack.sandbox.kubernetes;

import dev.hastack.sandbox.cache.KubeBinaries;
import dev.hastack.sandbox.process.ChildProcess;
import dev.hastack.sandbox.process.LoopbackPort;
import dev.hastack.sandbox.report.SandboxException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A real etcd and kube-apiserver on free loopback ports, and with them the controllers that end
 * namespaces, collect garbage and give each namespace its service account. There are no nodes: pods
 * are stored and never run. Nothing survives {@link #close()} but the files in its directory.
 */
public final class LocalCluster implements AutoCloseable {
  private static final Duration START_DEADLINE = Duration.ofMinutes(2);

  /**
   * An API server that is asked to end waits for its watchers, for a minute at most. Here they are
   * meant to lose their connection.
   */
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(2);

  private final KubeBinaries binaries;
  private final Path directory;
  private final Credentials credentials;
  private final List<String> moreApiServerArguments;
  private final URI etcd = URI.create("http://127.0.0.1:" + LoopbackPort.free());
  private final int port = LoopbackPort.free();
  private @Nullable ChildProcess etcdProcess;
  private @Nullable ChildProcess apiServer;
  private @Nullable ChildProcess controllerManager;

  /** Which controllers run beside the API server. */
  public enum Controllers {
    /** None: a namespace that is deleted stays terminating, an orphan stays. */
    NONE,
    /** Those that a namespaced custom resource meets in a real cluster. */
    NAMESPACE_AND_GARBAGE_COLLECTION
  }

  private LocalCluster(KubeBinaries binaries, Path directory, List<String> moreApiServerArguments)
      throws IOException {
    this.binaries = binaries;
    this.moreApiServerArguments = moreApiServerArguments;
    this.directory = Files.createDirectories(directory).toAbsolutePath();
    this.credentials = Credentials.create(this.directory.resolve("credentials"));
  }

  /**
   * Starts a cluster and returns when it answers.
   *
   * @param directory an empty or new directory for its data, logs and kubeconfig
   * @param moreApiServerArguments for the API server, beside those that every cluster has
   * @throws SandboxException if a part of it does not start; nothing is left running then
   */
  public static LocalCluster start(
      KubeBinaries binaries,
      Path directory,
      Controllers controllers,
      String... moreApiServerArguments) {
    try {
      LocalCluster cluster = new LocalCluster(binaries, directory, List.of(moreApiServerArguments));
      try {
        cluster.startAll(controllers);
      } catch (IOException | RuntimeException failure) {
        cluster.close();
        throw failure;
      }
      return cluster;
    } catch (IOException unwritable) {
      throw new SandboxException(
          "Cannot write the cluster's files into %s: %s".formatted(directory, unwritable),
          unwritable);
    }
  }

  /** The file that makes kubectl and other clients the administrator of this cluster. */
  public Path kubeconfig() {
    return directory.resolve("kubeconfig.yaml");
  }

  /** The content of {@link #kubeconfig()}. */
  public String kubeconfigYaml() {
    try {
      return """
      apiVersion: v1
      kind: Config
      clusters:
        - name: hastack
          cluster:
            server: %s
            certificate-authority-data: %s
      users:
        - name: admin
          user:
            token: %s
      contexts:
        - name: hastack
          context:
            cluster: hastack
            user: admin
      current-context: hastack
      """
          .formatted(
              uri(),
              Base64.getEncoder()
                  .encodeToString(Files.readAllBytes(credentials.servingCertificate())),
              credentials.adminToken());
    } catch (IOException unreadable) {
      throw new SandboxException(
          "Cannot read the API server's certificate: " + unreadable, unreadable);
    }
  }

  /** A kubectl of the same version as the API server. */
  public Kubectl kubectl() {
    return new Kubectl(binaries.program("kubectl"), kubeconfig());
  }

  /** Where the API server listens. */
  public URI uri() {
    return URI.create("https://127.0.0.1:" + port);
  }

  /** Ends the API server; data, port and credentials stay for {@link #startApiServer()}. */
  public void stopApiServer() {
    if (apiServer != null) {
      apiServer.stop(STOP_PATIENCE);
      apiServer = null;
    }
  }

  /** Starts the API server and returns when it is ready; does nothing if it is running. */
  public void startApiServer() {
    if (apiServer != null) {
      return;
    }
    apiServer = launch("kube-apiserver", apiServerArguments());
    apiServer.awaitReady(
        ReadinessProbe.https(uri().resolve("/readyz"), credentials.servingCertificate()),
        START_DEADLINE);
  }

  /** Kills etcd, as a machine that fails does; its data stays for {@link #startEtcd()}. */
  public void killEtcd() {
    if (etcdProcess != null) {
      etcdProcess.kill();
      etcdProcess = null;
    }
  }

  /** Starts etcd and returns when it answers; does nothing if it is running. */
  public void startEtcd() {
    if (etcdProcess != null) {
      return;
    }
    etcdProcess =
        launch(
            "etcd",
            List.of(
                "--data-dir=" + directory.resolve("etcd"),
                "--listen-client-urls=" + etcd,
                "--advertise-client-urls=" + etcd,
                "--listen-peer-urls=http://127.0.0.1:0",
                // The data lives as long as this machine: syncing it to disk buys nothing.
                "--unsafe-no-fsync"));
    etcdProcess.awaitReady(ReadinessProbe.http(etcd.resolve("/health")), START_DEADLINE);
  }

  @Override
  public void close() {
    if (controllerManager != null) {
      controllerManager.close();
      controllerManager = null;
    }
    stopApiServer();
    if (etcdProcess != null) {
      etcdProcess.close();
      etcdProcess = null;
    }
  }

  private void startAll(Controllers controllers) throws IOException {
    startEtcd();
    startApiServer();
    Files.createFile(
        kubeconfig(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(kubeconfig(), kubeconfigYaml(), StandardCharsets.UTF_8);
    if (controllers == Controllers.NAMESPACE_AND_GARBAGE_COLLECTION) {
      controllerManager = launch("kube-controller-manager", controllerManagerArguments());
    }
  }

  private List<String> apiServerArguments() {
    List<String> arguments = new ArrayList<>(moreApiServerArguments);
    Collections.addAll(
        arguments,
        "--etcd-servers=" + etcd,
        "--bind-address=127.0.0.1",
        "--secure-port=" + port,
        "--cert-dir=" + credentials.directory(),
        "--token-auth-file=" + credentials.tokenFile(),
        "--authorization-mode=RBAC",
        "--service-cluster-ip-range=10.0.0.0/24",
        // A loopback address is no endpoint that a cluster may publish, and nobody looks it up.
        "--endpoint-reconciler-type=none",
        "--service-account-issuer=https://kubernetes.default.svc",
        "--service-account-key-file=" + credentials.serviceAccountPublicKey(),
        "--service-account-signing-key-file=" + credentials.serviceAccountPrivateKey());
    return arguments;
  }

  private List<String> controllerManagerArguments() {
    return List.of(
        "--kubeconfig=" + kubeconfig(),
        "--controllers=namespace-controller,garbage-collector-controller,serviceaccount-controller",
        "--leader-elect=false",
        "--secure-port=0");
  }

  private ChildProcess launch(String program, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(binaries.program(program).toString());
    command.addAll(arguments);
    return ChildProcess.start(
        new ChildProcess.Command(
            program, command, Map.of(), directory, directory.resolve(program + ".log")));
  }
}
