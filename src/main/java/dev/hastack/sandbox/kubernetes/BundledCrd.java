package dev.hastack.sandbox.kubernetes;

import dev.hastack.sandbox.cache.BundledFiles;

/** The custom resource definition that comes with this program. */
public final class BundledCrd {
  private static final String CRD = "hastacks.hastack.dev-v1.yml";

  private BundledCrd() {}

  /**
   * Applies it and waits until it is served.
   *
   * @return what kubectl said
   */
  public static String apply(Kubectl kubectl) {
    String yaml = BundledFiles.read("/crds/", CRD).text(CRD);
    kubectl.runWithInput(yaml, "apply", "--server-side", "-f", "-");
    return kubectl.run(
        "wait", "--for=condition=Established", "crd/hastacks.hastack.dev", "--timeout=60s");
  }
}
