package dev.hastack.cli;

import dev.hastack.api.v1alpha1.Markers;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lets a paused stack go on. */
@Command(
    name = "resume",
    header = "Lets a paused stack go on, at once.",
    description = {
      "Takes the annotation " + Markers.PAUSED + " away.",
      "What was held is done then; see it first with the command plan."
    },
    mixinStandardHelpOptions = true)
public final class ResumeCommand implements Callable<Integer> {
  @Mixin private StackOptions chosen = new StackOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    return chosen.with(this::resume);
  }

  private int resume(ChosenStack stack) {
    boolean isMarked = ChosenStack.annotation(stack.read(), Markers.PAUSED).isPresent();
    if (isMarked) {
      stack.removeAnnotation(Markers.PAUSED);
    }
    spec.commandLine()
        .getOut()
        .println(stack.qualifiedName() + (isMarked ? " goes on" : " was not paused"));
    return CommandLine.ExitCode.OK;
  }
}
