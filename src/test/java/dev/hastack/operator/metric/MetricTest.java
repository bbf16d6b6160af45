package dev.hastack.operator.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MetricTest {

  @SuppressWarnings("deprecation") // the one that Quarkus brings
  @ParameterizedTest
  @EnumSource
  void shouldBeReadAsDeclared(Metric metric) {
    // Given
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    String[] values = metric.labels().stream().map(label -> "some").toArray(String[]::new);

    // When
    switch (metric.kind()) {
      case COUNTER -> metric.count(registry, values);
      case GAUGE -> metric.rows(registry).register(List.of(metric.row(1, values)));
      case TIMER, HISTOGRAM -> metric.timer(registry, values).record(Duration.ofSeconds(2));
    }

    // Then
    var scrape = Scrape.of(registry.scrape(TextFormat.CONTENT_TYPE_OPENMETRICS_100));
    assertThat(scrape.undeclared()).isEmpty();
    assertThat(scrape.declared()).containsExactly(metric);
  }

  @Test
  void shouldRefuseLabelsThatAreNotDeclared() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Metric.AWS_THROTTLED.count(new SimpleMeterRegistry(), "ec2"))
        .withMessageContaining("[service, operation]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Metric.LEADER.count(new SimpleMeterRegistry()));
  }
}
