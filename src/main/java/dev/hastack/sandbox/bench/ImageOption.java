package dev.hastack.sandbox.bench;

import dev.hastack.sandbox.image.ImageLayout;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which image is measured. */
final class ImageOption {
  @Option(
      names = "--image",
      paramLabel = "DIRECTORY",
      description = "What ./hastack image has made (target/image).")
  private Path image = Path.of("target", "image");

  /**
   * What is there.
   *
   * @throws dev.hastack.sandbox.report.SandboxException if nothing is
   */
  ImageLayout layout() {
    return ImageLayout.existing(image);
  }
}
