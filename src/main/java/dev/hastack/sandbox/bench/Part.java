package dev.hastack.sandbox.bench;

import dev.hastack.sandbox.operator.Hastack;
import dev.hastack.sandbox.report.Progress;
import java.time.Duration;

/**
 * A part of a benchmark that can be measured by itself. Its figures make one section of {@code
 * docs/benchmarks.md}.
 */
interface Part {

  /** How it is called on the command line, for example {@code latency}. */
  String name();

  /** The heading of its section. */
  String title();

  /** About how long it takes, for whoever waits for it. */
  Duration usual();

  /**
   * Measures.
   *
   * @param hastack of which the operators are a command
   * @param progress hears what is going on
   * @return the section below its heading, in Markdown: what was measured and how, a table, and for
   *     each goal whether it was reached
   * @throws dev.hastack.sandbox.report.SandboxException if it could not be measured; a goal that
   *     was missed is no failure
   */
  String measure(Hastack hastack, Progress progress);
}
