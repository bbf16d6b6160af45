package dev.hastack.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AwsTagsTest {
  private static final StackId STACK = new StackId("7f0c", "shop", "web");
  private static final ResourceId GROUP = new ResourceId("AutoScalingGroup", "app");

  @Test
  void shouldClaimWhatItsOwnTagsSay() {
    assertThat(AwsTags.claim(STACK, AwsTags.ownership(STACK, GROUP))).contains(GROUP);
  }

  @Test
  void shouldNotClaimWhenClusterOrStackIsAnother() {
    assertThat(AwsTags.claim(new StackId("other", "shop", "web"), AwsTags.ownership(STACK, GROUP)))
        .isEmpty();
    assertThat(AwsTags.claim(new StackId("7f0c", "shop", "api"), AwsTags.ownership(STACK, GROUP)))
        .isEmpty();
  }

  @Test
  void shouldNotClaimWhenResourceTagIsGarbled() {
    // Given
    var tags = new TreeMap<>(AwsTags.ownership(STACK, GROUP));
    tags.put(AwsTags.RESOURCE, "nonsense");

    // Then
    assertThat(AwsTags.claim(STACK, tags)).isEmpty();
  }

  @Test
  void shouldTakeOnlyPeoplesTagsForAttributes() {
    assertThat(
            AwsTags.attributes(
                Map.of(
                    "team",
                    "web",
                    AwsTags.STACK,
                    "shop/web",
                    AwsTags.RETAINED,
                    "2026-01-01T00:00:00Z",
                    "aws:cloudformation:stack-name",
                    "x",
                    "hastack.dev/image-parameter",
                    "/aws/service/x")))
        .containsOnlyKeys("team", "hastack.dev/image-parameter");
  }
}
