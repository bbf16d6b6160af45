package dev.hastack.sandbox.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hastack.sandbox.report.SandboxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildToolTest {
  @Test
  void shouldSayWhatToInstallWhenToolIsMissing() {
    // Given
    BuildTool missing = tool("no-such-tool", "version", 1, 21);

    // When / Then
    assertThatThrownBy(missing::version)
        .isInstanceOf(SandboxException.class)
        .hasMessageStartingWith("no-such-tool 1.21 or newer is needed and does not run here: ")
        .hasMessageEndingWith("Install it.");
  }

  @Test
  void shouldSayWhichVersionIsNeededWhenToolIsTooOld() {
    // Given
    BuildTool old = tool("echo", "go version go1.20.3 linux/amd64", 1, 21);

    // When / Then
    assertThatThrownBy(old::version)
        .isInstanceOf(SandboxException.class)
        .hasMessage("echo 1.20 is too old, 1.21 or newer is needed. Install it.");
  }

  @Test
  void shouldAcceptToolWhenVersionIsNewEnough() {
    assertThat(tool("echo", "3.9.2 (main)", 3, 9).version()).isEqualTo("3.9.2 (main)");
    assertThat(tool("echo", "go version go2.0 linux/amd64", 1, 21).version()).contains("go2.0");
  }

  @Test
  void shouldShowEndOfOutputAndLogWhenCommandFails(@TempDir Path directory) {
    // Given
    Path log = directory.resolve("build.log");
    List<String> command = List.of("sh", "-c", "seq 100; echo no space left; exit 3");

    // When / Then
    assertThatThrownBy(() -> BuildTool.run("go build", command, Map.of(), directory, log))
        .isInstanceOf(SandboxException.class)
        .hasMessageStartingWith("go build failed with exit code 3.")
        .hasMessageContaining(log.toString())
        .hasMessageContaining("100\nno space left")
        .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("\n50\n"));
  }

  private static BuildTool tool(String executable, String argument, int major, int minor) {
    return new BuildTool(executable, List.of(argument), major, minor, "Install it.");
  }
}
