package dev.hastack.sandbox.bench;

import dev.hastack.sandbox.aws.EmbeddedAws;
import dev.hastack.sandbox.aws.front.SimulationOptions;
import dev.hastack.sandbox.farm.Farm;
import dev.hastack.sandbox.farm.Stage;
import dev.hastack.sandbox.operator.OperatorProcess;
import dev.hastack.sandbox.report.Progress;
import dev.hastack.sandbox.report.SandboxException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What an operator of the image costs while it serves many stacks.
 *
 * @param tar the image
 */
record Footprint(Stage stage, Path tar, Progress progress) {
  private static final long SEED = 3;
  private static final Duration BOOT = Duration.ofSeconds(5);
  private static final Duration START_GOAL = Duration.ofMillis(1_500);
  private static final int MEMORY_GOAL_MIB = 256;
  private static final int SIZE_GOAL_MB = 150;
  private static final int MIB_IN_KIB = 1_024;
  private static final int MB = 1_000_000;
  private static final Duration LONGEST = Duration.ofMinutes(2);
  private static final Duration SETTLING = Duration.ofMinutes(3);

  private static final Pattern PASSES =
      Pattern.compile("(?m)^hastack_pass_seconds_count\\S* (\\d+)");
  private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB");
  private static final Pattern PEAK = Pattern.compile("(?m)^VmHWM:\\s+(\\d+) kB");

  /** How much is measured. */
  record Extent(int stacks, int starts) {
    static Extent kept() {
      return new Extent(100, 5);
    }
  }

  /** Measures all of it, and tells it as a section of the document. */
  String measure(Extent extent) {
    var size = new Farm.Size(extent.stacks(), 2, 0, 0);
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    try (EmbeddedAws aws = EmbeddedAws.start(SimulationOptions.calm(SEED), size.room(BOOT))) {
      String memory;
      try (Farm farm = Farm.grow(stage, aws, size, progress)) {
        memory = memory(farm.first(), extent.stacks());
      }
      var starts = new ArrayList<Duration>();
      for (int number = 0; number < extent.starts(); number++) {
        starts.add(start(aws, number));
      }
      return told(extent, starts, memory, load);
    }
  }

  /** Of an operator that has made all stacks and looked at each of them a few times more. */
  private String memory(OperatorProcess operator, int stacks) {
    return progress.during(
        "Have it look at them for a while",
        "3 min",
        () -> {
          if (operator.process().hasEndedWithin(SETTLING)) {
            throw new SandboxException("The operator has ended." + operator.process().logTail());
          }
          String status = status(operator.process().pid());
          long resident = kib(RESIDENT, status) / MIB_IN_KIB;
          return "| resident at %d stacks | %d MiB (%d MiB at most) | at most %d MiB | %s |"
              .formatted(
                  stacks,
                  resident,
                  kib(PEAK, status) / MIB_IN_KIB,
                  MEMORY_GOAL_MIB,
                  verdict(resident <= MEMORY_GOAL_MIB));
        });
  }

  private static String status(long pid) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), "status"));
    } catch (IOException notLinux) {
      throw new SandboxException("Resident memory is read from /proc, of Linux", notLinux);
    }
  }

  private static long kib(Pattern pattern, String status) {
    return pattern
        .matcher(status)
        .results()
        .map((MatchResult line) -> Long.parseLong(line.group(1)))
        .findFirst()
        .orElseThrow();
  }

  /** From the start of the process until its metrics count a pass. */
  private Duration start(EmbeddedAws aws, int number) {
    var settings = Farm.settings(aws);
    long begin = System.nanoTime();
    try (OperatorProcess operator =
        OperatorProcess.launch(
            stage.hastack(),
            stage.cluster().kubeconfig(),
            settings,
            stage.directory().resolve("start-%d.log".formatted(number)))) {
      operator.process().awaitReady(() -> hasPassed(operator), LONGEST);
      return Duration.ofNanos(System.nanoTime() - begin);
    }
  }

  private static boolean hasPassed(OperatorProcess operator) {
    try {
      return PASSES
          .matcher(operator.metrics())
          .results()
          .anyMatch((MatchResult line) -> !line.group(1).equals("0"));
    } catch (SandboxException notYet) {
      return false;
    }
  }

  private String told(Extent extent, List<Duration> starts, String memory, double load) {
    List<Duration> sorted = starts.stream().sorted(Comparator.naturalOrder()).toList();
    Duration median = sorted.get(sorted.size() / 2);
    return """
    %d stacks; the median of %d starts (%d to %d ms). The machine's load was %.1f before.

    | | reached | goal | |
    |---|--:|--:|---|
    | start to first pass | %d ms | at most %d ms | %s |
    %s
    %s
    """
        .formatted(
            extent.stacks(),
            starts.size(),
            sorted.getFirst().toMillis(),
            sorted.getLast().toMillis(),
            load,
            median.toMillis(),
            START_GOAL.toMillis(),
            verdict(median.compareTo(START_GOAL) <= 0),
            memory,
            size());
  }

  private String size() {
    try {
      long size = Math.ceilDiv(Files.size(tar), MB);
      return "| image, compressed | %d MB | at most %d MB | %s |"
          .formatted(size, SIZE_GOAL_MB, verdict(size <= SIZE_GOAL_MB));
    } catch (IOException unreadable) {
      throw new SandboxException("Cannot read " + tar, unreadable);
    }
  }

  private static String verdict(boolean reached) {
    return reached ? "reached" : "missed";
  }
}
