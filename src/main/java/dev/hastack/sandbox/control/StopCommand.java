package dev.hastack.sandbox.control;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Ends a running sandbox from another shell. */
@Command(
    name = "stop",
    mixinStandardHelpOptions = true,
    header = "Ends the running sandbox and deletes its files, as Ctrl-C does.")
public final class StopCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Choice choice = new Choice();

  @Override
  public void run() {
    choice.sandbox().stop();
    spec.commandLine().getOut().println("The sandbox has ended.");
  }
}
