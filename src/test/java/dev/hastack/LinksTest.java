package dev.hastack;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.testing.Pages;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a page links to in this repository is there. */
class LinksTest {
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|#)([^)#\\s]+)");
  private static final Pattern TO_A_SECTION =
      Pattern.compile("\\]\\((?!https?:)([^)#\\s]*)#([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

  static List<Path> pages() {
    return Pages.all();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void shouldLeadSomewhere(Path page) {
    List<Path> linked =
        LINK.matcher(Pages.read(page))
            .results()
            .map(link -> page.resolveSibling(link.group(1)))
            .toList();

    assertThat(linked).allSatisfy(target -> assertThat(target).exists());
  }

  @ParameterizedTest
  @MethodSource("pages")
  void shouldLeadToASectionThatThePageHas(Path page) {
    List<MatchResult> links = TO_A_SECTION.matcher(Pages.read(page)).results().toList();

    assertThat(links)
        .allSatisfy(
            link -> {
              Path target =
                  link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1)).normalize();
              assertThat(sections(target)).as(link.group()).contains(link.group(2));
            });
  }

  /** The names that GitHub gives to headings. */
  private static Set<String> sections(Path page) {
    return HEADING
        .matcher(Pages.read(page))
        .results()
        .map(heading -> heading.group(1).strip().toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N}_ -]", "").replace(' ', '-'))
        .collect(toSet());
  }
}
