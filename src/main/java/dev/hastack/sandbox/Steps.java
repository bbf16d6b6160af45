package dev.hastack.sandbox;

import dev.hastack.sandbox.report.Progress;

/** The steps of a demonstration as they happen: each is numbered, named and timed. */
final class Steps {
  private static final String INDENT = "    ";

  private final Progress progress;
  private int number;

  Steps(Progress progress) {
    this.progress = progress;
  }

  /**
   * Does one step.
   *
   * @param expectation how long it usually takes; may be empty
   */
  <T, E extends Exception> T step(String title, String expectation, Progress.Work<T, E> work)
      throws E {
    return progress.during(numbered(title), expectation, work);
  }

  /** Announces a step whose work tells of its own progress. */
  void announce(String title) {
    progress.say(numbered(title));
  }

  /** Shows what a step brought to light, indented and followed by an empty line. */
  void show(String text) {
    text.lines().forEach(line -> progress.say(line.isEmpty() ? "" : INDENT + line));
    progress.say("");
  }

  private String numbered(String title) {
    number++;
    return "[" + number + "] " + title;
  }
}
