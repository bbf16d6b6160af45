package dev.hastack.sandbox.aws.front;

import dev.hastack.sandbox.aws.wire.AwsWire;
import dev.hastack.sandbox.aws.wire.InProcessHttpClient;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/** A simulated AWS with little in it, and real SDK clients of it that try each call once. */
final class FrontUnderTest {
  static final String ACCOUNT = "111122223333";
  static final String OTHER_ACCOUNT = "444455556666";
  static final String ALICE = "AKIAALICE";
  static final Principal ALICE_HERSELF = Principal.user(ACCOUNT, "alice");
  static final String STRANGER = "AKIASTRANGER";
  static final String REGION = "us-east-1";

  private final SimulatedAws<StubRegion> aws;
  private final AwsWire wire;
  private final AutoScalingClient autoScaling;

  FrontUnderTest(SimulationOptions options) {
    this.aws = SimulatedAws.inVirtualTime(options, StubRegion::of);
    this.wire =
        new AwsWire(
            List.of(AutoScalingClient.class, Ec2Client.class, SsmClient.class, StsClient.class),
            aws.backend());
    this.autoScaling = client(AutoScalingClient.builder(), ALICE);
    aws.keys().issue(ALICE, ALICE_HERSELF);
  }

  SimulatedAws<StubRegion> aws() {
    return aws;
  }

  AutoScalingClient autoScaling() {
    return autoScaling;
  }

  Ec2Client ec2() {
    return client(Ec2Client.builder(), ALICE);
  }

  <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C client(
      B builder, String accessKeyId) {
    return client(builder, accessKeyId, AwsRetryStrategy.doNotRetry());
  }

  /** A client of Alice's that retries. */
  <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C patient(
      B builder, RetryStrategy retries) {
    return client(builder, ALICE, retries);
  }

  private <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C client(
      B builder, String accessKeyId, RetryStrategy retries) {
    return builder
        .region(Region.of(REGION))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, "secret")))
        .httpClient(new InProcessHttpClient(wire))
        .overrideConfiguration(each -> each.retryStrategy(retries))
        .build();
  }

  void create(String name) {
    autoScaling.createAutoScalingGroup(request -> request.autoScalingGroupName(name));
  }

  List<String> groups() {
    return autoScaling.describeAutoScalingGroups().autoScalingGroups().stream()
        .map(AutoScalingGroup::autoScalingGroupName)
        .toList();
  }

  /** The outcomes of all calls so far. */
  List<String> outcomes() {
    return aws.record().calls().stream().map(RecordedCall::outcome).toList();
  }
}
