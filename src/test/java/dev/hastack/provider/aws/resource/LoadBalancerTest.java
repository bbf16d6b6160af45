package dev.hastack.provider.aws.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadBalancerTest {

  /** The defaults that the API reference, LoadBalancerAttribute, states. */
  @ParameterizedTest
  @CsvSource({
    "deletion_protection.enabled, application, false",
    "deletion_protection.enabled, network, false",
    "idle_timeout.timeout_seconds, application, 60",
    "access_logs.s3.enabled, application, false",
    "access_logs.s3.prefix, application, ''",
    "routing.http2.enabled, application, true",
    "routing.http.desync_mitigation_mode, application, defensive",
    "load_balancing.cross_zone.enabled, application, true",
    "load_balancing.cross_zone.enabled, network, false",
    "dns_record.client_routing_policy, network, any_availability_zone",
  })
  void shouldKnowWhatAwsHasWhenNobodySetTheKey(String key, String type, String value) {
    assertThat(LoadBalancer.defaultOf(key, type)).contains(value);
  }

  @Test
  void shouldKnowNoDefaultWhenTheKeyIsNew() {
    assertThat(LoadBalancer.defaultOf("routing.next.enabled", "application"))
        .isEqualTo(Optional.empty());
  }
}
