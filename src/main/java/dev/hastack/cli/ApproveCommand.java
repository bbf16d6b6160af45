package dev.hastack.cli;

import dev.hastack.api.v1alpha1.ApplySpec;
import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.api.v1alpha1.Markers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Lets the plan through that a person was shown, and no other: what became another plan since is
 * refused here, and by the operator again.
 */
@Command(
    name = "approve",
    header = "Approves the plan of a stack that waits for it, after showing it.",
    description = {
      "Sets the annotation " + Markers.APPROVED_PLAN + " to the digest of the plan that is shown.",
      "Without --digest, asks first: only the answer yes approves."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:approved", "1:not approved, and why"},
    mixinStandardHelpOptions = true)
public final class ApproveCommand implements Callable<Integer> {
  private static final String CONSENT = "yes";

  @Mixin private StackOptions chosen = new StackOptions();

  @Option(
      names = "--digest",
      paramLabel = "DIGEST",
      description =
          "The digest of the plan as it was read, for approving without being asked. Any other plan"
              + " is refused.")
  private @Nullable String digest;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    return chosen.with(this::approve);
  }

  private int approve(ChosenStack stack) {
    StatusView shown = StatusView.of(stack, stack.read());
    String waiting = waitingDigest(stack, shown);
    out().print(shown.planText());
    out().flush();
    if (digest == null ? !isConsentGiven(waiting) : !digest.equals(waiting)) {
      err()
          .println(
              digest == null
                  ? "Not approved."
                  : "Not approved: %s is not the plan that waits; that is %s"
                      .formatted(digest, waiting));
      return CommandLine.ExitCode.SOFTWARE;
    }
    write(stack, shown.stack(), waiting);
    out().println("Plan %s of %s is approved.".formatted(waiting, stack.qualifiedName()));
    if (shown.isPaused()) {
      err()
          .println(
              "The stack is paused: nothing is done before kubectl hastack resume "
                  + stack.name()
                  + ".");
    }
    return CommandLine.ExitCode.OK;
  }

  /** Status may be written at any time; only what changes the plan stands in the way. */
  private static void write(ChosenStack stack, HAStack seen, String digest) {
    HAStack latest = seen;
    while (!stack.annotateIfUnchanged(latest, Markers.APPROVED_PLAN, digest)) {
      latest = stack.read();
      String now = waitingDigest(stack, StatusView.of(stack, latest));
      if (!now.equals(digest)) {
        throw new IllegalArgumentException(
            "Not approved: the plan became another one meanwhile, %s; look at it and approve again"
                .formatted(now));
      }
    }
  }

  /**
   * The digest that waits.
   *
   * @throws IllegalArgumentException if none does, or status is about a spec that is not there any
   *     more
   */
  private static String waitingDigest(ChosenStack stack, StatusView view) {
    if (view.stack().getSpec().apply().policy() != ApplySpec.Policy.OnApproval) {
      throw new IllegalArgumentException(
          "%s asks nobody: spec.apply.policy is %s, and only OnApproval waits"
              .formatted(stack.qualifiedName(), view.stack().getSpec().apply().policy()));
    }
    if (view.isOutdated()) {
      throw new IllegalArgumentException(
          "Not approved: %s was edited (generation %d) and the operator has planned only generation %d; try again in a moment"
              .formatted(
                  stack.qualifiedName(),
                  view.stack().getMetadata().getGeneration(),
                  view.status().observedGeneration()));
    }
    Optional<String> waiting = view.waitingDigest();
    return waiting.orElseThrow(
        () ->
            new IllegalArgumentException(
                "Nothing of %s waits for approval".formatted(stack.qualifiedName())));
  }

  private boolean isConsentGiven(String waiting) {
    err().printf("Approve plan %s? Only %s approves it: ", waiting, CONSENT);
    err().flush();
    try {
      String answer =
          new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
      return answer != null && answer.strip().equals(CONSENT);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
