package dev.hastack.sandbox;

import dev.hastack.sandbox.aws.AwsEndpoint;
import dev.hastack.sandbox.aws.EmbeddedAws;
import dev.hastack.sandbox.aws.ForeignEndpoint;
import dev.hastack.sandbox.aws.MotoServer;
import dev.hastack.sandbox.aws.SandboxAccount;
import dev.hastack.sandbox.aws.SandboxAccount.Ground;
import dev.hastack.sandbox.cache.Cache;
import dev.hastack.sandbox.cache.KubeBinaries;
import dev.hastack.sandbox.cache.MotoEnvironment;
import dev.hastack.sandbox.control.ControlServer;
import dev.hastack.sandbox.control.Director;
import dev.hastack.sandbox.kubernetes.BundledCrd;
import dev.hastack.sandbox.kubernetes.LocalCluster;
import dev.hastack.sandbox.operator.HastackJar;
import dev.hastack.sandbox.operator.OperatorProcess;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The world once it is up.
 *
 * @param directory the files of this run
 * @param jar the program, for further commands
 * @param cluster the Kubernetes API server
 * @param aws where AWS calls go
 * @param account the same as an outsider sees it
 * @param ground what an example finds there to stand on
 * @param operator the operator, running
 */
record Sandbox(
    Path directory,
    HastackJar jar,
    LocalCluster cluster,
    AwsEndpoint aws,
    SandboxAccount account,
    Ground ground,
    OperatorProcess operator) {
  private static final int MOST_SEEDS = 10_000;
  private static final String RESYNC = "HASTACK_RESYNC";

  /** The operator's time is real: its usual minute would be many of an account that is faster. */
  private static final String FAST_RESYNC = "15s";

  /**
   * Starts everything.
   *
   * @param choice the AWS to use
   * @param owned gets whatever must be ended, also when this fails
   * @throws dev.hastack.sandbox.report.SandboxException if a part does not start
   */
  static Sandbox start(AwsChoice choice, Cache cache, Path directory, Steps steps, Owned owned) {
    HastackJar jar = HastackJar.running();
    KubeBinaries.requireAvailable(cache);
    AwsEndpoint aws =
        switch (choice) {
          case AwsChoice.Embedded(double speed) -> startEmbedded(speed, steps, owned);
          case AwsChoice.Moto() -> startMoto(cache, directory, steps, owned);
          case AwsChoice.Foreign(URI url) -> new ForeignEndpoint(url, System.getenv());
        };
    owned.own(
        ControlServer.start(directory, director(aws), SandboxCommand::endAsBySignal),
        ControlServer::close);
    SandboxAccount account = owned.own(new SandboxAccount(aws), SandboxAccount::close);
    Ground ground =
        steps.step("Look for subnets, a security group and an image", "", account::ground);
    steps.announce("Get the Kubernetes programs ready");
    KubeBinaries binaries = KubeBinaries.in(cache);
    LocalCluster cluster =
        owned.own(
            steps.step(
                "Start etcd, kube-apiserver and kube-controller-manager",
                "about 10 s",
                () ->
                    LocalCluster.start(
                        binaries,
                        directory.resolve("kubernetes"),
                        LocalCluster.Controllers.NAMESPACE_AND_GARBAGE_COLLECTION)),
            LocalCluster::close);
    steps.step(
        "Apply the CRDs HAStack and AWSAccount", "", () -> BundledCrd.apply(cluster.kubectl()));
    OperatorProcess operator =
        owned.own(
            steps.step(
                "Start the operator",
                "about 10 s",
                () ->
                    OperatorProcess.start(
                        jar,
                        cluster.kubeconfig(),
                        operatorEnvironment(aws),
                        directory.resolve("operator.log"))),
            OperatorProcess::close);
    return new Sandbox(directory, jar, cluster, aws, account, ground, operator);
  }

  private static Map<String, String> operatorEnvironment(AwsEndpoint aws) {
    Map<String, String> environment = new HashMap<>(aws.environment());
    if (aws instanceof EmbeddedAws && !System.getenv().containsKey(RESYNC)) {
      environment.put(RESYNC, FAST_RESYNC);
    }
    return environment;
  }

  private static EmbeddedAws startEmbedded(double speed, Steps steps, Owned owned) {
    long seed = ThreadLocalRandom.current().nextInt(MOST_SEEDS);
    return owned.own(
        steps.step(
            "Start a simulated AWS account, seed %d".formatted(seed),
            "",
            () -> EmbeddedAws.start(seed, speed)),
        EmbeddedAws::close);
  }

  private static Director director(AwsEndpoint aws) {
    return aws instanceof EmbeddedAws embedded
        ? new EmbeddedDirector(embedded)
        : new Bystander(aws instanceof MotoServer ? "moto" : aws.uri().toString());
  }

  private static MotoServer startMoto(Cache cache, Path directory, Steps steps, Owned owned) {
    steps.announce("Get the AWS emulator moto ready");
    MotoEnvironment environment = MotoEnvironment.in(cache);
    return owned.own(
        steps.step("Start moto", "about 10 s", () -> MotoServer.start(environment, directory)),
        MotoServer::close);
  }
}
