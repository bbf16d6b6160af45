package dev.hastack.sandbox.report;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Tells a person what long work is going on and for how long already. On a terminal one line is
 * rewritten every second; anywhere else, a build log for instance, a plain line appears every 15
 * seconds. Work that needs no telling costs two lines at most.
 */
public final class Progress {
  private static final Duration TERMINAL_INTERVAL = Duration.ofSeconds(1);
  private static final Duration PLAIN_INTERVAL = Duration.ofSeconds(15);
  private static final String CLEAR_LINE = "\r\033[K";

  private final PrintStream out;
  private final boolean terminal;
  private final Duration interval;

  Progress(PrintStream out, boolean terminal, Duration interval) {
    this.out = out;
    this.terminal = terminal;
    this.interval = interval;
  }

  /**
   * Progress on standard output. Whether that is a terminal is told by the launcher (system
   * property {@code hastack.terminal}): Java's own answer differs from release to release.
   */
  public static Progress onStandardOutput() {
    return on(System.out);
  }

  /** Progress on standard error, for commands whose output is to be kept. */
  public static Progress onStandardError() {
    return on(System.err);
  }

  private static Progress on(PrintStream out) {
    boolean terminal = Boolean.getBoolean("hastack.terminal");
    return new Progress(out, terminal, terminal ? TERMINAL_INTERVAL : PLAIN_INTERVAL);
  }

  /** Work with a result that may fail in its own way. */
  @FunctionalInterface
  public interface Work<T, E extends Exception> {
    T run() throws E;
  }

  /**
   * Runs work on the calling thread and tells of it.
   *
   * @param what the work in a few words, for example {@code Starting kube-apiserver}
   * @param expectation what to expect, for example {@code about 5 minutes the first time}
   */
  public <T, E extends Exception> T during(String what, String expectation, Work<T, E> work)
      throws E {
    long startNanos = System.nanoTime();
    String title = expectation.isEmpty() ? what : what + " (" + expectation + ")";
    if (terminal) {
      out.print(title + " ...");
      out.flush();
    } else {
      line(title + " ...");
    }
    CountDownLatch over = new CountDownLatch(1);
    Thread ticker = Thread.ofVirtual().name("progress").start(() -> tick(title, startNanos, over));
    boolean succeeded = false;
    try {
      T result = work.run();
      succeeded = true;
      return result;
    } finally {
      over.countDown();
      join(ticker);
      String ending = (succeeded ? "done in " : "failed after ") + text(since(startNanos));
      line((terminal ? CLEAR_LINE : "") + what + ": " + ending);
    }
  }

  private void tick(String title, long startNanos, CountDownLatch over) {
    try {
      while (!over.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
        String elapsed = text(since(startNanos));
        if (terminal) {
          out.print(CLEAR_LINE + title + " ... " + elapsed);
          out.flush();
        } else {
          line(title + " ... still going after " + elapsed);
        }
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private static void join(Thread ticker) {
    try {
      ticker.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tells something in a line of its own. */
  public void say(String text) {
    line(text);
  }

  private void line(String text) {
    out.println(text);
    out.flush();
  }

  private static Duration since(long startNanos) {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  static String text(Duration elapsed) {
    return elapsed.toMinutes() == 0
        ? elapsed.toSeconds() + " s"
        : elapsed.toMinutes() + " min " + elapsed.toSecondsPart() + " s";
  }
}
