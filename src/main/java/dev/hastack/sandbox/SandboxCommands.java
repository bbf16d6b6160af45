package dev.hastack.sandbox;

import dev.hastack.cli.MoreCommands;
import dev.hastack.sandbox.bench.BenchCommand;
import dev.hastack.sandbox.image.ImageFolderCommand;
import java.util.List;

/** What a checkout can do beyond the image. A new command is one line here. */
public final class SandboxCommands implements MoreCommands {
  @Override
  public List<Class<?>> commands() {
    return List.of(
        SandboxCommand.class,
        BenchCommand.class,
        ImageFolderCommand.class,
        DashboardPictureCommand.class);
  }
}
