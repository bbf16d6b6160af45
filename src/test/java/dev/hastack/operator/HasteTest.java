package dev.hastack.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HasteTest {
  private static final ResourceID WEB = new ResourceID("web", "shop");
  private static final ResourceID BLOG = new ResourceID("blog", "shop");

  private final List<ResourceID> told = new ArrayList<>();
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private final Haste haste = new Haste(() -> now);

  @Test
  void shouldHastenEachStackOnceInAWhile() {
    // Given
    haste.begin(told::add);

    // When
    haste.hasten("shop/web");
    haste.hasten("shop/web");
    haste.hasten("shop/blog");

    // Then
    assertThat(told).containsExactly(WEB, BLOG);

    // When
    now = now.plus(Haste.PAUSE);
    haste.hasten("shop/web");

    // Then
    assertThat(told).containsExactly(WEB, BLOG, WEB);
  }

  @Test
  void shouldTellOnlyTheTermThatBeganLast() {
    // Given
    haste.hasten("shop/web");
    List<ResourceID> before = new ArrayList<>();
    haste.begin(before::add);
    haste.begin(told::add);

    // When
    haste.hasten("shop/web");
    haste.hasten("not a stack");

    // Then
    assertThat(before).isEmpty();
    assertThat(told).containsExactly(WEB);
  }
}
