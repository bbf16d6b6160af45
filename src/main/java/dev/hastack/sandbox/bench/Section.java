package dev.hastack.sandbox.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What was measured, as people read it: with the machine and the day.
 *
 * @param key of its place in the document
 */
record Section(String key, String title, String figures) {

  /** Prints it, and puts it in its place in the document if there is one. */
  void tell(PrintWriter out, Optional<Path> document) {
    String text = text();
    out.println(text);
    out.flush();
    document.ifPresent(file -> new KeptSections(file).put(key, text));
  }

  private String text() {
    var machine = Machine.current(LocalDate.now(Clock.systemUTC()));
    return """
    ## %s

    %s

    %s
    """
        .formatted(title, machine, figures.strip())
        .lines()
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
