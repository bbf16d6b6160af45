package dev.hastack;

import dev.hastack.cli.ApproveCommand;
import dev.hastack.cli.DriftCommand;
import dev.hastack.cli.MoreCommands;
import dev.hastack.cli.PauseCommand;
import dev.hastack.cli.PlanCommand;
import dev.hastack.cli.ReadyCommand;
import dev.hastack.cli.ReconcileCommand;
import dev.hastack.cli.ResumeCommand;
import dev.hastack.operator.OperatorCommand;
import dev.hastack.operator.RetireCommand;
import io.quarkus.bootstrap.logging.InitialConfigurator;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/**
 * Picks a command and runs it. Every command ends with exit code 1 when it fails, also for a wrong
 * argument: 2 has a meaning of its own for {@code plan}.
 */
@QuarkusMain
@Command(
    name = "hastack",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "One Kubernetes object for a highly available, cost-optimised web stack on AWS.",
    footer = {
      "",
      "From a checkout, ./hastack test runs every test.",
      "Set HASTACK_STACKTRACE=1 to see where a failure comes from."
    })
public final class Main implements Callable<Integer> {
  /** The commands of every build; a new one is one line here. */
  private static final List<Class<?>> COMMANDS =
      List.of(
          OperatorCommand.class,
          RetireCommand.class,
          PlanCommand.class,
          ApproveCommand.class,
          DriftCommand.class,
          PauseCommand.class,
          ResumeCommand.class,
          ReconcileCommand.class,
          ReadyCommand.class,
          VersionCommand.class);

  private static final int FAILED = 1;

  @Spec private CommandSpec spec = CommandSpec.create();

  public static void main(String[] args) {
    ParentWatch.startIfAsked(System.getenv());
    logWarningsOnly();
    System.exit(commandLine().execute(args));
  }

  /**
   * What libraries log is nothing that a person at a terminal asked for. The command that boots
   * Quarkus gets its logging configured anew by that.
   */
  private static void logWarningsOnly() {
    Logger.getLogger("").setLevel(Level.WARNING);
    InitialConfigurator.DELAYED_HANDLER.setHandlers(new Handler[] {new ConsoleHandler()});
  }

  static CommandLine commandLine() {
    return commandLine(
        ServiceLoader.load(MoreCommands.class).stream().map(ServiceLoader.Provider::get).toList());
  }

  static CommandLine commandLine(List<MoreCommands> more) {
    CommandLine commandLine = new CommandLine(new Main());
    COMMANDS.forEach(commandLine::addSubcommand);
    more.forEach(each -> each.commands().forEach(commandLine::addSubcommand));
    if (more.isEmpty()) {
      commandLine.addSubcommand(new LeftOutCommand());
    }
    haveVersion(commandLine.getSubcommands().values());
    commandLine.setCommandName(System.getProperty("hastack.name", "hastack"));
    return commandLine
        .setUsageHelpAutoWidth(true)
        .setExecutionStrategy(Main::run)
        .setParameterExceptionHandler(Main::explainUsage)
        .setExecutionExceptionHandler(Main::explainFailure);
  }

  private static void haveVersion(Collection<CommandLine> commands) {
    for (CommandLine command : commands) {
      command.getCommandSpec().versionProvider(new Version());
      haveVersion(command.getSubcommands().values());
    }
  }

  /** Without a command there is nothing to do but to say which there are. */
  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return FAILED;
  }

  /** Runs the last command; an option of one before it would be heard by nobody. */
  private static int run(ParseResult parsed) {
    ParseResult each = parsed;
    while (each.hasSubcommand() && !each.isUsageHelpRequested() && !each.isVersionHelpRequested()) {
      CommandLine command = each.commandSpec().commandLine();
      each = each.subcommand();
      List<OptionSpec> unheard = command.getParseResult().matchedOptions();
      if (!unheard.isEmpty()) {
        throw new ParameterException(
            command,
            "%s is an option of %s alone and says nothing to %s; leave it out."
                .formatted(
                    unheard.getFirst().longestName(),
                    command.getCommandSpec().qualifiedName(),
                    each.commandSpec().name()));
      }
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  private static int explainUsage(ParameterException failure, String[] args) {
    CommandLine command = failure.getCommandLine();
    command.getErr().println(failure.getMessage());
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(failure, command.getErr())) {
      command.getErr().printf("Try %s --help.%n", command.getCommandSpec().qualifiedName());
    }
    return FAILED;
  }

  private static int explainFailure(Exception failure, CommandLine command, ParseResult parsed) {
    if (System.getenv("HASTACK_STACKTRACE") != null) {
      failure.printStackTrace(command.getErr());
    } else {
      String message = failure.getMessage();
      command.getErr().println(message == null ? failure.toString() : message);
    }
    return FAILED;
  }

  /** Prints the version and nothing else. */
  @Command(name = "version", header = "Prints the version.", mixinStandardHelpOptions = true)
  static final class VersionCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
      spec.commandLine().getOut().println(new Version().getVersion()[0]);
    }
  }

  /** Stands where the sandbox was left out, and says so. */
  @Command(
      name = "sandbox",
      aliases = "bench",
      header = "Is not in this image; run it from a checkout.",
      hidden = true)
  static final class LeftOutCommand implements Callable<Integer> {
    @SuppressWarnings("UnusedVariable") // taken, so that none of them is called unknown
    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
      spec.commandLine()
          .getErr()
          .println(
              "The sandbox and its benchmarks are not in this image; run ./hastack from a"
                  + " checkout.");
      return FAILED;
    }
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      Properties properties = new Properties();
      try (InputStream stream = Main.class.getResourceAsStream("version.properties")) {
        properties.load(stream);
      } catch (IOException unreadable) {
        throw new IllegalStateException("This build lacks its version", unreadable);
      }
      return new String[] {"hastack " + properties.getProperty("version")};
    }
  }
}
