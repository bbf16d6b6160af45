package dev.hastack.api.v1alpha1;

import dev.hastack.testing.Examples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A manifest that the API server must take ({@code valid-*.yaml}) or refuse ({@code invalid-<what
 * is wrong>.yaml}).
 *
 * <p>Comments at its top say more: {@code # expect:} a part of the refusal, for every invalid one;
 * {@code # rule:} the path and keyword of the schema it breaks, where that is not a CEL rule. Of
 * two documents the first is applied for real, and the second is the one that counts.
 *
 * @param documents one, or the object before and after
 */
record CrdCase(Path file, List<String> documents) {
  private static final Path CASES = Path.of("src", "test", "resources", "crd-cases");
  private static final Path ACCOUNTS = CASES.resolve("aws-account");

  static List<CrdCase> of(CommittedCrd crd) {
    Stream<Path> files =
        switch (crd) {
          case HA_STACK -> Stream.concat(files(CASES), Examples.stacks().stream());
          case AWS_ACCOUNT -> files(ACCOUNTS);
        };
    return files.map(CrdCase::read).toList();
  }

  static List<CrdCase> all() {
    return Stream.of(CommittedCrd.values()).flatMap(crd -> of(crd).stream()).toList();
  }

  static List<CrdCase> valid(CommittedCrd crd) {
    return of(crd).stream().filter(CrdCase::isValid).toList();
  }

  static List<CrdCase> invalid(CommittedCrd crd) {
    return of(crd).stream().filter(crdCase -> !crdCase.isValid()).toList();
  }

  boolean isValid() {
    return name().startsWith("valid-") || file.startsWith(Examples.ROOT);
  }

  /** The document that is taken or refused. */
  String subject() {
    return documents.getLast();
  }

  /** Part of the message with which it is refused. */
  Optional<String> expectation() {
    return header("# expect: ");
  }

  /** Path and keyword of the schema that it breaks. */
  Optional<String> rule() {
    return header("# rule: ");
  }

  String name() {
    return file.getFileName().toString();
  }

  @Override
  public String toString() {
    return name();
  }

  private Optional<String> header(String prefix) {
    return documents
        .getFirst()
        .lines()
        .takeWhile(line -> line.startsWith("#"))
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()).strip())
        .findFirst();
  }

  private static Stream<Path> files(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(Files::isRegularFile).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CrdCase read(Path file) {
    try {
      return new CrdCase(file, List.of(Files.readString(file).split("(?m)^---\\n", -1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
