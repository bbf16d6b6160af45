package dev.hastack.sandbox.kubernetes;

import dev.hastack.sandbox.cache.BundledFiles;
import java.util.List;

/** The custom resource definitions that come with this program. */
public final class BundledCrd {
  private static final List<String> CRDS =
      List.of("hastacks.hastack.dev-v1.yml", "awsaccounts.hastack.dev-v1.yml");

  private BundledCrd() {}

  /**
   * Applies them and waits until they are served.
   *
   * @return what kubectl said
   */
  public static String apply(Kubectl kubectl) {
    for (String crd : CRDS) {
      String yaml = BundledFiles.read("/crds/", crd).text(crd);
      kubectl.runWithInput(yaml, "apply", "--server-side", "-f", "-");
    }
    return kubectl.run(
        "wait",
        "--for=condition=Established",
        "crd/hastacks.hastack.dev",
        "crd/awsaccounts.hastack.dev",
        "--timeout=60s");
  }
}
