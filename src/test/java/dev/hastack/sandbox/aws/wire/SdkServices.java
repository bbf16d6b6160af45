package dev.hastack.sandbox.aws.wire;

import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticache.ElastiCacheClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/** The services that the wire is proved with, and how their clients are made for a test. */
final class SdkServices {
  /** Those that the product calls. */
  static final List<Class<? extends SdkClient>> OF_THE_PRODUCT =
      List.of(
          AcmClient.class,
          AutoScalingClient.class,
          CloudWatchClient.class,
          Ec2Client.class,
          ElasticLoadBalancingV2Client.class,
          EventBridgeClient.class,
          KmsClient.class,
          RdsClient.class,
          S3Client.class,
          SecretsManagerClient.class,
          SqsClient.class,
          SsmClient.class,
          StsClient.class);

  static final List<Class<? extends SdkClient>> ALL =
      List.of(
          AcmClient.class,
          AutoScalingClient.class,
          Ec2Client.class,
          ElasticLoadBalancingV2Client.class,
          SsmClient.class,
          StsClient.class,
          ApplicationAutoScalingClient.class,
          CloudWatchClient.class,
          KmsClient.class,
          CloudWatchLogsClient.class,
          EcsClient.class,
          ElastiCacheClient.class,
          EventBridgeClient.class,
          RdsClient.class,
          ResourceGroupsTaggingApiClient.class,
          SecretsManagerClient.class,
          SnsClient.class,
          SqsClient.class);

  static final String REGION = "eu-central-1";
  static final String ACCESS_KEY_ID = "AKIDEXAMPLE";

  private SdkServices() {}

  /** A client whose calls are each tried once. */
  static <C extends SdkClient> C connect(Class<C> service, SdkHttpClient http) {
    return connect(service, http, DefaultRetryStrategy.doNotRetry());
  }

  static <C extends SdkClient> C connect(
      Class<C> service, SdkHttpClient http, RetryStrategy retries) {
    Object builder = newBuilder(service);
    ((AwsClientBuilder<?, ?>) builder)
        .region(Region.of(REGION))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY_ID, "secret")))
        .overrideConfiguration(any -> any.retryStrategy(retries));
    ((AwsSyncClientBuilder<?, ?>) builder).httpClient(http);
    if (builder instanceof SqsClientBuilder sqs) {
      sqs.checksumValidationEnabled(false); // of random answers
    }
    return service.cast(((SdkBuilder<?, ?>) builder).build());
  }

  private static Object newBuilder(Class<?> type) {
    try {
      return type.getMethod("builder").invoke(null);
    } catch (ReflectiveOperationException notOfAws) {
      throw new IllegalArgumentException(type + " has no builder", notOfAws);
    }
  }
}
