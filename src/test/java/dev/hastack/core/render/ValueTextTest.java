package dev.hastack.core.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.plan.AttributeChange;
import dev.hastack.core.plan.ChangeReason;
import dev.hastack.core.stack.Impact;
import dev.hastack.core.stack.Value;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ValueTextTest {

  @Test
  void shouldEscapeWhatWouldSteerATerminalWhenSomebodyElseWroteIt() {
    // Given
    var found =
        new AttributeChange(
            "Tags.team",
            Optional.of(Value.text("web\u001b[2J\u0007\n\"\u009b")),
            Optional.of(Value.text("web")),
            false,
            Impact.IGNORED,
            false,
            ChangeReason.Drifted);

    // Then
    assertThat(ValueText.from(found)).isEqualTo("\"web\\u001b[2J\\u0007\\n\\\"\\u009b\"");
  }
}
