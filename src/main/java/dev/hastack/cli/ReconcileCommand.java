package dev.hastack.cli;

import dev.hastack.api.v1alpha1.Markers;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Asks for a pass now. */
@Command(
    name = "reconcile",
    header = "Asks the operator to look at a stack now.",
    description = {
      "Sets the annotation " + Markers.RECONCILE_REQUESTED_AT + " to the time.",
      "A paused stack is looked at, and nothing of it is changed."
    },
    mixinStandardHelpOptions = true)
public final class ReconcileCommand implements Callable<Integer> {
  @Mixin private StackOptions chosen = new StackOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    return chosen.with(this::ask);
  }

  private int ask(ChosenStack stack) {
    stack.read();
    stack.annotate(Markers.RECONCILE_REQUESTED_AT, Instant.now().toString());
    spec.commandLine().getOut().println(stack.qualifiedName() + " is looked at now");
    return CommandLine.ExitCode.OK;
  }
}
