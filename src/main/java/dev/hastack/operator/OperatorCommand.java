package dev.hastack.operator;

import io.quarkus.runtime.Quarkus;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import picocli.CommandLine.Command;

/** Runs the operator until it is told to end. */
@Command(
    name = "operator",
    header = "Runs the operator against the current kubeconfig and AWS environment.",
    description = {
      "Serves every HAStack of the cluster that the kubeconfig, or the pod's service account,"
          + " names.",
      "AWS is reached as the SDK's standard variables and files say, AWS_ENDPOINT_URL included.",
      "Metrics are at /q/metrics and health at /q/health, on port 8080 (QUARKUS_HTTP_PORT).",
      "Traces go to OTEL_EXPORTER_OTLP_ENDPOINT, over HTTP, where that is set."
    },
    footer = {
      "",
      "Settings, as environment variables:",
      "  HASTACK_RESYNC                      longest a drift stays unseen (60s)",
      "  HASTACK_CLUSTER_ID                  part of names and tags (UID of kube-system)",
      "  HASTACK_WATCH_NAMESPACES            comma-separated (all)",
      "  HASTACK_CONCURRENT_PASSES           stacks looked at together (16)",
      "  HASTACK_LEADER_ELECTION_ENABLED     false: the only replica (true)",
      "  HASTACK_AWS_OWN_CREDENTIALS         JSON: what stacks without an AWSAccount may (all)",
      "  QUARKUS_LOG_CONSOLE_JSON_ENABLED    true: log JSON (false)"
    },
    mixinStandardHelpOptions = true)
public final class OperatorCommand implements Callable<Integer> {
  private static final Logger LOG = Logger.getLogger(OperatorCommand.class);

  @Override
  public Integer call() {
    var exitCode = new AtomicInteger();
    Quarkus.run(
        OperatorApplication.class,
        (code, failure) -> {
          if (failure != null) {
            LOG.error("The operator could not run", failure);
          }
          exitCode.set(code == null ? 1 : code);
        });
    return exitCode.get();
  }
}
