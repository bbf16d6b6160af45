package dev.hastack.provider.aws.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.provider.aws.AwsCallException;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom the bucket must let in. */
class AccessLogBucketTest {
  @ParameterizedTest
  @CsvSource({
    "app, logdelivery.elasticloadbalancing.amazonaws.com, delivery.logs",
    "net, delivery.logs.amazonaws.com, elasticloadbalancing.amazonaws",
  })
  void shouldNameTheServiceThatDeliversTheLogs(String type, String service, String other) {
    // When
    String message =
        AccessLogBucket.explained(
                new AwsCallException(
                    new Failure(
                        FailureKind.INVALID, "", "InvalidConfigurationRequest", "Access Denied")),
                "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/"
                    + type
                    + "/a/0a",
                Map.of("access_logs.s3.bucket", "logs", "access_logs.s3.prefix", "web"))
            .failure()
            .message();

    // Then
    assertThat(message)
        .contains("\"" + service + "\"", "arn:aws:s3:::logs/web/AWSLogs/123456789012/*")
        .doesNotContain("\"" + other);
  }
}
