package dev.hastack.sandbox.control;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows what goes on in a running sandbox. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    header = "Shows the servers, targets, databases, requests and calls of the running sandbox.")
public final class StatusCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Choice choice = new Choice();

  @Override
  public void run() {
    CommandLine command = spec.commandLine();
    command.getOut().println(choice.sandbox().status());
  }
}
