package dev.hastack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.HAStack;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

class StatusViewTest {
  @Test
  void shouldNotLetAStacksAuthorDriveTheApproversTerminal() {
    // Given
    HAStack stack =
        Serialization.unmarshal(
            """
            apiVersion: hastack.dev/v1alpha1
            kind: HAStack
            metadata: {name: web, namespace: shop, generation: 1}
            status:
              observedGeneration: 1
              plan:
                summary: deletes DBCluster/db
                digest: abc
                warnings: ["arn:aws:s3:::logs/\\u001b[2J\\u001b[HNo changes/AWSLogs"]
            """,
            HAStack.class);

    // When
    String shown = new StatusView(stack, stack.getStatus()).planText();

    // Then
    assertThat(shown).doesNotContain("\u001b").contains("No changes");
  }
}
