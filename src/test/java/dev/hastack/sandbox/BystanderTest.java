package dev.hastack.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hastack.sandbox.control.Incident;
import dev.hastack.sandbox.report.SandboxException;
import org.junit.jupiter.api.Test;

class BystanderTest {
  @Test
  void shouldSayThatItNeedsTheEmbeddedAccountWhenAwsIsNotOurs() {
    Bystander bystander = new Bystander("moto");

    assertThat(bystander.status()).contains("against moto");
    assertThatThrownBy(() -> bystander.inject(new Incident.ForeignChange()))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("works against moto")
        .hasMessageContaining("embedded account");
  }
}
