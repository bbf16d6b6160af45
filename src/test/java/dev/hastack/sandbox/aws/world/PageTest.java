package dev.hastack.sandbox.aws.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageTest {
  private static final List<Integer> ALL = List.of(1, 2, 3, 4, 5);

  @Test
  void shouldGiveEverythingOnceWhenFollowedToItsEnd() {
    // Given
    var read = new ArrayList<Integer>();

    // When
    Page<Integer> page = Page.of(ALL, null, 2, "InvalidNextToken");
    read.addAll(page.items());
    while (page.nextToken() != null) {
      page = Page.of(ALL, page.nextToken(), 2, "InvalidNextToken");
      read.addAll(page.items());
    }

    // Then
    assertThat(read).isEqualTo(ALL);
  }

  @Test
  void shouldHaveNoTokenWhenEverythingFits() {
    assertThat(Page.of(ALL, null, 5, "InvalidNextToken").nextToken()).isNull();
  }

  @Test
  void shouldRefuseInTheServicesWordsWhenATokenIsNotOurs() {
    assertThatThrownBy(() -> Page.of(ALL, "mine", 2, "InvalidNextToken"))
        .isInstanceOfSatisfying(
            ApiError.class, error -> assertThat(error.code()).isEqualTo("InvalidNextToken"));
  }
}
