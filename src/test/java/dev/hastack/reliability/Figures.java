package dev.hastack.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a suite survived: told at its end, and kept as one line of {@code docs/reliability.md},
 * which is rewritten only with {@code -Dhastack.update=true}. Virtual time and seeds make the
 * figures the same in every run.
 */
final class Figures {
  private static final Path DOCUMENT = Path.of("docs/reliability.md");
  private static final boolean UPDATE = Boolean.getBoolean("hastack.update");

  private final String suite;
  private final String seeds;
  private final Map<String, Long> counts = new LinkedHashMap<>();
  private Duration longest = Duration.ZERO;
  private int cases;

  /**
   * @param seed which reproduces all of it
   */
  Figures(String suite, long seed) {
    this.suite = suite;
    this.seeds = Long.toString(seed);
  }

  /** Of a suite that plays a seed after the other. */
  Figures(String suite, long firstSeed, long lastSeed) {
    this.suite = suite;
    this.seeds = firstSeed + " to " + lastSeed;
  }

  /** One more case ended well. */
  synchronized void survived(Duration convergence) {
    cases++;
    if (convergence.compareTo(longest) > 0) {
      longest = convergence;
    }
  }

  /** More of something that is worth telling, for example {@code crashes}. */
  synchronized void count(String what, long more) {
    counts.merge(what, more, Long::sum);
  }

  /** Prints the figures, and holds them against the document. */
  void tell() {
    System.out.println(line());
    try {
      String document = Files.readString(DOCUMENT);
      String found =
          document.lines().filter(line -> line.startsWith(start())).findFirst().orElse("");
      if (UPDATE && !found.isEmpty()) {
        Files.writeString(DOCUMENT, document.replace(found, line()));
        return;
      }
      assertThat(found)
          .as("%s; where the change is meant, rewrite it with -Dhastack.update=true", DOCUMENT)
          .isEqualTo(line());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Prints the figures of a run that is not the one in the document. */
  void tellOnly() {
    System.out.println(line());
  }

  private String start() {
    return "| " + suite + " |";
  }

  private String line() {
    String survived =
        counts.entrySet().stream()
            .map(entry -> "%,d %s".formatted(entry.getValue(), entry.getKey()))
            .collect(Collectors.joining(", "));
    return "%s %s | %,d | %s | %s |"
        .formatted(start(), seeds, cases, survived, longest.isZero() ? "" : words(longest));
  }

  private static String words(Duration duration) {
    return duration.toMinutes() > 0
        ? "%d min %d s".formatted(duration.toMinutes(), duration.toSecondsPart())
        : "%d s".formatted(duration.toSeconds());
  }
}
