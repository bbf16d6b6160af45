package dev.hastack.testing;

import dev.hastack.sandbox.aws.MotoServer;
import dev.hastack.sandbox.cache.Cache;
import dev.hastack.sandbox.cache.KubeBinaries;
import dev.hastack.sandbox.cache.MotoEnvironment;
import dev.hastack.sandbox.kubernetes.LocalCluster;
import dev.hastack.sandbox.operator.HastackJar;
import dev.hastack.sandbox.operator.OperatorProcess;
import dev.hastack.sandbox.report.Progress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What integration tests run in: one Kubernetes API server with the CRDs and one moto for all tests
 * of a JVM, each started when the first test asks for it and ended with the JVM. Tests keep out of
 * each other's way by namespace, and moto is reset by whoever needs an empty account.
 *
 * <p>Logs and data lie in {@code target/world}, for reading after a failure.
 */
public final class World {
  private static final Path DIRECTORY =
      Path.of("target", "world", Long.toString(ProcessHandle.current().pid())).toAbsolutePath();
  private static final AtomicInteger OPERATORS = new AtomicInteger();

  private World() {}

  /** The cache of this person, as the sandbox uses it. */
  public static Cache cache() {
    return Cache.ofUser(System.getenv(), Progress.onStandardOutput());
  }

  /** The shared cluster, with the CRDs of {@code crds/} established. */
  public static LocalCluster cluster() {
    return SharedCluster.INSTANCE;
  }

  /** The shared AWS emulator. */
  public static MotoServer moto() {
    return SharedMoto.INSTANCE;
  }

  /** The jar that this build has made. */
  public static HastackJar jar() {
    return new HastackJar(
        Path.of(Objects.requireNonNull(System.getProperty("hastack.jar"), "hastack.jar")));
  }

  /**
   * Starts an operator for the shared cluster and the shared account and returns when it is ready.
   * The caller ends it.
   *
   * @param settings further environment variables, for example {@code HASTACK_RESYNC}
   */
  public static OperatorProcess startOperator(Map<String, String> settings) {
    Map<String, String> environment = new HashMap<>(moto().environment());
    environment.putAll(settings);
    return OperatorProcess.start(jar(), cluster().kubeconfig(), environment, operatorLog());
  }

  /** A log file for one more operator. */
  public static Path operatorLog() {
    return DIRECTORY.resolve("operator-" + OPERATORS.incrementAndGet() + ".log");
  }

  private static final class SharedCluster {
    static final LocalCluster INSTANCE = start();

    private static LocalCluster start() {
      LocalCluster cluster =
          LocalCluster.start(
              KubeBinaries.in(cache()),
              DIRECTORY.resolve("kubernetes"),
              LocalCluster.Controllers.NAMESPACE_AND_GARBAGE_COLLECTION);
      cluster.kubectl().run("apply", "--server-side", "-f", "crds");
      cluster.kubectl().run("wait", "--for=condition=Established", "crd", "--all", "--timeout=60s");
      return cluster;
    }
  }

  private static final class SharedMoto {
    static final MotoServer INSTANCE =
        MotoServer.start(MotoEnvironment.in(cache()), DIRECTORY.resolve("moto"));
  }
}
