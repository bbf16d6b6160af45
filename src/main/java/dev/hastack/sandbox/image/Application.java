package dev.hastack.sandbox.image;

import dev.hastack.sandbox.operator.HastackJar;
import dev.hastack.sandbox.report.SandboxException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The application without the sandbox and what only that needs, on one flat class path: a JVM
 * archives no classes of Quarkus' own class loader.
 *
 * @param built the folder that Quarkus builds, {@code target/quarkus-app}
 */
record Application(Path built) {
  /** Libraries of the sandbox alone, as Quarkus names their files, without their version. */
  static final List<String> SANDBOX_ONLY = List.of("software.amazon.awssdk.secretsmanager");

  /** Where its parts are; of classes that are in several, the first counts. */
  private static final List<String> CLASSES =
      List.of(
          "quarkus/transformed-bytecode.jar", "quarkus/generated-bytecode.jar", "app/hastack.jar");

  private static final String SANDBOX = "dev/hastack/sandbox/";
  private static final String SANDBOX_SERVICE = "META-INF/services/dev.hastack.cli.MoreCommands";
  private static final String EXAMPLES = "examples/";

  /** Jib's own: the startup cache holds jars by time and size. */
  private static final FileTime MODIFIED = FileTime.from(Instant.ofEpochSecond(1));

  private static final LocalDateTime ZIP_EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);

  /** The one that this JVM was started from. */
  static Application running() {
    return new Application(HastackJar.running().path().resolveSibling(""));
  }

  /**
   * Writes it.
   *
   * @param home the folder that is the image's working directory
   */
  void copyTo(Path home) throws IOException {
    Path libraries = Files.createDirectories(home.resolve("lib"));
    List<Path> wanted = libraries();
    for (Path library : wanted) {
      Files.setLastModifiedTime(
          Files.copy(library, libraries.resolve(library.getFileName())), MODIFIED);
    }
    Path jar = home.resolve(ImageFolder.JAR);
    String classPath =
        wanted.stream().map(each -> "lib/" + each.getFileName()).collect(Collectors.joining(" "));
    write(jar, manifest(classPath), entries());
    Files.setLastModifiedTime(jar, MODIFIED);
    try (InputStream flags = Application.class.getResourceAsStream(ImageFolder.FLAGS)) {
      Files.copy(flags, home.resolve(ImageFolder.FLAGS));
    }
  }

  /** The libraries that the image has, in the order of its class path. */
  List<Path> libraries() throws IOException {
    try (Stream<Path> boot = Files.list(built.resolve("lib/boot"));
        Stream<Path> main = Files.list(built.resolve("lib/main"))) {
      return Stream.concat(boot, main)
          .filter(library -> SANDBOX_ONLY.stream().noneMatch(only -> isOf(library, only)))
          .sorted(Comparator.comparing(library -> library.getFileName().toString()))
          .toList();
    }
  }

  private static boolean isOf(Path library, String name) {
    String file = library.getFileName().toString();
    return file.startsWith(name + "-") && Character.isDigit(file.charAt(name.length() + 1));
  }

  private SortedMap<String, byte[]> entries() throws IOException {
    var entries = new TreeMap<String, byte[]>();
    for (String part : CLASSES) {
      try (var jar = new JarFile(built.resolve(part).toFile())) {
        for (JarEntry entry : jar.stream().filter(Application::isWanted).toList()) {
          try (InputStream content = jar.getInputStream(entry)) {
            entries.putIfAbsent(entry.getName(), content.readAllBytes());
          }
        }
      }
    }
    if (!entries.containsKey("dev/hastack/Main.class")) {
      throw new SandboxException("There is no application in " + built);
    }
    return entries;
  }

  private static boolean isWanted(JarEntry entry) {
    String name = entry.getName();
    return !entry.isDirectory()
        && !name.startsWith(SANDBOX)
        && !name.startsWith(EXAMPLES)
        && !name.startsWith("META-INF/maven/")
        && !name.equals(SANDBOX_SERVICE)
        && !name.equals(JarFile.MANIFEST_NAME);
  }

  private static Manifest manifest(String classPath) {
    var manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, "dev.hastack.Main");
    attributes.put(Attributes.Name.CLASS_PATH, classPath);
    // JBoss Threads clears thread locals, and Netty allocates outside of the heap.
    attributes.putValue("Add-Opens", "java.base/java.lang");
    attributes.putValue("Enable-Native-Access", "ALL-UNNAMED");
    return manifest;
  }

  private static void write(Path jar, Manifest manifest, SortedMap<String, byte[]> entries)
      throws IOException {
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      put(out, JarFile.MANIFEST_NAME);
      manifest.write(out);
      for (var entry : entries.entrySet()) {
        put(out, entry.getKey());
        out.write(entry.getValue());
      }
    }
  }

  private static void put(JarOutputStream out, String name) throws IOException {
    var entry = new JarEntry(name);
    entry.setTimeLocal(ZIP_EPOCH);
    out.putNextEntry(entry);
  }
}
