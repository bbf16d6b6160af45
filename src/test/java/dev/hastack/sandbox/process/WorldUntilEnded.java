package dev.hastack.sandbox.process;

import dev.hastack.sandbox.aws.MotoServer;
import dev.hastack.sandbox.cache.KubeBinaries;
import dev.hastack.sandbox.cache.MotoEnvironment;
import dev.hastack.sandbox.kubernetes.LocalCluster;
import dev.hastack.testing.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A program that starts servers, writes down their process numbers and then waits for its end. */
final class WorldUntilEnded {
  private WorldUntilEnded() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Path directory = Path.of(args[0]);
    LocalCluster.start(
        KubeBinaries.in(World.cache()),
        directory.resolve("kubernetes"),
        LocalCluster.Controllers.NAMESPACE_AND_GARBAGE_COLLECTION);
    MotoServer.start(MotoEnvironment.in(World.cache()), directory.resolve("moto"));
    List<String> children =
        ProcessHandle.current().children().map(child -> Long.toString(child.pid())).toList();
    Path written = Files.write(directory.resolve("children.unfinished"), children);
    Files.move(written, directory.resolve("children"), StandardCopyOption.ATOMIC_MOVE);
    new CountDownLatch(1).await();
  }
}
