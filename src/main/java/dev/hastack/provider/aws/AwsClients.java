package dev.hastack.provider.aws;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * The SDK clients, one of a service for each region, made when first called and shared by all
 * stacks. Endpoints are found the SDK's standard way, {@code AWS_ENDPOINT_URL} and {@code
 * AWS_ENDPOINT_URL_<SERVICE>} included; the region is always the stack's.
 */
public final class AwsClients implements AutoCloseable {
  private final AwsClientSettings settings;
  private final AwsCallListener listener;
  private final WriteFence fence;

  /** By region, since a role is assumed at the endpoint of the region that is called. */
  private final Function<String, AwsCredentialsProvider> credentials;

  private final Map<String, RegionClients> byRegion = new ConcurrentHashMap<>();
  private final Map<AwsRole, AwsClients> byRole = new ConcurrentHashMap<>();

  /** Ends calls that take too long; of itself the SDK keeps five threads a client for that. */
  private final ScheduledThreadPoolExecutor timeouts;

  public AwsClients(AwsClientSettings settings, AwsCallListener listener, WriteFence fence) {
    this(settings, listener, fence, everywhere(settings.credentials(), listener), timeouts());
  }

  private AwsClients(
      AwsClientSettings settings,
      AwsCallListener listener,
      WriteFence fence,
      Function<String, AwsCredentialsProvider> credentials,
      ScheduledThreadPoolExecutor timeouts) {
    this.settings = settings;
    this.listener = listener;
    this.fence = fence;
    this.credentials = credentials;
    this.timeouts = timeouts;
  }

  private static Function<String, AwsCredentialsProvider> everywhere(
      AwsCredentialsProvider credentials, AwsCallListener listener) {
    var checked = new CheckedCredentials(credentials, listener::credentials);
    return region -> checked;
  }

  private static ScheduledThreadPoolExecutor timeouts() {
    var timeouts =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("aws-timeouts").factory());
    timeouts.setRemoveOnCancelPolicy(true);
    return timeouts;
  }

  /**
   * The clients of whoever assumes a role with these credentials; they share the transport and end
   * with these.
   *
   * @param clock by which the role's keys expire
   */
  public AwsClients as(AwsRole role, InstantSource clock) {
    return byRole.computeIfAbsent(
        role,
        any -> {
          var keys = new ConcurrentHashMap<String, AwsCredentialsProvider>();
          return new AwsClients(
              settings,
              listener,
              fence,
              region ->
                  keys.computeIfAbsent(region, it -> new AssumedRole(in(it).sts(), role, clock)),
              timeouts);
        });
  }

  /** The clients of one region. */
  public RegionClients in(String region) {
    return byRegion.computeIfAbsent(region, this::connect);
  }

  /** Tells one set of credentials from another; says nothing of the secret. */
  public String accessKeyId(String region) {
    return credentials.apply(region).resolveCredentials().accessKeyId();
  }

  @Override
  public void close() {
    byRole.values().forEach(AwsClients::closeClients);
    closeClients();
    settings.http().close();
    timeouts.shutdownNow();
  }

  private void closeClients() {
    byRegion.values().forEach(RegionClients::close);
  }

  private RegionClients connect(String region) {
    var deletionProtections = new DeletionProtections();
    return new RegionClients(
        build(
            AutoScalingClient.class,
            AutoScalingClient.builder(),
            "autoscaling",
            region,
            List.of(deletionProtections)),
        build(Ec2Client.class, Ec2Client.builder(), "ec2", region, List.of()),
        build(
            ElasticLoadBalancingV2Client.class,
            ElasticLoadBalancingV2Client.builder(),
            "elasticloadbalancing",
            region,
            List.of()),
        build(SsmClient.class, SsmClient.builder(), "ssm", region, List.of()),
        build(StsClient.class, StsClient.builder(), "sts", region, List.of()),
        build(AcmClient.class, AcmClient.builder(), "acm", region, List.of()),
        build(RdsClient.class, RdsClient.builder(), "rds", region, List.of()),
        build(KmsClient.class, KmsClient.builder(), "kms", region, List.of()),
        build(CloudWatchClient.class, CloudWatchClient.builder(), "cloudwatch", region, List.of()),
        build(EventBridgeClient.class, EventBridgeClient.builder(), "events", region, List.of()),
        build(SqsClient.class, SqsClient.builder(), "sqs", region, List.of()),
        build(S3Client.class, S3Client.builder(), "s3", region, List.of()),
        deletionProtections);
  }

  private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C extends SdkClient>
      C build(
          Class<C> type,
          B builder,
          String service,
          String region,
          List<ExecutionInterceptor> interceptors) {
    return CallSeam.around(
        type,
        () ->
            builder
                .region(Region.of(region))
                .credentialsProvider(credentials.apply(region))
                .httpClient(settings.http())
                .overrideConfiguration(configuration(service, interceptors))
                .build(),
        service,
        listener);
  }

  private ClientOverrideConfiguration configuration(
      String service, List<ExecutionInterceptor> interceptors) {
    return ClientOverrideConfiguration.builder()
        .apiCallTimeout(settings.callTimeout())
        .apiCallAttemptTimeout(settings.attemptTimeout())
        .retryStrategy(settings.retries().get())
        .scheduledExecutorService(timeouts)
        .putAdvancedOption(
            SdkAdvancedClientOption.USER_AGENT_SUFFIX, "hastack/" + settings.version())
        .executionInterceptors(
            Stream.concat(settings.interceptors().stream(), interceptors.stream()).toList())
        .addExecutionInterceptor(new FencedWrites(service, fence))
        .addMetricPublisher(new ThrottledAttempts(service, listener))
        .build();
  }
}
