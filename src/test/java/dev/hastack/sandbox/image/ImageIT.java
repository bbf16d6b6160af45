package dev.hastack.sandbox.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hastack.sandbox.operator.OperatorProcess;
import dev.hastack.sandbox.process.ChildProcess;
import dev.hastack.sandbox.report.Progress;
import dev.hastack.testing.World;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image that this build has made, where the JDK is new enough to make one. */
class ImageIT {
  private static final Path CHART = Path.of("helm", "hastack", "templates");
  private static final String TRAINED =
      ImageFolder.HOME.substring(1) + "/" + ImageFolder.STARTUP_CACHE;

  /** {@code project.build.outputTimestamp} of pom.xml. */
  private static final String BUILD_TIME = "2026-01-01T00:00:00Z";

  @TempDir private Path directory;

  private final ImageLayout layout =
      ImageLayout.of(
          Path.of(Objects.requireNonNull(System.getProperty("hastack.image"), "hastack.image")));

  private ImageTar tar = new ImageTar(Path.of(""), new ObjectMapper().createObjectNode());

  @BeforeEach
  void unpack() throws IOException {
    assumeThat(Runtime.version().feature()).isGreaterThanOrEqualTo(JavaRuntime.RELEASE);
    tar = ImageTar.unpack(layout.tar(), directory.resolve("tar"));
  }

  @Test
  void shouldBeStartedAsItsFolderIsAndAsTheChartSays() throws IOException {
    JsonNode config = tar.config();

    assertThat(texts(config.path("Entrypoint"))).isEqualTo(ImageFolder.ENTRY_POINT);
    assertThat(config.path("WorkingDir").asText()).isEqualTo(ImageFolder.HOME);
    assertThat(config.path("User").asText()).isEqualTo("%1$d:%1$d".formatted(ImageFolder.USER));
    String deployment =
        Files.readString(CHART.resolve("deployment.yaml"))
            + Files.readString(CHART.resolve("_pod.tpl"));
    assertThat(deployment)
        .contains("args: " + texts(config.path("Cmd")))
        .contains("mountPath: /tmp\n")
        .doesNotContain("command:", "workingDir:");
    assertThat(config.path("ExposedPorts").has("8080/tcp")).isTrue();
    assertThat(Files.readString(CHART.resolve("_names.tpl")))
        .contains("runAsUser: " + ImageFolder.USER, "readOnlyRootFilesystem: true");
  }

  @Test
  void shouldHoldTheFilesOfTheFolderAndNothingElse() throws IOException {
    var expected = new TreeSet<>(files(layout.folder().root()));
    expected.addAll(files(layout.system()));

    Path root = tar.extract(directory.resolve("root"));

    assertThat(files(root)).containsExactlyInAnyOrderElementsOf(expected);
    for (String file : expected) {
      Path own = layout.folder().root().resolve(file);
      Path source = Files.exists(own) ? own : layout.system().resolve(file);
      assertThat(Files.mismatch(root.resolve(file), source)).as(file).isEqualTo(-1);
    }
  }

  /** All but what was trained, of which no two are equal: ADR 13. */
  @Test
  void shouldHoldTheSameWhenItIsMadeAtAnotherTime() throws IOException {
    // Given
    ImageLayout again = ImageLayout.of(directory.resolve("again"));
    var application = new Application(World.jar().path().resolveSibling(""));
    Path bom = layout.directory().resolveSibling("hastack-bom.json");

    // When
    again.make(application, true, Progress.onStandardOutput());
    new BillOfMaterials(bom)
        .write(application.libraries(), again.folder().home().resolve(BillOfMaterials.FILE));

    // Then
    var expected = new TreeSet<>(files(layout.folder().root()));
    assertThat(expected.remove(TRAINED)).isTrue();
    assertThat(files(again.folder().root())).containsExactlyInAnyOrderElementsOf(expected);
    assertSame(expected, layout.folder().root(), again.folder().root());
    List<String> system = files(layout.system());
    assertThat(files(again.system())).containsExactlyInAnyOrderElementsOf(system);
    assertSame(system, layout.system(), again.system());
  }

  private static void assertSame(Collection<String> files, Path one, Path other)
      throws IOException {
    for (String file : files) {
      assertThat(Files.mismatch(one.resolve(file), other.resolve(file))).as(file).isEqualTo(-1);
    }
  }

  /** With equal files that makes equal bytes. */
  @Test
  void shouldSayNothingOfWhenItWasMade() throws IOException {
    assertThat(tar.entries().values())
        .extracting(ImageTar.Entry::modified)
        .containsOnly("1970-01-01 00:00:01");
    for (String layer : tar.layers()) {
      try (InputStream packed = Files.newInputStream(Path.of(layer))) {
        // RFC 1952: four bytes of time after the magic number, the method and the flags.
        assertThat(Arrays.copyOfRange(packed.readNBytes(8), 4, 8)).containsOnly(0);
      }
    }
    JsonNode description = tar.description();
    var times = new ArrayList<>(description.findValuesAsText("created"));
    assertThat(times).hasSizeGreaterThan(tar.layers().size()).containsOnly(BUILD_TIME);
    String listed =
        Tool.run(
            List.of("tar", "--utc", "--full-time", "-tvf", layout.tar().toString()),
            directory.resolve("listed"));
    assertThat(listed.lines()).allMatch(line -> line.contains(" 1970-01-01 00:00:00 "));
  }

