package dev.hastack.sandbox;

import dev.hastack.sandbox.aws.EmbeddedAws;
import dev.hastack.sandbox.cache.Cache;
import dev.hastack.sandbox.cache.RunDirectory;
import dev.hastack.sandbox.control.InjectCommand;
import dev.hastack.sandbox.control.StatusCommand;
import dev.hastack.sandbox.control.StopCommand;
import dev.hastack.sandbox.process.ChildProcess;
import dev.hastack.sandbox.report.Progress;
import dev.hastack.sandbox.report.SandboxException;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Sets up the sandbox, shows the main job in it, and stays up for a person to go on by hand. */
@Command(
    name = "sandbox",
    mixinStandardHelpOptions = true,
    header = "Shows the operator at work on this machine, with nothing installed beforehand.",
    description = {
      "",
      "Starts a Kubernetes API server, a simulated AWS and the operator, applies an example,"
          + " changes the cloud behind the operator's back and shows it being put right; then sends"
          + " visitors, kills a server, has a zone go dark, takes a stack with a database through"
          + " its life, and has Spot take back the servers of one that lives on it.",
      "The first start builds the API server from source, which takes minutes; Go must be"
          + " installed.",
      "",
      "While it is up, the commands below direct it from another shell."
    },
    subcommands = {InjectCommand.class, StatusCommand.class, StopCommand.class})
public final class SandboxCommand implements Callable<Integer> {
  /** What a shell makes of a process that SIGINT has ended. */
  private static final int ENDED_BY_SIGNAL = 130;

  private static final Duration HOUSEKEEPING_INTERVAL = Duration.ofSeconds(1);

  @Option(
      names = "--aws",
      paramLabel = "embedded|moto|URL",
      defaultValue = "embedded",
      converter = AwsChoice.Converter.class,
      description =
          "The AWS to work against: embedded (default) is a simulated account in this process, in"
              + " which instances boot, fail and are interrupted; moto starts that emulator, which"
              + " needs Python 3; a URL is used as it is, with the credentials of this shell.")
  private AwsChoice aws = new AwsChoice.Embedded(AwsChoice.Embedded.USUAL_SPEED);

