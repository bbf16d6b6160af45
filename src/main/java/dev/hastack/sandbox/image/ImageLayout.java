package dev.hastack.sandbox.image;

import dev.hastack.sandbox.cache.Cache;
import dev.hastack.sandbox.cache.DirectoryTree;
import dev.hastack.sandbox.report.Progress;
import dev.hastack.sandbox.report.SandboxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes the image's file system of what was built.
 *
 * @param directory for the two folders and what is kept from build to build
 */
public record ImageLayout(Path directory) {

  static ImageLayout of(Path directory) {
    return new ImageLayout(directory.toAbsolutePath());
  }

  /**
   * One that is there.
   *
   * @throws SandboxException if there is none
   */
  public static ImageLayout existing(Path directory) {
    ImageLayout layout = of(directory);
    if (!layout.folder().isLaidOut()) {
      throw new SandboxException(
          "There is no image in %s; ./hastack image makes one.".formatted(directory));
    }
    return layout;
  }

  /** What Jib makes of it. */
  public Path tar() {
    return directory.resolve("hastack.tar");
  }

  /** Where the image's own files are. */
  public ImageFolder folder() {
    return new ImageFolder(directory.resolve("root"));
  }

  /** Where that is which a base image would bring; empty where there is one. */
  Path system() {
    return directory.resolve("system");
  }

  /**
   * Makes both anew.
   *
   * @param withSystem whether there is no base image
   */
  void make(Application application, boolean withSystem, Progress progress) throws IOException {
    progress.during("Lay out the image", "about 10 s", () -> copy(application, withSystem));
  }

  /** Makes its start fast; see {@link StartupCache}. */
  void train(Progress progress) throws IOException {
    progress.say("Train its start: 2 min, and once what it takes to make an API server");
    new StartupCache(folder(), new Cache(directory.resolve("trained"), progress), progress)
        .provide();
  }

  private ImageFolder copy(Application application, boolean withSystem) throws IOException {
    ImageFolder folder = folder();
    DirectoryTree.delete(folder.root());
    DirectoryTree.delete(system());
    Files.createDirectories(folder.home());
    Files.createDirectories(system());
    Path log = directory.resolve("tool.log");
    JavaRuntime.link(folder.java(), log);
    if (withSystem) {
      SystemFiles.copy(folder.java(), system(), log);
    }
    application.copyTo(folder.home());
    return folder;
  }
}
