package dev.hastack.cli;

import dev.hastack.api.v1alpha1.Markers;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Holds every write of a stack. */
@Command(
    name = "pause",
    header = "Holds every write to the cloud for a stack, deletion included.",
    description = {
      "Sets the annotation " + Markers.PAUSED + ". The plan is still made and shown.",
      "Servers that Spot takes back are drained all the same, unless spot.onInterruption is Ignore."
    },
    mixinStandardHelpOptions = true)
public final class PauseCommand implements Callable<Integer> {
  @Mixin private StackOptions chosen = new StackOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    return chosen.with(this::pause);
  }

  private int pause(ChosenStack stack) {
    boolean isPaused = ChosenStack.isPaused(stack.read());
    if (!isPaused) {
      stack.annotate(Markers.PAUSED, "true");
    }
    spec.commandLine()
        .getOut()
        .println(stack.qualifiedName() + (isPaused ? " is paused already" : " is paused"));
    return CommandLine.ExitCode.OK;
  }
}
