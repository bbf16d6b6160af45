package dev.hastack.sandbox.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;
import software.amazon.awssdk.services.sts.StsClient;

class EmbeddedAwsTest {
  private static final long SEED = 11;
  private static final int CALLS_AT_ONCE = 60;

  private final EmbeddedAws aws = EmbeddedAws.start(SEED, 1);

  @AfterEach
  void end() {
    aws.close();
  }

  @Test
  void shouldTellTheOperatorFromSomebodyElseWhenBothCall() {
    try (StsClient somebody = aws.client(StsClient.builder());
        StsClient operator = operator()) {
      assertThat(somebody.getCallerIdentity().arn()).endsWith(":user/somebody");
      assertThat(operator.getCallerIdentity().arn()).endsWith(":user/operator");
      assertThat(operator.getCallerIdentity().account())
          .isEqualTo(somebody.getCallerIdentity().account());
    }
  }

  @Test
  void shouldForgetEverythingWhenReset() {
    try (Ec2Client ec2 = aws.client(Ec2Client.builder())) {
      // Given
      ec2.createKeyPair(request -> request.keyName("operations"));

      // When
      aws.reset();

      // Then
      assertThat(ec2.describeKeyPairs().keyPairs()).isEmpty();
      assertThat(aws.record().writes()).isEmpty();
    }
  }

  @Test
  void shouldHaveWhatAFrontNeedsWhenItIsNew() {
    try (var account = new SandboxAccount(aws);
        Ec2Client ec2 = aws.client(Ec2Client.builder())) {
      // When
      SandboxAccount.Front front = account.ground().front().orElseThrow();

      // Then
      assertThat(front.certificateArn()).startsWith("arn:aws:acm:us-east-1:");
      assertThat(permissions(ec2, front.loadBalancerGroupId()))
          .extracting(IpPermission::toPort)
          .containsExactly(80, 443);
      assertThat(permissions(ec2, front.serverGroupId()).getFirst().userIdGroupPairs())
          .extracting(UserIdGroupPair::groupId)
          .containsExactly(front.loadBalancerGroupId());
      assertThat(aws.record().writes()).isEmpty();
      assertThat(aws.provideListener("shared")).contains(":listener/app/shared/");
    }
  }

  private static List<IpPermission> permissions(Ec2Client ec2, String groupId) {
    return ec2.describeSecurityGroups(request -> request.groupIds(groupId))
        .securityGroups()
        .getFirst()
        .ipPermissions();
  }

  @Test
  void shouldRefuseCallsThatItAnswersOtherwiseWhenThrottled() {
    assertThat(refusedOfManyCalls()).as("seed %d, before", SEED).isZero();

    // When
    aws.throttle(Duration.ofMinutes(5));

    // Then
    assertThat(refusedOfManyCalls()).as("seed %d, throttled", SEED).isPositive();
  }

  private long refusedOfManyCalls() {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        AutoScalingClient client =
            aws.client(
                AutoScalingClient.builder()
                    .overrideConfiguration(
                        settings -> settings.retryStrategy(retry -> retry.maxAttempts(1))))) {
      return Stream.generate(() -> CompletableFuture.supplyAsync(() -> isRefused(client), threads))
          .limit(CALLS_AT_ONCE)
          .toList()
          .stream()
          .filter(CompletableFuture::join)
          .count();
    }
  }

  private static boolean isRefused(AutoScalingClient client) {
    try {
      client.describeAutoScalingGroups();
      return false;
    } catch (AwsServiceException refused) {
      return refused.isThrottlingException();
    }
  }

  private StsClient operator() {
    var environment = aws.environment();
    return StsClient.builder()
        .endpointOverride(URI.create(Objects.requireNonNull(environment.get("AWS_ENDPOINT_URL"))))
        .region(Region.of(Objects.requireNonNull(environment.get("AWS_REGION"))))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(
                    Objects.requireNonNull(environment.get("AWS_ACCESS_KEY_ID")),
                    Objects.requireNonNull(environment.get("AWS_SECRET_ACCESS_KEY")))))
        .build();
  }
}
