package dev.hastack.sandbox.image;

import dev.hastack.sandbox.cache.Cache;
import dev.hastack.sandbox.farm.Farm;
import dev.hastack.sandbox.report.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Classes as they are once loaded and linked, and what the JVM learned of their methods, kept in a
 * file that later starts map into memory (JEP 483, 514 and 515). A JVM or jar of another build
 * leaves it aside and starts as it would without.
 *
 * <p>Two trainings never give the same file, so what was trained is kept for as long as what it was
 * trained with is the same: that is what makes two builds equal.
 *
 * @param folder what is started
 * @param kept where trained files are
 */
record StartupCache(ImageFolder folder, Cache kept, Progress progress) {
  private static final String FILE = "startup.aot";
  private static final int DIGEST_BYTES = 8;

  /** Trains unless that was done before, and puts the file where the image has it. */
  void provide() throws IOException {
    Path entry =
        kept.entry(
            name(),
            (directory, log) -> new Training(folder, progress).run(directory.resolve(FILE), log));
    Files.copy(entry.resolve(FILE), folder.home().resolve(ImageFolder.STARTUP_CACHE));
  }

  /** Of all that the file depends on. */
  private String name() throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path input : inputs()) {
        digest.update(folder.root().relativize(input).toString().getBytes(StandardCharsets.UTF_8));
        digest.update(Files.readAllBytes(input));
      }
      // The sandbox, which trains it, is not among its jars.
      digest.update(code(Training.class));
      digest.update(code(Farm.class));
      return "startup-" + HexFormat.of().formatHex(digest.digest(), 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }

  private static byte[] code(Class<?> type) throws IOException {
    try (InputStream code = type.getResourceAsStream(type.getSimpleName() + ".class")) {
      return code.readAllBytes();
    }
  }

  private List<Path> inputs() throws IOException {
    try (Stream<Path> libraries = Files.list(folder.home().resolve("lib"))) {
      return Stream.concat(
              Stream.of(
                  folder.java().resolve("lib/modules"),
                  folder.java().resolve("lib/server/libjvm.so"),
                  folder.home().resolve(ImageFolder.FLAGS),
                  folder.home().resolve(ImageFolder.JAR)),
              libraries.sorted())
          .toList();
    }
  }
}
