package dev.hastack.sandbox.farm;

import dev.hastack.sandbox.cache.Cache;
import dev.hastack.sandbox.cache.KubeBinaries;
import dev.hastack.sandbox.cache.RunDirectory;
import dev.hastack.sandbox.kubernetes.BundledCrd;
import dev.hastack.sandbox.kubernetes.LocalCluster;
import dev.hastack.sandbox.operator.Hastack;
import dev.hastack.sandbox.report.Progress;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * What operators need around them.
 *
 * @param directory for logs
 * @param hastack of which the operator is a command
 * @param cluster a Kubernetes API server that knows HAStacks
 */
public record Stage(Path directory, Hastack hastack, LocalCluster cluster) {

  /** Sets one up, has something done on it, and takes it down. */
  public static String with(Hastack hastack, Progress progress, Function<Stage, String> work) {
    Cache cache = Cache.ofUser(System.getenv(), progress);
    KubeBinaries binaries = KubeBinaries.in(cache);
    try (RunDirectory directory = RunDirectory.create(cache, "farm-");
        LocalCluster cluster =
            progress.during(
                "Start etcd and kube-apiserver",
                "about 10 s",
                () ->
                    LocalCluster.start(
                        binaries,
                        directory.path().resolve("kubernetes"),
                        LocalCluster.Controllers.NONE))) {
      BundledCrd.apply(cluster.kubectl());
      return work.apply(new Stage(directory.path(), hastack, cluster));
    }
  }
}
