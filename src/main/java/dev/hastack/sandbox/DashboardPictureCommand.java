package dev.hastack.sandbox;

import dev.hastack.sandbox.aws.EmbeddedAws;
import dev.hastack.sandbox.cache.Cache;
import dev.hastack.sandbox.cache.RunDirectory;
import dev.hastack.sandbox.picture.Dashboard;
import dev.hastack.sandbox.picture.DashboardPicture;
import dev.hastack.sandbox.picture.Prometheus;
import dev.hastack.sandbox.report.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Draws the chart's dashboard for the documentation. Not for people who use the operator. */
@Command(
    name = "dashboard-picture",
    mixinStandardHelpOptions = true,
    hidden = true,
    header = "Draws the chart's dashboard as it looks while the sandbox shows a Spot storm.",
    description = {
      "",
      "Starts a sandbox and a Prometheus, shows drift, a database and a Spot storm, and asks"
          + " Prometheus what the dashboard asks. About 15 min; run it in a checkout."
    })
final class DashboardPictureCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @Option(
      names = "--prometheus",
      paramLabel = "PROGRAM",
      defaultValue = "/usr/bin/prometheus",
      description = "Prometheus itself; Debian's package prometheus has it: ${DEFAULT-VALUE}.")
  private Path prometheus = Path.of("");

  @Option(
      names = "--dashboard",
      paramLabel = "FILE",
      defaultValue = "helm/hastack/files/dashboard.json",
      description = "What is drawn: ${DEFAULT-VALUE}.")
  private Path dashboard = Path.of("");

  @Option(
      names = "--into",
      paramLabel = "FILE",
      defaultValue = "docs/pictures/dashboard.svg",
      description = "The picture: ${DEFAULT-VALUE}.")
  private Path into = Path.of("");

  @Override
  public Integer call() throws IOException {
    Dashboard drawn = Dashboard.read(dashboard);
    Progress progress = Progress.onStandardOutput();
    Cache cache = Cache.ofUser(System.getenv(), progress);
    try (RunDirectory directory = RunDirectory.create(cache);
        Owned owned = new Owned()) {
      Steps steps = new Steps(progress);
      Sandbox sandbox =
          Sandbox.start(
              new AwsChoice.Embedded(AwsChoice.Embedded.USUAL_SPEED),
              cache,
              directory.path(),
              steps,
              owned);
      Prometheus watching =
          owned.own(
              Prometheus.start(prometheus, sandbox.operator().http(), directory.path()),
              Prometheus::close);
      Clock clock = Clock.systemUTC();
      Instant from = clock.instant();
      if (sandbox.aws() instanceof EmbeddedAws embedded) {
        show(sandbox, embedded, steps);
      }
      progress.during(
          "Wait until each panel has something to show",
          "up to 5 min",
          () -> watching.awaitAnswers(drawn.expressions(), from, PATIENCE));
      Instant to = clock.instant();
      Duration took = Duration.between(from, to);
      String picture =
          new DashboardPicture(drawn, caption(took), took.toSeconds())
              .draw(expression -> watching.ask(expression, from, to));
      Files.writeString(into, picture);
      progress.say("Drawn: " + into);
    }
    return CommandLine.ExitCode.OK;
  }

  /** What the sandbox shows, less incidents that no panel tells of. */
  private static void show(Sandbox sandbox, EmbeddedAws embedded, Steps steps) {
    new Demonstration(
            sandbox, steps, new DemonstratedStack(sandbox, steps, "web.yaml", "storefront"))
        .run();
    new DatabaseDemonstration(sandbox, embedded, steps).begin();
    var spot = new SpotDemonstration(sandbox, embedded, steps);
    spot.begin();
    spot.run();
  }

  private static String caption(Duration took) {
    return ("%d min of the sandbox: drift is put right, Spot takes back six of eight servers at"
            + " once (drained, then not), and three more while it has no others to give.")
        .formatted(Math.round(took.toSeconds() / 60.0));
  }
}
