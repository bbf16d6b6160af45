package dev.hastack.operator;

import dev.hastack.core.stack.Place;
import dev.hastack.provider.Located;
import dev.hastack.sandbox.cache.Cache;
import dev.hastack.sandbox.cache.KubeBinaries;
import dev.hastack.sandbox.kubernetes.LocalCluster;
import dev.hastack.sandbox.report.Progress;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real API server that knows HAStacks, and shells that serve it inside this process. */
final class ShellCluster {

  private final LocalCluster cluster;
  private final KubernetesClient client;
  private final List<Runnable> opened = new ArrayList<>();

  /**
   * One replica of the shell.
   *
   * @param requests what it asked of the API server, as {@code PATCH /path}
   */
  record Shell(
      OperatorLifecycle lifecycle,
      Leadership leadership,
      ScriptedPasses passes,
      Haste haste,
      List<String> requests) {}

  /** Notes requests and hands answers on. */
  private record Overheard(Interceptor next, List<String> requests) implements Interceptor {
    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
      requests.add(request.method() + " " + request.uri().getPath());
      next.before(builder, request, tags);
    }

    @Override
    public void after(
        HttpRequest request,
        HttpResponse<?> response,
        AsyncBody.Consumer<List<ByteBuffer>> consumer) {
      next.after(request, response, consumer);
    }
  }

  private ShellCluster(LocalCluster cluster) {
    this.cluster = cluster;
    this.client = connect(new Interceptor() {});
  }

  static ShellCluster start(Path directory) {
    LocalCluster cluster =
        LocalCluster.start(
            KubeBinaries.in(Cache.ofUser(System.getenv(), Progress.onStandardOutput())),
            directory,
            LocalCluster.Controllers.NAMESPACE_AND_GARBAGE_COLLECTION);
    ShellCluster shells = new ShellCluster(cluster);
    cluster.kubectl().run("apply", "--server-side", "-f", "crds/");
    cluster.kubectl().run("wait", "--for=condition=Established", "crd", "--all", "--timeout=60s");
    return shells;
  }

  LocalCluster cluster() {
    return cluster;
  }

  KubernetesClient client() {
    return client;
  }

  /**
   * Starts a replica.
   *
   * @param identity unlike the other replicas'
   */
  Shell serve(String identity, OperatorConfig config) {
    OperatorConfig.LeaderElection election = config.leaderElection();
    Leadership leadership =
        election.enabled()
            ? Leadership.elected(election.leaseName(), election.renewDeadline(), System::nanoTime)
            : Leadership.alone();
    List<String> requests = new CopyOnWriteArrayList<>();
    KubernetesClient own = connect(new Overheard(leadership, requests));
    ScriptedPasses passes = new ScriptedPasses();
    var haste = new Haste(InstantSource.system());
    var watched = new WatchedStacks();
    PassRecorder recorder =
        new PassRecorder(
            new EventRecorder(own, identity, Clock.systemUTC()),
            new ConnectionStore(own),
            new PassMetrics(new SimpleMeterRegistry(), InstantSource.system()));
    OperatorLifecycle lifecycle =
        new OperatorLifecycle(
            config,
            own,
            new LeaderLease("default", election.leaseName(), identity, election.leaseDuration()),
            leadership,
            cluster ->
                new OperatorTerm.Reconcilers(
                    new HAStackReconciler(
                        passes,
                        cluster,
                        recorder,
                        watched,
                        new Pace(new Random(0)),
                        haste,
                        leadership::holds,
                        Clock.systemUTC()),
                    new AWSAccountReconciler(
                        (account, region) ->
                            new Located.At(new Place(account.getSpec().accountId(), region)),
                        new WatchedAccounts(own),
                        watched,
                        haste,
                        leadership::holds,
                        Clock.systemUTC())),
            Clock.systemUTC());
    watched.wholeWhen(lifecycle::isWatching);
    opened.add(
        () -> {
          lifecycle.close();
          own.close();
        });
    lifecycle.start();
    return new Shell(lifecycle, leadership, passes, haste, requests);
  }

  /** Ends every replica. */
  void closeShells() {
    opened.forEach(Runnable::run);
    opened.clear();
  }

  void close() {
    closeShells();
    client.close();
    cluster.close();
  }

  private KubernetesClient connect(Interceptor interceptor) {
    return ApiServer.connect(Config.fromKubeconfig(cluster.kubeconfigYaml()), interceptor);
  }
}
