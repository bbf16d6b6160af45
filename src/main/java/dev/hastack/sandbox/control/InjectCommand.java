package dev.hastack.sandbox.control;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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
      name = "spot-storm",
      mixinStandardHelpOptions = true,
      header = "Spot takes back all servers of a zone, or of all, two minutes later.")
  void spotStorm(
      @Parameters(
              arity = "0..1",
              paramLabel = "ZONE",
              description = "The zone; without it all zones.")
          @Nullable String zone,
      @Option(
              names = "--late",
              paramLabel = "SHARE",
              defaultValue = "0.05",
              description = "Of notices a minute late or more. Default: ${DEFAULT-VALUE}.")
          double late,
      @Option(
              names = "--missing",
              paramLabel = "SHARE",
              defaultValue = "0.02",
              description = "Of servers without a notice. Default: ${DEFAULT-VALUE}.")
          double missing,
      @Mixin Choice choice) {
    inject(choice, new Incident.SpotStorm(zone, late, missing));
  }

  @Command(
      name = "capacity-drought",
      mixinStandardHelpOptions = true,
      header = "There is no Spot capacity for a while.")
  void capacityDrought(@Mixin Lasting lasting, @Mixin Choice choice) {
    inject(choice, new Incident.CapacityDrought(lasting.time));
  }

  @Command(
      name = "health-event",
      mixinStandardHelpOptions = true,
      header = "AWS Health announces that the hardware of a server is to be retired.")
  void healthEvent(
      @Parameters(arity = "0..1", paramLabel = "INSTANCE", description = INSTANCE)
          @Nullable String instance,
      @Mixin Choice choice) {
    inject(choice, new Incident.HealthEvent(instance));
  }

  @Command(
      name = "events-delay",
      mixinStandardHelpOptions = true,
      header = "Events come later than usual for a while.")
  void eventsDelay(
      @Option(
              names = "--by",
              paramLabel = "TIME",
              defaultValue = "90s",
              converter = Time.class,
              description = "How much later, as 90s or 5m. Default: ${DEFAULT-VALUE}.")
          Duration by,
      @Mixin Lasting lasting,
      @Mixin Choice choice) {
    inject(choice, new Incident.EventsDelay(by, lasting.time));
  }

  @Command(
      name = "sqs-denied",
      mixinStandardHelpOptions = true,
      header = "Nobody may use SQS for a while.")
  void queuesDenied(@Mixin Lasting lasting, @Mixin Choice choice) {
    inject(choice, new Incident.QueuesDenied(lasting.time));
  }

  @Command(
      name = "garbage-messages",
      mixinStandardHelpOptions = true,
      header = "Messages that make no sense come into a queue.")
  void garbageMessages(
      @Parameters(
              arity = "0..1",
              paramLabel = "QUEUE",
              description = "Its name; without it the first is taken, and named.")
          @Nullable String queue,
      @Option(
              names = "--count",
              paramLabel = "NUMBER",
              defaultValue = "10",
              description = "How many. Default: ${DEFAULT-VALUE}.")
          int messages,
      @Mixin Choice choice) {
    inject(choice, new Incident.GarbageMessages(queue, messages));
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
      @Mixin Lasting lasting,
      @Mixin Choice choice) {
    inject(choice, new Incident.ZoneOutage(zone, lasting.time));
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

  /** For how long something goes wrong. */
  static final class Lasting {
    @Option(
        names = "--for",
        paramLabel = "TIME",
        defaultValue = "5m",
        converter = Time.class,
        description = "How long, as 90s, 5m or 1h. Default: ${DEFAULT-VALUE}.")
    private Duration time = Duration.ofMinutes(5);
  }

  private void inject(Choice choice, Incident incident) {
    spec.commandLine().getOut().println(choice.sandbox().inject(incident));
  }
}