  @Option(
      names = "--speed",
      paramLabel = "N",
      converter = Speed.class,
      description =
          "Simulated seconds in each real one, in the embedded account: 1 is as AWS, 20 is the"
              + " default.")
  private @Nullable Double speed;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--once",
      description =
          "End after the demonstration: exit code 0 if it passed, 1 if not. Without this it stays"
              + " up until Ctrl-C.")
  private boolean once;

  @Override
  public Integer call() {
    AwsChoice choice = choice();
    Progress progress = Progress.onStandardOutput();
    Cache cache = Cache.ofUser(System.getenv(), progress);
    try (RunDirectory directory = RunDirectory.create(cache)) {
      try (Owned owned = new Owned()) {
        Steps steps = new Steps(progress);
        Sandbox sandbox = Sandbox.start(choice, cache, directory.path(), steps, owned);
        return show(sandbox, steps, progress);
      } catch (SandboxException failure) {
        if (ChildProcess.areEnding()) {
          return ENDED_BY_SIGNAL;
        }
        directory.keep();
        progress.say("The files of this run stay until the next start: " + directory.path());
        throw failure;
      }
    }
  }

  private int show(Sandbox sandbox, Steps steps, Progress progress) {
    var stack = new DemonstratedStack(sandbox, steps, "web.yaml", "storefront");
    new Demonstration(sandbox, steps, stack).run();
    Runnable housekeeping = () -> {};
    if (sandbox.aws() instanceof EmbeddedAws embedded) {
      housekeeping = showIncidents(sandbox, embedded, steps, stack)::leaveWithTheStack;
    } else {
      progress.say(
          "Visitors, incidents, Spot storms and a stack with a database are shown in the embedded"
              + " account alone: ./hastack sandbox");
    }
    progress.say("The demonstration has passed.");
    if (once) {
      return CommandLine.ExitCode.OK;
    }
    progress.say(invitation(sandbox));
    return stayUp(sandbox, housekeeping);
  }

  /** What takes minutes is begun early and awaited late, and other things are shown meanwhile. */
  private static Visitors showIncidents(
      Sandbox sandbox, EmbeddedAws embedded, Steps steps, DemonstratedStack stack) {
    var database = new DatabaseDemonstration(sandbox, embedded, steps);
    var incidents = new IncidentDemonstration(sandbox, embedded, steps, stack);
    var spot = new SpotDemonstration(sandbox, embedded, steps);
    database.begin();
    spot.begin();
    Visitors visitors = incidents.rideOutIncidents();
    Instant portChanged = incidents.changePort();
    DatabaseDeletion deletion = database.run();
    incidents.awaitNewPort(visitors, portChanged);
    incidents.changeLayout(visitors);
    spot.run();
    deletion.showWhatIsLeft();
    stack.showThatNothingIsLeft();
    return visitors;
  }

  private AwsChoice choice() {
    if (speed == null) {
      return aws;
    }
    if (aws instanceof AwsChoice.Embedded) {
      return new AwsChoice.Embedded(speed);
    }
    throw new ParameterException(spec.commandLine(), "--speed is of the embedded account.");
  }

  private static String invitation(Sandbox sandbox) {
    StringBuilder text = new StringBuilder("To go on by hand, in another shell:\n\n");
    text.append("  export KUBECONFIG=").append(sandbox.cluster().kubeconfig()).append('\n');
    new TreeMap<>(sandbox.aws().environment())
        .forEach(
            (name, value) -> {
              // What this shell has already is not repeated: it may be a person's own secret.
              if (!value.equals(System.getenv(name))) {
                text.append("  export %s=%s%n".formatted(name, value));
              }
            });
    text.append("  alias kubectl=").append(sandbox.cluster().kubectl().executable()).append('\n');
    text.append("\n  kubectl get hastacks --watch\n");
    text.append("  kubectl explain hastack.spec\n");
    text.append("  tail -f ").append(sandbox.operator().process().log()).append('\n');
    if (sandbox.aws() instanceof EmbeddedAws) {
      text.append("\n  ./hastack sandbox status\n");
      text.append("  ./hastack sandbox inject spot-warning|rebalance|kill-instance|az-outage");
      text.append("|throttle|foreign-change|spot-storm|capacity-drought\n");
      text.append("\nA stack with a database once more, and what can befall it:\n\n");
      text.append("  kubectl apply --server-side -f ")
          .append(sandbox.directory().resolve(DatabaseDemonstration.EXAMPLE))
          .append('\n');
      text.append("  ./hastack sandbox inject db-failover|lose-db-member|lose-database\n");
    }
    return text.append("\nCtrl-C or ./hastack sandbox stop ends everything and deletes it.")
        .toString();
  }

  /** Returns only if the operator ends by itself: Ctrl-C and {@code stop} end the JVM. */
  private static int stayUp(Sandbox sandbox, Runnable housekeeping) {
    ChildProcess operator = sandbox.operator().process();
    while (!operator.hasEndedWithin(HOUSEKEEPING_INTERVAL)) {
      housekeeping.run();
    }
    throw new SandboxException(
        "The operator has ended with exit code %d.%n%s"
            .formatted(operator.awaitExit(), operator.logTail()));
  }

  /** Begins to end this JVM as Ctrl-C does. */
  static void endAsBySignal() {
    Thread.ofPlatform().name("stop").start(() -> System.exit(ENDED_BY_SIGNAL));
  }

  /** Reads how fast the account's time passes. */
  static final class Speed implements ITypeConverter<Double> {
    private static final double LEAST = 0.1;

    /** The operator's own time is real: beyond this AWS would seem to it to change by magic. */
    private static final double MOST = 60;

    @Override
    public Double convert(String text) {
      double speed = Double.parseDouble(text);
      if (speed >= LEAST && speed <= MOST) {
        return speed;
      }
      throw new TypeConversionException(
          "'%s' is not between %s and %s".formatted(text, LEAST, MOST));
    }
  }
}
