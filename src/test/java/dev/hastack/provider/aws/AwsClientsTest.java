package dev.hastack.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;

/** What the seam around the clients does to a call. */
class AwsClientsTest {
  private static final int ATTEMPTS = 3;

  private final AtomicBoolean leading = new AtomicBoolean(true);
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicInteger made = new AtomicInteger();
  private String code = "ServiceUnavailable";
  private final CountedCalls calls = new CountedCalls();

  /** An AWS that is never well; this process loses the lease while it waits for an answer. */
  private final class IllAws implements SdkHttpClient {
    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      return new ExecutableHttpRequest() {
        @Override
        public HttpExecuteResponse call() {
          sent.incrementAndGet();
          leading.set(false);
          byte[] body =
              "<Response><Errors><Error><Code>%s</Code></Error></Errors></Response>"
                  .formatted(code)
                  .getBytes(StandardCharsets.UTF_8);
          return HttpExecuteResponse.builder()
              .response(SdkHttpFullResponse.builder().statusCode(503).build())
              .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
              .build();
        }

        @Override
        public void abort() {
          // Nothing is under way.
        }
      };
    }

    @Override
    public void close() {
      // Holds nothing.
    }
  }

  private AwsClients clients() {
    return new AwsClients(
        new AwsClientSettings(
            "test",
            new IllAws(),
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")),
            () -> {
              made.incrementAndGet();
              return AwsClientSettings.adaptive(ATTEMPTS);
            },
            Duration.ofSeconds(30),
            Duration.ofSeconds(60)),
        calls,
        leading::get);
  }

  @Test
  void shouldNotTryAWriteAgainWhenLeadershipIsLost() {
    try (AwsClients clients = clients()) {
      // When
      AwsCallException thrown =
          catchThrowableOfType(
              AwsCallException.class,
              () ->
                  clients
                      .in("us-east-1")
                      .ec2()
                      .deleteLaunchTemplate(request -> request.launchTemplateId("lt-1")));

      // Then
      assertThat(thrown.failure().code()).isEqualTo("NotLeader");
      assertThat(thrown.failure().operation()).isEqualTo("ec2:DeleteLaunchTemplate");
      assertThat(sent).hasValue(1);
      assertThat(calls.all())
          .containsExactly(new CountedCalls.Call("ec2", "DeleteLaunchTemplate", "FENCED"));
    }
  }

  @Test
  void shouldTryAReadAgainWhoeverLeads() {
    try (AwsClients clients = clients()) {
      // When
      AwsCallException thrown =
          catchThrowableOfType(
              AwsCallException.class, () -> clients.in("us-east-1").ec2().describeImages());

      // Then
      assertThat(thrown.failure().code()).isEqualTo("ServiceUnavailable");
      assertThat(sent).hasValue(ATTEMPTS);
    }
  }

  @Test
  void shouldTellOfEveryAttemptThatWasThrottledWhenAWSIsBusy() {
    // Given
    code = "RequestLimitExceeded";
    try (AwsClients clients = clients()) {
      // When
      assertThatThrownBy(() -> clients.in("us-east-1").ec2().describeImages())
          .isInstanceOf(AwsCallException.class);

      // Then
      assertThat(calls.throttled()).containsExactly("ec2:DescribeImages " + ATTEMPTS);
    }
  }

  @Test
  void shouldTellOfNoThrottlingWhenAWSIsIllOtherwise() {
    try (AwsClients clients = clients()) {
      // When
      assertThatThrownBy(() -> clients.in("us-east-1").ec2().describeImages())
          .isInstanceOf(AwsCallException.class);

      // Then
      assertThat(calls.throttled()).isEmpty();
    }
  }

  @Test
  void shouldMakeTheClientOfAServiceWhenItIsFirstCalled() {
    AwsClients clients = clients();
    RegionClients regional = clients.in("us-east-1");
    assertThat(made).hasValue(0);

    // When
    for (int call = 0; call < 2; call++) {
      assertThatThrownBy(() -> clients.in("us-east-1").ec2().describeImages())
          .isInstanceOf(AwsCallException.class);
    }

    // Then
    assertThat(made).hasValue(1);

    // When
    clients.close();
    AwsCallException thrown =
        catchThrowableOfType(AwsCallException.class, () -> regional.rds().describeDBClusters());

    // Then
    assertThat(made).hasValue(1);
    assertThat(thrown.failure().operation()).isEqualTo("rds:DescribeDBClusters");
  }
}
