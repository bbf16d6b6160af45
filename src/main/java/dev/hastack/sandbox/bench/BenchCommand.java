package dev.hastack.sandbox.bench;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Measures the operator; without a benchmark it can only say which there are. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    header = "Measures the operator on this machine, against a simulated AWS.",
    description = {
      "",
      "Each benchmark starts what it needs, prints its figures as Markdown on standard output and"
          + " its progress on standard error, and ends what it started."
    },
    subcommands = {SpotBenchCommand.class, FootprintBenchCommand.class})
public final class BenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    CommandLine command = spec.commandLine();
    command.getErr().println("What is to be measured?");
    command.usage(command.getErr());
    return CommandLine.ExitCode.SOFTWARE;
  }
}
