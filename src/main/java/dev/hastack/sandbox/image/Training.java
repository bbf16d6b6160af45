package dev.hastack.sandbox.image;

import dev.hastack.sandbox.aws.EmbeddedAws;
import dev.hastack.sandbox.aws.front.SimulationOptions;
import dev.hastack.sandbox.farm.Farm;
import dev.hastack.sandbox.farm.Fleet;
import dev.hastack.sandbox.farm.Stage;
import dev.hastack.sandbox.report.Progress;
import dev.hastack.sandbox.report.SandboxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * An operator of which the JVM learns what later starts need: it makes stacks in the simulated
 * account, and all of their Spot servers are taken back. What it has not done the JVM would load,
 * link and compile while a person waits for it.
 *
 * @param folder what is started
 */
record Training(ImageFolder folder, Progress progress) {
  private static final long SEED = 4;
  private static final Farm.Size SIZE = new Farm.Size(20, 6, 1, 10);
  private static final Duration BOOT = Duration.ofSeconds(5);

  /** A warning gives two minutes, and what takes the place of a server has to boot. */
  private static final Duration STORM = Duration.ofMinutes(5);

  /** The file is written at the end of the process. */
  private static final Duration ENDING = Duration.ofMinutes(5);

  /**
   * Runs it.
   *
   * @param file where what was learned is kept
   * @throws SandboxException if it does not get through, or nothing was kept
   */
  void run(Path file, Path log) throws IOException {
    Stage.with(
        (environment, out, arguments) -> folder.startTraining(file, environment, log),
        progress,
        this::train);
    if (Files.notExists(file)) {
      throw new SandboxException("The JVM kept nothing of its training; see " + log);
    }
  }

  private String train(Stage stage) {
    try (EmbeddedAws aws = EmbeddedAws.start(SimulationOptions.calm(SEED), SIZE.room(BOOT));
        Farm farm = Farm.grow(stage, aws, SIZE, progress)) {
      List<String> doomed = Fleet.of(aws).inTurn(0);
      aws.change(region -> doomed.forEach(region.incidents()::reclaim));
      return progress.during(
          "Have it replace %d servers that Spot takes back".formatted(doomed.size()),
          "2 min",
          () -> {
            String done =
                farm.await(
                    "others stand in for all of them",
                    STORM,
                    () -> {
                      List<String> serving = Fleet.of(aws).inTurn(0);
                      return serving.size() >= doomed.size()
                          && doomed.stream().noneMatch(serving::contains);
                    });
            farm.first().stop(ENDING);
            return done;
          });
    }
  }
}
