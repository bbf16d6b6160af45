package dev.hastack.sandbox.image;

import dev.hastack.sandbox.report.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lays out what the image holds. A step of the build, not for people. */
@Command(
    name = "image-folder",
    mixinStandardHelpOptions = true,
    hidden = true,
    header = "Lays out what ./hastack image packs.")
public final class ImageFolderCommand implements Callable<Integer> {
  /** What Jib calls an image of nothing. */
  private static final String NOTHING = "scratch";

  @Option(names = "--into", required = true, paramLabel = "DIRECTORY", description = "Where to.")
  private Path into = Path.of("");

  @Option(
      names = "--base",
      required = true,
      paramLabel = "IMAGE",
      description = "What it is put on: scratch gets this machine's C library.")
  private String base = NOTHING;

  @Option(
      names = "--bom",
      required = true,
      paramLabel = "FILE",
      description = "What the project is made of, in the format of CycloneDX.")
  private Path bom = Path.of("");

  @Override
  public Integer call() throws IOException {
    Progress progress = Progress.onStandardOutput();
    ImageLayout layout = ImageLayout.of(into);
    layout.make(Application.running(), base.equals(NOTHING), progress);
    layout.train(progress);
    new BillOfMaterials(bom)
        .write(
            Application.running().libraries(),
            layout.folder().home().resolve(BillOfMaterials.FILE));
    return CommandLine.ExitCode.OK;
  }
}
