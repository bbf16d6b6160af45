package dev.hastack.sandbox.process;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The children of this JVM that are still running, ended together when the JVM shuts down. Starting
 * one and the shutdown exclude each other, so that none slips through between the two.
 */
final class LiveChildren {
  /** How long a child may take to end when asked. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Object LOCK = new Object();
  private static final Set<ChildProcess> CHILDREN = new LinkedHashSet<>();
  private static final List<Runnable> AFTERWARDS = new ArrayList<>();
  private static boolean shuttingDown;

  static {
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("end-children").unstarted(LiveChildren::endAll));
  }

  private LiveChildren() {}

  @FunctionalInterface
  interface Start {
    ChildProcess run() throws IOException;
  }

  static ChildProcess register(Start start) throws IOException {
    synchronized (LOCK) {
      if (shuttingDown) {
        throw new IOException("this process is ending");
      }
      ChildProcess child = start.run();
      CHILDREN.add(child);
      return child;
    }
  }

  static void forget(ChildProcess child) {
    synchronized (LOCK) {
      CHILDREN.remove(child);
    }
  }

  static void afterwards(Runnable action) {
    synchronized (LOCK) {
      AFTERWARDS.add(action);
    }
  }

  static boolean isShuttingDown() {
    synchronized (LOCK) {
      return shuttingDown;
    }
  }

  private static void endAll() {
    List<ChildProcess> youngestFirst;
    List<Runnable> afterwards;
    synchronized (LOCK) {
      shuttingDown = true;
      youngestFirst = List.copyOf(CHILDREN).reversed();
      afterwards = List.copyOf(AFTERWARDS);
    }
    youngestFirst.forEach(ChildProcess::terminate);
    youngestFirst.forEach(child -> child.awaitEnd(PATIENCE));
    afterwards.forEach(Runnable::run);
  }
}
