package dev.hastack.sandbox.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void shouldRepeatPlainLinesWhenOutputIsNoTerminal() {
    // Given
    Progress progress = new Progress(out, false, Duration.ofMillis(1));

    // When
    String result =
        progress.during("Building kubectl", "about 5 minutes", () -> whenPrinted("still going"));

    // Then
    assertThat(result).isEqualTo("built");
    assertThat(printed().lines()).first().isEqualTo("Building kubectl (about 5 minutes) ...");
    assertThat(printed().lines())
        .anyMatch(line -> line.matches(".* \\.\\.\\. still going after \\d+ s"))
        .last()
        .asString()
        .matches("Building kubectl: done in \\d+ s");
  }

  @Test
  void shouldRewriteOneLineWhenOutputIsTerminal() {
    // Given
    Progress progress = new Progress(out, true, Duration.ofMillis(1));

    // When
    progress.during("Building kubectl", "", () -> whenPrinted("\033[KBuilding kubectl ... "));

    // Then
    assertThat(printed())
        .startsWith("Building kubectl ...\r\033[KBuilding kubectl ... ")
        .contains("\r\033[KBuilding kubectl: done in ");
    assertThat(printed()).containsOnlyOnce(System.lineSeparator());
  }

  @Test
  void shouldSayThatWorkFailedWhenItThrows() {
    // Given
    Progress progress = new Progress(out, false, Duration.ofHours(1));

    // When / Then
    assertThatThrownBy(
            () ->
                progress.during(
                    "Building kubectl",
                    "",
                    () -> {
                      throw new SandboxException("no space left");
                    }))
        .hasMessage("no space left");
    assertThat(printed()).contains("Building kubectl: failed after ");
  }

  @Test
  void shouldSpeakOfMinutesWhenWorkTakesLong() {
    assertThat(Progress.text(Duration.ofSeconds(59))).isEqualTo("59 s");
    assertThat(Progress.text(Duration.ofSeconds(272))).isEqualTo("4 min 32 s");
  }

  private String whenPrinted(String text) {
    await().atMost(DEADLINE).until(() -> printed().contains(text));
    return "built";
  }

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
