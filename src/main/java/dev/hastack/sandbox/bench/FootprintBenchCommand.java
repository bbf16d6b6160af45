package dev.hastack.sandbox.bench;

import dev.hastack.sandbox.farm.Stage;
import dev.hastack.sandbox.image.ImageFolder;
import dev.hastack.sandbox.image.ImageLayout;
import dev.hastack.sandbox.report.Progress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what the operator's image costs: its start, its memory, its size. */
@Command(
    name = "footprint",
    mixinStandardHelpOptions = true,
    header = "Measures the start, the memory and the size of the image.",
    description = {
      "",
      "Starts the operator as the image does, of the folder that ./hastack image has made.",
      "The figures that were kept, and what each of them means, are in docs/benchmarks.md."
    })
public final class FootprintBenchCommand implements Callable<Integer> {
  @Mixin private final ImageOption image = new ImageOption();

  @Option(
      names = "--write",
      paramLabel = "FILE",
      description =
          "Also put the section in its place in this file, between the comments that name it:"
              + " docs/benchmarks.md.")
  private @Nullable Path document;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Progress progress = Progress.onStandardError();
    ImageLayout layout = image.layout();
    ImageFolder folder = layout.folder();
    String figures =
        Stage.with(
            folder,
            progress,
            stage -> new Footprint(stage, layout.tar(), progress).measure(Footprint.Extent.kept()));
    new Section("bench footprint", "Start, memory and size of the image", figures)
        .tell(spec.commandLine().getOut(), Optional.ofNullable(document));
    return CommandLine.ExitCode.OK;
  }
}
