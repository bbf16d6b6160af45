package dev.hastack.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which policies let logs in: when in doubt they do. */
class BucketPolicyTest {
  private static final String ACCOUNT = "123456789012";
  private static final String NEW =
      "{\"Service\": \"logdelivery.elasticloadbalancing.amazonaws.com\"}";
  private static final String EXACT = "arn:aws:s3:::logs/web/AWSLogs/123456789012/*";

  private static final LogDelivery APPLICATION =
      LogDelivery.of(false, "aws", ACCOUNT, "logs", "web");
  private static final LogDelivery NETWORK = LogDelivery.of(true, "aws", ACCOUNT, "logs", "");

  private static String statement(String principal, String action, String resource) {
    return "{\"Effect\": \"Allow\", \"Principal\": %s, \"Action\": %s, \"Resource\": \"%s\"}"
        .formatted(principal, action, resource);
  }

  private static List<LogDelivery.Grant> lacking(LogDelivery delivery, String statements) {
    return BucketPolicy.parse("{\"Version\": \"2012-10-17\", \"Statement\": " + statements + "}")
        .orElseThrow()
        .lacking(delivery, ACCOUNT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        NEW,
        "{\"Service\": [\"x.amazonaws.com\", \"logdelivery.elasticloadbalancing.amazonaws.com\"]}",
        "{\"Service\": \"logdelivery.elb.amazonaws.com\"}",
        "{\"Service\": \"delivery.logs.amazonaws.com\"}",
        "{\"AWS\": \"arn:aws:iam::127311923021:root\"}",
        "{\"AWS\": [\"arn:aws:iam::123456789012:root\", \"127311923021\"]}",
        "{\"AWS\": \"*\"}",
        "\"*\"",
      })
  void shouldLackNothingWhenWhoeverDeliversMayWrite(String principal) {
    assertThat(lacking(APPLICATION, statement(principal, "\"s3:PutObject\"", EXACT))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"s3:Put*\"", "\"s3:*\"", "\"*\"", "[\"s3:Get\", \"S3:putObject\"]"})
  void shouldLackNothingWhenTheActionIsMeant(String action) {
    assertThat(lacking(APPLICATION, "[" + statement(NEW, action, EXACT) + "]")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "arn:aws:s3:::logs/*",
        "arn:aws:s3:::logs*",
        "arn:aws:s3:::logs/*/AWSLogs/123456789012/*",
        "arn:aws:s3:::logs/web/AWSLogs/????????????/*",
        "arn:aws:s3:::logs/web/AWSLogs/*/elasticloadbalancing/eu-west-1/*",
        "arn:aws:s3:::logs/web/AWSLogs/123456789012/elasticloadbalancing/*",
      })
  void shouldLackNothingWhenTheResourceMayBeMeant(String resource) {
    assertThat(lacking(APPLICATION, statement(NEW, "\"s3:PutObject\"", resource))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "{\"Service\": \"ec2.amazonaws.com\"}, s3:PutObject, arn:aws:s3:::logs/*",
        "{\"AWS\": \"arn:aws:iam::123456789012:root\"}, s3:PutObject, arn:aws:s3:::logs/*",
        "{\"Service\": \"logdelivery.elasticloadbalancing.amazonaws.com\"}, s3:Get*,"
            + " arn:aws:s3:::logs/*",
        "{\"Service\": \"logdelivery.elasticloadbalancing.amazonaws.com\"}, s3:PutObject,"
            + " arn:aws:s3:::logs",
        "{\"Service\": \"logdelivery.elasticloadbalancing.amazonaws.com\"}, s3:PutObject,"
            + " arn:aws:s3:::logs/other/*",
        "{\"Service\": \"logdelivery.elasticloadbalancing.amazonaws.com\"}, s3:PutObject,"
            + " arn:aws:s3:::logs/web/AWSLogs/999999999999/*",
      })
  void shouldLackTheGrantWhenSomethingElseIsAllowed(
      String principal, String action, String resource) {
    assertThat(lacking(APPLICATION, statement(principal, "\"" + action + "\"", resource)))
        .containsExactly(new LogDelivery.Grant("s3:PutObject", EXACT));
  }

  @Test
  void shouldLackTheGrantWhenTheStatementDenies() {
    assertThat(
            lacking(
                APPLICATION,
                statement(NEW, "\"s3:PutObject\"", EXACT).replace("\"Allow\"", "\"Deny\"")))
        .hasSize(1);
  }

  @Test
  void shouldLackOnlyWhatIsMissingWhenItIsANetworkLoadBalancer() {
    // When
    String acl =
        statement(
            "{\"Service\": \"delivery.logs.amazonaws.com\"}",
            "\"s3:GetBucketAcl\"",
            "arn:aws:s3:::logs");

    // Then
    assertThat(lacking(NETWORK, acl))
        .containsExactly(
            new LogDelivery.Grant("s3:PutObject", "arn:aws:s3:::logs/AWSLogs/123456789012/*"));
    assertThat(lacking(NETWORK, statement(NEW, "\"*\"", "*"))).hasSize(2);
    assertThat(NETWORK.statements(NETWORK.grants()))
        .startsWith(acl.replace("[", "").replace("]", ""))
        .contains(" and ");
  }

  @Test
  void shouldSayNothingWhenItIsNoPolicy() {
    assertThat(BucketPolicy.parse("{")).isEmpty();
    assertThat(BucketPolicy.NONE.lacking(APPLICATION, ACCOUNT)).hasSize(1);
  }
}