  @Test
  void shouldLetItsUserWriteToNothingButTmp() throws IOException {
    tar.entries()
        .forEach(
            (path, entry) -> {
              assertThat(entry.owner()).as(path).isZero();
              if (!path.equals("tmp")) {
                assertThat(entry.mode().charAt(8)).as(path).isEqualTo('-');
              }
            });
  }

  @Test
  void shouldNameEachLibraryInItsBillOfMaterials() throws IOException {
    Path home = layout.folder().home();
    JsonNode bom = new ObjectMapper().readTree(home.resolve(BillOfMaterials.FILE).toFile());
    List<String> named =
        StreamSupport.stream(bom.path("components").spliterator(), false)
            .map(
                each ->
                    "%s.%s-%s"
                        .formatted(
                            each.path("group").asText(),
                            each.path("name").asText(),
                            each.path("version").asText()))
            .toList();

    for (String library : files(home.resolve("lib"))) {
      assertThat(named).as(library).anyMatch(library::startsWith);
    }
    assertThat(named)
        .noneMatch(name -> Application.SANDBOX_ONLY.stream().anyMatch(name::startsWith));
    assertThat(named).anyMatch(name -> name.contains("java-runtime"));
  }

  @Test
  void shouldSayThatTheSandboxIsNotInTheImage() throws IOException {
    Path log = directory.resolve("log");

    try (ChildProcess sandbox = layout.folder().start(Map.of(), log, "sandbox", "--once")) {
      assertThat(sandbox.awaitExit()).isEqualTo(1);
    }

    assertThat(Files.readString(log)).contains("not in this image; run ./hastack from a checkout");
  }

  @Test
  void shouldStartWithWhatItWasTrainedWith() throws IOException {
    Path log = directory.resolve("log");

    try (ChildProcess version = version("-XX:AOTMode=on", log)) {
      assertThat(version.awaitExit()).as(version.logTail()).isZero();
    }
  }

  @Test
  void shouldStartAllTheSameWhenTheTrainedFileDoesNotFit() throws IOException {
    Path log = directory.resolve("log");

    try (ChildProcess version = version("-XX:-UseCompressedOops", log)) {
      assertThat(version.awaitExit()).isZero();
    }

    assertThat(Files.readAllLines(log).getLast()).startsWith("hastack ");
  }

  /** What was trained holds objects: a heap that has no room for them would not start. */
  @Test
  void shouldStartWithAQuarterOfTheMemoryThatTheChartGivesIt() throws IOException {
    Path log = directory.resolve("log");

    try (ChildProcess version = version("-XX:MaxRAM=128m -XX:AOTMode=on", log)) {
      assertThat(version.awaitExit()).as(version.logTail()).isZero();
    }
  }

  private ChildProcess version(String options, Path log) {
    return layout.folder().start(Map.of("JDK_JAVA_OPTIONS", options), log, "version");
  }

  /** With the image's own libraries alone, as its user, in the place of a container. */
  @Test
  void shouldServeWithNothingAroundItWhenRunAsItsUser() throws IOException {
    assumeThat(mayHaveMountsOfItsOwn()).as("unshare --mount").isTrue();
    Path root = tar.extract(directory.resolve("root"));
    Path kubeconfig = Files.copy(World.cluster().kubeconfig(), root.resolve("kubeconfig"));
    assertThat(kubeconfig.toFile().setReadable(true, false)).isTrue();

    try (OperatorProcess operator =
        OperatorProcess.launch(
            (environment, log, arguments) -> inside(root, environment, log, arguments),
            Path.of("/kubeconfig"),
            Map.of("AWS_REGION", "us-east-1", "AWS_ENDPOINT_URL", "http://127.0.0.1:1"),
            World.operatorLog())) {
      operator
          .process()
          .awaitReady(
              () -> operator.isReady() && operator.log().contains("Started leading"),
              Duration.ofMinutes(2));
    }
  }

  /** Root, and not in a container that forbids it. */
  private static boolean mayHaveMountsOfItsOwn() throws IOException {
    try {
      return new ProcessBuilder("unshare", "--mount", "true").start().waitFor() == 0;
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  private static ChildProcess inside(
      Path root, Map<String, String> environment, Path log, String... arguments) {
    // What a container runtime does: its own mounts, /proc and /dev, another root, another user.
    String user = Integer.toString(ImageFolder.USER);
    var command =
        new ArrayList<>(
            List.of(
                "unshare",
                "--mount",
                "sh",
                "-ec",
                "mkdir -p $0/proc $0/dev; mount --bind $0 $0; mount --rbind /proc $0/proc;"
                    + " mount --rbind /dev $0/dev; mount -t tmpfs -o mode=1777 tmpfs $0/tmp;"
                    + " mount -o remount,bind,ro $0; exec unshare \"$@\"",
                root.toString(),
                "--root",
                root.toString(),
                "--wd",
                ImageFolder.HOME,
                "--setgid",
                user,
                "--setuid",
                user));
    command.addAll(ImageFolder.ENTRY_POINT);
    command.addAll(List.of(arguments));
    return ChildProcess.start(
        new ChildProcess.Command("the image", command, environment, Path.of("."), log));
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static List<String> files(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .collect(Collectors.toList());
    }
  }
}
