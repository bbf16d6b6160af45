package dev.hastack.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Markdown pages that people read, and what they show. */
public final class Pages {

  /**
   * What a page shows between fences.
   *
   * @param page where
   * @param line the first line of the content, counted from 1
   * @param text the content, without the indent of a list
   */
  public record Block(Path page, long line, String text) {
    @Override
    public String toString() {
      return page + ":" + line;
    }
  }

  private Pages() {}

  /** Those of {@code docs/}, of the chart and of the top folder, in order. */
  public static List<Path> all() {
    try (Stream<Path> docs = Files.walk(Path.of("docs"));
        Stream<Path> top = Files.list(Path.of(""));
        Stream<Path> chart = Files.list(Path.of("helm", "hastack"))) {
      return Stream.of(docs, top, chart)
          .flatMap(files -> files)
          .filter(file -> file.toString().endsWith(".md"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every block of a language, such as {@code sh}, in the order of the pages. */
  public static List<Block> blocks(String language) {
    Pattern fenced =
        Pattern.compile(
            "^( *)```" + Pattern.quote(language) + "\\n(.*?)^\\1```$",
            Pattern.DOTALL | Pattern.MULTILINE);
    return all().stream().flatMap(page -> blocks(page, fenced)).toList();
  }

  private static Stream<Block> blocks(Path page, Pattern fenced) {
    String text = read(page);
    return fenced
        .matcher(text)
        .results()
        .map(
            found ->
                new Block(
                    page,
                    text.substring(0, found.start(2)).lines().count() + 1,
                    found.group(2).stripIndent()));
  }

  /** A page as it is. */
  public static String read(Path page) {
    try {
      return Files.readString(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
