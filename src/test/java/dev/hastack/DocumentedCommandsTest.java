package dev.hastack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.hastack.testing.Pages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the pages tell people to type and to write is taken. */
class DocumentedCommandsTest {
  private static final Pattern OURS =
      Pattern.compile("(?m)^(?:kubectl hastack|\\./hastack) ([^#\\n]*)");
  private static final Pattern EXAMPLE =
      Pattern.compile(
          "<!-- example: (\\S+) -->\\n```yaml\\n(.*?)```\\n<!-- end of example -->",
          Pattern.DOTALL);

  /** These the launcher does itself. */
  private static final List<String> OF_THE_LAUNCHER = List.of("test", "image");

  @Test
  void shouldBeTakenByTheCommandLine() {
    // Given
    List<String> commands =
        Pages.blocks("sh").stream()
            .flatMap(block -> OURS.matcher(block.text()).results())
            .map(command -> command.group(1).strip())
            .filter(command -> !OF_THE_LAUNCHER.contains(command.split(" ", 2)[0]))
            .toList();

    // Then
    assertThat(commands).contains("drift minimal", "approve storefront -n shop");
    assertThat(commands)
        .allSatisfy(
            command ->
                assertThatCode(() -> Main.commandLine().parseArgs(command.split(" +")))
                    .as(command)
                    .doesNotThrowAnyException());
  }

  @Test
  void shouldShowExamplesAsTheirFilesAre() throws IOException {
    int shown = 0;
    for (Path page : Pages.all()) {
      for (var block : EXAMPLE.matcher(Pages.read(page)).results().toList()) {
        assertThat(block.group(2))
            .as(page.toString())
            .isEqualTo(Files.readString(Path.of(block.group(1))));
        shown++;
      }
    }
    assertThat(shown).isGreaterThan(1);
  }
}
