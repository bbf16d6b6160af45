package dev.hastack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CommandLine main =
      Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

  @Test
  void shouldListEveryCommandWhenAskedForHelp() {
    assertThat(main.execute("--help")).isZero();
    assertThat(out.toString()).contains(main.getSubcommands().keySet()).contains("./hastack test");
  }

  @Test
  void shouldExplainEachCommandWhenAskedForItsHelp() {
    for (String command : main.getSubcommands().keySet()) {
      assertThat(main.execute(command, "--help")).isZero();
      assertThat(out.toString()).contains("Usage: hastack " + command);
    }
  }

  @Test
  void shouldPrintVersionWhenAsked() {
    assertThat(main.execute("version")).isZero();
    assertThat(main.execute("--version")).isZero();
    assertThat(out.toString()).matches("(hastack \\d+\\.\\d+\\.\\d+\\R){2}");
  }

  @Test
  void shouldFailAndListCommandsWhenNoneIsGiven() {
    assertThat(main.execute()).isEqualTo(1);
    assertThat(err.toString()).contains("Usage: hastack");
  }

  @Test
  void shouldFailAndSuggestWhenCommandIsUnknown() {
    assertThat(main.execute("sandbx")).isEqualTo(1);
    assertThat(err.toString()).contains("'sandbx'").contains("Did you mean: hastack sandbox");
  }

  @Test
  void shouldFailAndNameOptionWhenItsValueIsWrong() {
    assertThat(main.execute("sandbox", "--aws", "localstack")).isEqualTo(1);
    assertThat(err.toString())
        .contains("--aws")
        .contains("'localstack' is neither moto nor a URL that begins with http:// or https://")
        .contains("Try hastack sandbox --help.")
        .doesNotContain("\tat ");
  }
}
