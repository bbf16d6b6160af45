package dev.hastack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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
    assertThat(out.toString())
        .contains("operator", "plan", "sandbox", "bench", "version")
        .contains("./hastack test");
  }

  @Test
  void shouldExplainEachCommandWhenAskedForItsHelp() {
    List<List<String>> commands = commandsBelow(main, List.of());
    assertThat(commands).contains(List.of("plan"), List.of("sandbox", "inject", "az-outage"));
    for (List<String> command : commands) {
      assertThat(main.execute(with(command, "--help"))).isZero();
      assertThat(out.toString()).contains("Usage: hastack " + String.join(" ", command));
    }
  }

  private static List<List<String>> commandsBelow(CommandLine parent, List<String> path) {
    List<List<String>> all = new ArrayList<>();
    parent
        .getSubcommands()
        .forEach(
            (name, command) -> {
              List<String> own = List.of(with(path, name));
              all.add(own);
              all.addAll(commandsBelow(command, own));
            });
    return all;
  }

  private static String[] with(List<String> words, String last) {
    return Stream.concat(words.stream(), Stream.of(last)).toArray(String[]::new);
  }

  @Test
  void shouldPrintVersionWhenAsked() {
    assertThat(main.execute("version")).isZero();
    assertThat(main.execute("--version")).isZero();
    assertThat(main.execute("sandbox", "inject", "throttle", "--version")).isZero();
    assertThat(out.toString()).matches("(hastack \\d+\\.\\d+\\.\\d+\\R){3}");
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
        .contains(
            "'localstack' is neither embedded nor moto nor a URL that begins with http:// or"
                + " https://")
        .contains("Try hastack sandbox --help.")
        .doesNotContain("\tat ");
  }

  @Test
  void shouldFailAndNameOptionWhenTimeIsNone() {
    for (String time : List.of("soon", "0s", "-5m")) {
      assertThat(main.execute("sandbox", "inject", "az-outage", "--for=" + time)).isEqualTo(1);
      assertThat(err.toString())
          .contains("--for")
          .contains("'" + time + "' is not a time as 90s, 5m or 1h");
    }
  }

  @Test
  void shouldSayThatTheSandboxIsLeftOutWhenThisIsTheImage() {
    CommandLine image = Main.commandLine(List.of()).setErr(new PrintWriter(err));

    for (String command : List.of("sandbox", "bench")) {
      assertThat(image.execute(command, "--once", "spot")).isEqualTo(1);
      assertThat(err.toString()).contains("not in this image; run ./hastack from a checkout");
      err.getBuffer().setLength(0);
    }
  }

  @Test
  void shouldFailAndListIncidentsWhenNoneIsGiven() {
    assertThat(main.execute("sandbox", "inject")).isEqualTo(1);
    assertThat(err.toString())
        .contains("What is to happen?")
        .contains("spot-warning", "rebalance", "kill-instance")
        .contains("az-outage", "throttle", "foreign-change");
  }

  @Test
  void shouldFailAndListPartsWhenABenchmarkDoesNotHaveIt() {
    assertThat(main.execute("bench")).isEqualTo(1);
    assertThat(err.toString()).contains("What is to be measured?").contains("spot");
    assertThat(main.execute("bench", "spot", "--only", "storm,latence")).isEqualTo(1);
    assertThat(err.toString())
        .contains("'latence' is no part of this benchmark: latency, storm")
        .contains("Try hastack bench spot --help.");
  }

  @Test
  void shouldFailAndNameOptionWhenSpeedCannotBe() {
    for (String speed : List.of("0", "-1", "NaN", "1000")) {
      assertThat(main.execute("sandbox", "--speed", speed)).isEqualTo(1);
      assertThat(err.toString()).contains("--speed").contains("'" + speed + "' is not between");
    }
  }

  @Test
  void shouldFailAndSayWhyWhenSpeedIsGivenForAnotherAws() {
    assertThat(main.execute("sandbox", "--aws", "moto", "--speed", "2")).isEqualTo(1);
    assertThat(err.toString()).contains("--speed is of the embedded account");
  }

  @Test
  void shouldFailAndNameOptionWhenItStandsBeforeACommandThatDoesNotKnowIt() {
    assertThat(main.execute("sandbox", "--once", "status")).isEqualTo(1);
    assertThat(err.toString())
        .contains("--once is an option of hastack sandbox alone and says nothing to status");
    assertThat(main.execute("sandbox", "--help", "status")).isZero();
    assertThat(out.toString()).contains("Usage: hastack sandbox");
  }
}
