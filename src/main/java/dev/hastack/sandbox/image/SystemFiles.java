package dev.hastack.sandbox.image;

import dev.hastack.sandbox.report.SandboxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What takes the place of a base image: this machine's C library, which its Java runtime was
 * started with, and the few files that programs ask it for. No shell, no package manager.
 */
final class SystemFiles {
  private static final Pattern LIBRARY = Pattern.compile("(?m)^\\s*(?:\\S+ => )?(/\\S+) \\(0x");

  /** The C library loads them by name when a host is looked up; newer ones have them inside. */
  private static final List<String> LOOKUPS = List.of("libnss_dns.so.2", "libnss_files.so.2");

  private SystemFiles() {}

  /**
   * Copies them.
   *
   * @param runtime the Java runtime that has to find its libraries
   * @param root of the file system
   * @throws SandboxException if this machine does not tell which libraries those are
   */
  static void copy(Path runtime, Path root, Path log) throws IOException {
    for (Path library : libraries(runtime, log)) {
      Path copy = root.resolve(library.toString().substring(1));
      Files.createDirectories(copy.getParent());
      Files.copy(library.toRealPath(), copy);
    }
    Path etc = Files.createDirectories(root.resolve("etc"));
    int user = ImageFolder.USER;
    Files.writeString(
        etc.resolve("passwd"),
        "root:x:0:0:root:/:/sbin/nologin\nhastack:x:%1$d:%1$d::%2$s:/sbin/nologin\n"
            .formatted(user, ImageFolder.HOME));
    Files.writeString(etc.resolve("group"), "root:x:0:\nhastack:x:%d:\n".formatted(user));
    Files.writeString(etc.resolve("nsswitch.conf"), "hosts: files dns\n");
    Files.createDirectories(root.resolve("tmp"));
  }

  private static SortedSet<Path> libraries(Path runtime, Path log) throws IOException {
    List<String> command = new ArrayList<>(List.of("ldd", runtime.resolve("bin/java").toString()));
    try (Stream<Path> files = Files.walk(runtime.resolve("lib"))) {
      files
          .filter(file -> file.toString().endsWith(".so"))
          .sorted()
          .forEach(file -> command.add(file.toString()));
    }
    var libraries = new TreeSet<Path>();
    LIBRARY
        .matcher(Tool.run(command, log))
        .results()
        .map((MatchResult found) -> Path.of(found.group(1)))
        .filter(library -> !library.normalize().startsWith(runtime.toAbsolutePath().normalize()))
        .forEach(libraries::add);
    if (libraries.isEmpty()) {
      throw new SandboxException(
          "ldd names no library of %s; name a base image: -Dimage.base=IMAGE".formatted(runtime));
    }
    for (Path library : List.copyOf(libraries)) {
      LOOKUPS.stream().map(library::resolveSibling).filter(Files::exists).forEach(libraries::add);
    }
    return libraries;
  }
}
