package dev.hastack.sandbox.control;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Has something happen in a running sandbox. */
@Command(
    name = "inject",
    mixinStandardHelpOptions = true,
    header = "Has something happen to the stack in the running sandbox.",
    description = {
      "",
      "Needs a sandbox on the embedded account. Times are those of the simulated account, which"
          + " passes --speed times as fast as the clock on the wall."
    })
public final class InjectCommand implements Runnable {
  private static final String INSTANCE =
      "The instance; without it the first that fits is taken, and named.";

  private static final String CLUSTER = "The cluster; without it the first is taken, and named.";

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Without an incident there is nothing to do but to say which there are. */
  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(),
        "What is to happen? One of " + String.join(", ", spec.subcommands().keySet()) + ".");
  }

  @Command(
      name = "spot-warning",
      mixinStandardHelpOptions = true,
      header = "Spot gives a server notice, and takes it two minutes later.")
  void spotWarning(
      @Parameters(arity = "0..1", paramLabel = "INSTANCE", description = INSTANCE)
          @Nullable String instance,
      @Mixin Choice choice) {
    inject(choice, new Incident.SpotWarning(instance));
  }

  @Command(
      name = "rebalance",
      mixinStandardHelpOptions = true,
      header = "AWS recommends to replace a Spot server, which may be taken soon.")
  void rebalance(
      @Parameters(arity = "0..1", paramLabel = "INSTANCE", description = INSTANCE)
          @Nullable String instance,
      @Mixin Choice choice) {
    inject(choice, new Incident.Rebalance(instance));
  }

  @Command(
      name = "kill-instance",
      mixinStandardHelpOptions = true,
      header = "A server is gone without notice.")
  void killInstance(
      @Parameters(arity = "0..1", paramLabel = "INSTANCE", description = INSTANCE)
          @Nullable String instance,
      @Mixin Choice choice) {
    inject(choice, new Incident.KillInstance(instance));
  }

  @Command(
      name = "az-outage",
      mixinStandardHelpOptions = true,
      header = "An Availability Zone goes dark for a while.")
  void zoneOutage(
      @Parameters(
              arity = "0..1",
              paramLabel = "ZONE",
              description = "The zone; without it the one with the most servers.")
          @Nullable String zone,
      @Option(
              names = "--for",
              paramLabel = "TIME",
              defaultValue = "5m",
              converter = Time.class,
              description = "How long, as 90s, 5m or 1h. Default: ${DEFAULT-VALUE}.")
          Duration lasting,
      @Mixin Choice choice) {
    inject(choice, new Incident.ZoneOutage(zone, lasting));
  }

  @Command(
      name = "throttle",
      mixinStandardHelpOptions = true,
      header = "AWS grants a tenth of its request rates for a while.")
  void throttle(
      @Option(
              names = "--for",
              paramLabel = "TIME",
              defaultValue = "1m",
              converter = Time.class,
              description = "How long, as 90s, 5m or 1h. Default: ${DEFAULT-VALUE}.")
          Duration lasting,
      @Mixin Choice choice) {
    inject(choice, new Incident.Throttle(lasting));
  }

  @Command(
      name = "foreign-change",
      mixinStandardHelpOptions = true,
      header = "Somebody changes the MaxSize of the group behind the operator's back.")
  void foreignChange(@Mixin Choice choice) {
    inject(choice, new Incident.ForeignChange());
  }

  @Command(
      name = "db-failover",
      mixinStandardHelpOptions = true,
      header = "The writer of a database fails, and a reader takes over.")
  void databaseFailover(
      @Parameters(arity = "0..1", paramLabel = "CLUSTER", description = CLUSTER)
          @Nullable String cluster,
      @Mixin Choice choice) {
    inject(choice, new Incident.DatabaseFailover(cluster));
  }

  @Command(
      name = "lose-db-member",
      mixinStandardHelpOptions = true,
      header = "Somebody deletes a member of a database.")
  void loseMember(
      @Parameters(
              arity = "0..1",
              paramLabel = "INSTANCE",
              description = "The member; without it a reader, if there is one, and it is named.")
          @Nullable String instance,
      @Mixin Choice choice) {
    inject(choice, new Incident.LoseMember(instance));
  }

  @Command(
      name = "lose-database",
      mixinStandardHelpOptions = true,
      header = "Somebody deletes a database with all its members.")
  void loseDatabase(
      @Parameters(arity = "0..1", paramLabel = "CLUSTER", description = CLUSTER)
          @Nullable String cluster,
      @Mixin Choice choice) {
    inject(choice, new Incident.LoseDatabase(cluster));
  }

  private void inject(Choice choice, Incident incident) {
    spec.commandLine().getOut().println(choice.sandbox().inject(incident));
  }

  /** Reads a length of time as people type it. */
  static final class Time implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      try {
        Duration time = Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
        if (time.isPositive()) {
          return time;
        }
      } catch (DateTimeParseException notATime) {
        throw wrong(text, notATime);
      }
      throw wrong(text, null);
    }

    private static TypeConversionException wrong(String text, @Nullable Throwable cause) {
      var wrong =
          new TypeConversionException("'%s' is not a time as 90s, 5m or 1h".formatted(text));
      if (cause != null) {
        wrong.initCause(cause);
      }
      return wrong;
    }
  }
}
