package dev.hastack.sandbox.bench;

import dev.hastack.sandbox.operator.Hastack;
import dev.hastack.sandbox.process.ChildProcess;
import dev.hastack.sandbox.report.Progress;
import dev.hastack.sandbox.report.SandboxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures what becomes of servers that Spot takes back. */
@Command(
    name = "spot",
    mixinStandardHelpOptions = true,
    header = "Measures how servers that Spot takes back are drained.",
    description = {
      "",
      "Starts operators as the image does, of the folder that ./hastack image has made.",
      "The figures that were kept, and what each of them means, are in docs/benchmarks.md."
    })
public final class SpotBenchCommand implements Callable<Integer> {
  /** What a shell makes of a process that SIGINT has ended. */
  private static final int ENDED_BY_SIGNAL = 130;

  /** In the order of the document; a new part is one line here. */
  private static final List<Part> PARTS = List.of(DrainLatency.kept(), SpotStorm.kept());

  @Mixin private final ImageOption image = new ImageOption();

  @Option(
      names = "--only",
      paramLabel = "PART",
      split = ",",
      description = "Measure these parts alone, as in --only latency,storm.")
  private List<String> only = List.of();

  @Option(
      names = "--write",
      paramLabel = "FILE",
      description =
          "Also put each section in its place in this file, between the comments that name it:"
              + " docs/benchmarks.md.")
  private @Nullable Path document;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    List<Part> chosen = chosen();
    Hastack hastack = image.layout().folder();
    Progress progress = Progress.onStandardError();
    try {
      chosen.forEach(part -> measure(part, hastack, progress));
      return CommandLine.ExitCode.OK;
    } catch (SandboxException failure) {
      if (ChildProcess.areEnding()) {
        return ENDED_BY_SIGNAL;
      }
      throw failure;
    }
  }

  private List<Part> chosen() {
    List<String> names = PARTS.stream().map(Part::name).toList();
    for (String name : only) {
      if (!names.contains(name)) {
        throw new ParameterException(
            spec.commandLine(),
            "'%s' is no part of this benchmark: %s.".formatted(name, String.join(", ", names)));
      }
    }
    return PARTS.stream().filter(part -> only.isEmpty() || only.contains(part.name())).toList();
  }

  private void measure(Part part, Hastack hastack, Progress progress) {
    progress.say("%s, about %d min".formatted(part.title(), Math.max(1, part.usual().toMinutes())));
    new Section("bench spot " + part.name(), part.title(), part.measure(hastack, progress))
        .tell(spec.commandLine().getOut(), Optional.ofNullable(document));
  }
}
