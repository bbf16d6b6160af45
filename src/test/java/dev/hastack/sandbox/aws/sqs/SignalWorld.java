package dev.hastack.sandbox.aws.sqs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hastack.sandbox.aws.front.Principal;
import dev.hastack.sandbox.aws.front.Rights;
import dev.hastack.sandbox.aws.front.SimulatedAws;
import dev.hastack.sandbox.aws.front.SimulatedRegion;
import dev.hastack.sandbox.aws.front.SimulationOptions;
import dev.hastack.sandbox.aws.wire.AwsWire;
import dev.hastack.sandbox.aws.wire.InProcessHttpClient;
import dev.hastack.sandbox.aws.wire.SimulatedRetries;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.Instance;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * A simulated account in virtual time with real clients of the SDK, and the shortest words for what
 * tests of queues and events do in it.
 */
public final class SignalWorld {
  public static final String ACCOUNT = "111122223333";
  public static final String GROUP = "web";
  private static final String REGION = "us-east-1";
  private static final String KEY = "AKIAALICE";
  private static final String OTHER_KEY = "AKIABOB";
  private static final int ATTEMPTS = 3;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SimulatedAws<SimulatedRegion> aws;
  private final AwsWire wire;
  private final SplittableRandom jitter = new SplittableRandom(1);
  public final SqsClient sqs;
  public final EventBridgeClient events;
  public final AutoScalingClient autoScaling;

  public SignalWorld() {
    this(SimulationOptions.calm(1));
  }

  public SignalWorld(SimulationOptions options) {
    aws = SimulatedAws.inVirtualTime(options, SimulatedRegion::new);
    aws.keys().issue(KEY, Principal.user(ACCOUNT, "alice"));
    wire = new AwsWire(SimulatedRegion.clients(), aws.backend());
    sqs = client(SqsClient.builder());
    events = client(EventBridgeClient.builder());
    autoScaling = client(AutoScalingClient.builder());
    region().sqs().become(SqsOptions.orderly());
  }

  public <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C client(B builder) {
    return client(KEY, builder);
  }

  /** A client of somebody with other rights than all. */
  public <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C clientWith(
      Rights rights, B builder) {
    aws.keys().issue(OTHER_KEY, Principal.user(ACCOUNT, "bob").with(rights));
    return client(OTHER_KEY, builder);
  }

  private <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C client(
      String key, B builder) {
    return builder
        .region(Region.of(REGION))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(key, "secret")))
        .httpClient(new InProcessHttpClient(wire))
        .overrideConfiguration(
            each ->
                each.retryStrategy(
                    SimulatedRetries.adaptive(ATTEMPTS, aws.time()::now, aws.pauses(), jitter)))
        .build();
  }

  public SimulatedAws<SimulatedRegion> aws() {
    return aws;
  }

  public SimulatedRegion region() {
    return aws.region(ACCOUNT, REGION);
  }

  public Instant now() {
    return aws.time().now();
  }

  public void pass(Duration duration) {
    aws.time().advance(duration);
  }

  public void pass(int seconds) {
    pass(Duration.ofSeconds(seconds));
  }

  public String queue(String name) {
    return queue(name, Map.of());
  }

  public String queue(String name, Map<QueueAttributeName, String> attributes) {
    return sqs.createQueue(request -> request.queueName(name).attributes(attributes)).queueUrl();
  }

  public static String queueArn(String name) {
    return "arn:aws:sqs:%s:%s:%s".formatted(REGION, ACCOUNT, name);
  }

  public static String ruleArn(String name) {
    return "arn:aws:events:%s:%s:rule/%s".formatted(REGION, ACCOUNT, name);
  }

  /** Lets rules of any name send to a queue. */
  public void admitRules(String queueUrl) {
    admit(queueUrl, ruleArn("*"));
  }

  public void admit(String queueUrl, String sourceArn) {
    String name = queueUrl.substring(queueUrl.lastIndexOf('/') + 1);
    String policy =
        """
        {"Version":"2012-10-17","Statement":[
          {"Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},
           "Action":"sqs:SendMessage","Resource":"%1$s",
           "Condition":{"ArnLike":{"aws:SourceArn":"%2$s"}}},
          {"Effect":"Deny","Principal":"*","Action":"sqs:*","Resource":"%1$s",
           "Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}
        """
            .formatted(queueArn(name), sourceArn);
    sqs.setQueueAttributes(
        request ->
            request.queueUrl(queueUrl).attributes(Map.of(QueueAttributeName.POLICY, policy)));
  }

  /** A rule whose events come to a queue. */
  public void rule(String name, String pattern, String queueName) {
    events.putRule(request -> request.name(name).eventPattern(pattern));
    events.putTargets(
        request ->
            request
                .rule(name)
                .targets(Target.builder().id("queue").arn(queueArn(queueName)).build()));
  }

  /** A queue that gets all events of one source. */
  public String hear(String source) {
    String url = queue("heard");
    admitRules(url);
    rule("all", "{\"source\":[\"" + source + "\"]}", "heard");
    return url;
  }

  /** Receives and deletes what there is, and answers the bodies. */
  public List<JsonNode> drain(String queueUrl) {
    var all = new ArrayList<JsonNode>();
    for (var batch = receive(queueUrl); !batch.isEmpty(); batch = receive(queueUrl)) {
      for (Message message : batch) {
        all.add(json(message.body()));
        sqs.deleteMessage(
            request -> request.queueUrl(queueUrl).receiptHandle(message.receiptHandle()));
      }
    }
    return all;
  }

  public List<Message> receive(String queueUrl) {
    return sqs.receiveMessage(
            request ->
                request
                    .queueUrl(queueUrl)
                    .maxNumberOfMessages(10)
                    .messageSystemAttributeNamesWithStrings("All")
                    .messageAttributeNames("All"))
        .messages();
  }

  public static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException malformed) {
      throw new AssertionError(text, malformed);
    }
  }

  /** Some Spot instances in a group called {@value #GROUP}, all in service. */
  public List<Instance> spotFleet(int servers) {
    Ec2Client ec2 = client(Ec2Client.builder());
    String image =
        client(SsmClient.builder())
            .getParameter(
                request ->
                    request.name(
                        "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"))
            .parameter()
            .value();
    ec2.createLaunchTemplate(
        request ->
            request
                .launchTemplateName(GROUP)
                .launchTemplateData(
                    data -> data.imageId(image).instanceType(InstanceType.M6_I_LARGE)));
    String subnets =
        String.join(",", ec2.describeSubnets().subnets().stream().map(Subnet::subnetId).toList());
    autoScaling.createAutoScalingGroup(
        request ->
            request
                .autoScalingGroupName(GROUP)
                .minSize(0)
                .maxSize(servers * 2)
                .desiredCapacity(servers)
                .vpcZoneIdentifier(subnets)
                .mixedInstancesPolicy(
                    mixed ->
                        mixed
                            .instancesDistribution(
                                share ->
                                    share
                                        .onDemandPercentageAboveBaseCapacity(0)
                                        .spotAllocationStrategy("price-capacity-optimized"))
                            .launchTemplate(
                                template ->
                                    template.launchTemplateSpecification(
                                        each -> each.launchTemplateName(GROUP).version("1")))));
    pass(Duration.ofMinutes(3));
    return instances();
  }

  public List<Instance> instances() {
    return autoScaling.describeAutoScalingGroups().autoScalingGroups().getFirst().instances();
  }
}
