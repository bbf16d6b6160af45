package dev.hastack.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.hastack.api.manifest.Manifest;
import dev.hastack.api.manifest.ManifestReader;
import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.core.outcome.ContinuationPolicy;
import dev.hastack.core.plan.LastApplied;
import dev.hastack.core.plan.Obstacle;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.render.PlanDocument;
import dev.hastack.core.render.PlanText;
import dev.hastack.core.stack.StackId;
import dev.hastack.core.status.ConditionType;
import dev.hastack.engine.StackEngine;
import dev.hastack.provider.aws.AwsClientSettings;
import dev.hastack.provider.aws.AwsClients;
import dev.hastack.provider.aws.AwsDiscovery;
import dev.hastack.provider.aws.AwsFacts;
import dev.hastack.provider.aws.AwsProvider;
import dev.hastack.provider.aws.AwsRegions;
import dev.hastack.provider.aws.ClusterObjects;
import dev.hastack.provider.aws.UserDataObjects;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what the operator would do for a manifest or a stack. Writes nothing, nowhere. */
@Command(
    name = "plan",
    header = "Prints what would be done for a manifest or a stack, and does nothing.",
    description = {
      "With -f, reads the manifest as the API server would (defaults, unknown fields, limits),"
          + " reads AWS with the standard credentials, and prints the plan. Needs no cluster.",
      "CEL rules, which compare fields with each other, are only checked with --server.",
      "With NAME, prints the latest plan of that stack as its status has it; asks AWS nothing."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:nothing to do", "1:an error", "2:there are changes"},
    mixinStandardHelpOptions = true)
public final class PlanCommand implements Callable<Integer> {
  private static final int NOTHING_TO_DO = 0;
  private static final int FAILED = 1;
  private static final int CHANGES = 2;
  private static final Condition.Status UNKNOWN = Condition.Status.Unknown;
  private static final Duration RESYNC = Duration.ofMinutes(1);
  private static final String NO_CLUSTER = "no-cluster";
  private static final String DEFAULT_NAMESPACE = "default";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @ArgGroup(multiplicity = "1")
  private Subject subject = new Subject();

  /** What the plan is of: one of the two. */
  static final class Subject {
    @Option(
        names = {"-f", "--filename"},
        paramLabel = "FILE",
        description = "The manifest of one HAStack, YAML or JSON.")
    private @Nullable Path file;

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "The name of an HAStack.")
    private @Nullable String name;
  }

  @Option(
      names = "--cluster-id",
      paramLabel = "ID",
      description =
          "The cluster whose operator will own the stack: the UID of its namespace kube-system,"
              + " or its hastack.cluster-id. Part of every name on AWS.")
  private @Nullable String clusterId;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "text|json",
      defaultValue = "text",
      description = "How to print: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Output output = Output.text;

  @Option(
      names = "--server",
      description =
          "Check the manifest with a server-side dry run in the cluster too, and take the cluster"
              + " id, the context's namespace and what userDataFrom names from there.")
  private boolean server;

  @Override
  public Integer call() throws JsonProcessingException {
    Path file = subject.file;
    return file == null ? planOfStack(Objects.requireNonNull(subject.name)) : planOf(file);
  }

  private int planOfStack(String name) {
    if (output == Output.json || clusterId != null || server) {
      throw new ParameterException(
          spec.commandLine(),
          "--output json, --cluster-id and --server go with -f; status.plan is the latest plan of"
              + " a stack as data.");
    }
    try (KubernetesClient client = cluster.connect()) {
      var stack = new ChosenStack(client, cluster.namespaceOn(client), name);
      StatusView view = StatusView.of(stack, stack.read());
      spec.commandLine().getOut().print(view.planText());
      spec.commandLine().getOut().flush();
      return switch (view.condition(ConditionType.Synced).map(Condition::status).orElse(UNKNOWN)) {
        case True -> view.isOutdated() ? CHANGES : NOTHING_TO_DO;
        case False -> view.status().plan() == null ? FAILED : CHANGES;
        case Unknown -> FAILED;
      };
    }
  }

  private int planOf(Path file) throws JsonProcessingException {
    return switch (new ManifestReader().read(file)) {
      case Manifest.Invalid invalid -> {
        err()
            .println(
                invalid.problems().stream()
                    .map(Object::toString)
                    .collect(Collectors.joining(System.lineSeparator())));
        yield FAILED;
      }
      case Manifest.Valid valid -> plan(valid.stack());
    };
  }

  private int plan(HAStack stack) throws JsonProcessingException {
    if (server) {
      try (KubernetesClient client = cluster.connect()) {
        settleNamespace(stack, cluster.namespaceOn(client));
        return plan(stack, Optional.of(checkedByServer(client, stack)), new ClusterObjects(client));
      }
    }
    settleNamespace(stack, cluster.namespace().orElse(DEFAULT_NAMESPACE));
    if (clusterId == null) {
      err()
          .println(
              "No --cluster-id: names on AWS end in a hash over it, so this plan assumes a stack"
                  + " that does not exist yet.");
    }
    err().println("CEL rules were not checked; --server checks them.");
    return plan(stack, Optional.ofNullable(clusterId), UserDataObjects.NO_CLUSTER);
  }

  private int plan(HAStack stack, Optional<String> owner, UserDataObjects objects)
      throws JsonProcessingException {
    var id =
        new StackId(
            owner.orElse(NO_CLUSTER),
            stack.getMetadata().getNamespace(),
            stack.getMetadata().getName());
    try (var aws =
        new AwsClients(
            AwsClientSettings.standard(version()),
            (service, operation, outcome, duration) -> {},
            () -> false)) {
      var regions = new AwsRegions(aws);
      var clock = Clock.systemUTC();
      if (stack.getSpec().aws() != null && stack.getSpec().aws().accountRef() != null) {
        err()
            .println(
                "The AWSAccount of spec.aws.accountRef was not read: this plan is made with your"
                    + " own AWS credentials, and what the account allows was not checked.");
      }
      var engine =
          new StackEngine<AwsFacts>(
              new AwsProvider(
                  regions, new AwsDiscovery(regions, clock, AwsDiscovery.ImageOwners.ANY, objects)),
              new ContinuationPolicy(RESYNC));
      return print(engine.preview(id, stack, LastApplied.nothing(), clock.instant()));
    }
  }

  /**
   * As kubectl does: the manifest's own, and where it names none, that of the command.
   *
   * @param otherwise named by -n, or of the context where a cluster is asked
   */
  private void settleNamespace(HAStack stack, String otherwise) {
    String own = stack.getMetadata().getNamespace();
    if (own == null) {
      stack.getMetadata().setNamespace(otherwise);
    } else if (cluster.namespace().filter(named -> !named.equals(own)).isPresent()) {
      throw new ParameterException(
          spec.commandLine(),
          "--namespace %s is not the manifest's metadata.namespace, %s; leave one of them out."
              .formatted(cluster.namespace().get(), own));
    }
  }

  private int print(StackEngine.Preview preview) throws JsonProcessingException {
    if (preview.obstacle().isPresent()) {
      err().println(preview.obstacle().get().sentence());
      return FAILED;
    }
    Plan plan = preview.plan();
    PrintWriter out = spec.commandLine().getOut();
    switch (output) {
      case text -> out.print(PlanText.render(plan));
      case json ->
          out.println(
              new ObjectMapper()
                  .enable(SerializationFeature.INDENT_OUTPUT)
                  .writeValueAsString(PlanDocument.of(plan)));
    }
    out.flush();
    for (Obstacle obstacle : plan.obstacles().values()) {
      switch (obstacle) {
        case Obstacle.Unread unread -> {
          return FAILED;
        }
        case Obstacle.NotOwned notOwned -> {
          return FAILED;
        }
        case Obstacle.BeingDeleted deleted -> {}
      }
    }
    return plan.isEmpty() && plan.awaitingApproval().isEmpty() && plan.obstacles().isEmpty()
        ? NOTHING_TO_DO
        : CHANGES;
  }

  /** Lets the API server judge the manifest; answers the cluster's id. */
  private String checkedByServer(KubernetesClient client, HAStack stack) {
    try {
      client
          .resource(stack)
          .dryRun(true)
          .fieldManager("hastack-plan")
          .forceConflicts()
          .serverSideApply();
      return Optional.ofNullable(clusterId)
          .orElseGet(
              () ->
                  Objects.requireNonNull(
                          client.namespaces().withName("kube-system").get(),
                          "the cluster has no namespace kube-system; give --cluster-id")
                      .getMetadata()
                      .getUid());
    } catch (KubernetesClientException refused) {
      throw new IllegalArgumentException(ClusterOptions.reason(client, refused), refused);
    }
  }

  private String version() {
    return spec.version()[0].replaceFirst("^hastack ", "");
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
