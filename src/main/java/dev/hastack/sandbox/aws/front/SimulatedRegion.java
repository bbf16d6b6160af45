package dev.hastack.sandbox.aws.front;

import dev.hastack.sandbox.aws.acm.AcmRegion;
import dev.hastack.sandbox.aws.autoscaling.AutoScalingRegion;
import dev.hastack.sandbox.aws.cloudwatch.CloudWatchRegion;
import dev.hastack.sandbox.aws.ec2.Ec2Options;
import dev.hastack.sandbox.aws.ec2.Ec2Region;
import dev.hastack.sandbox.aws.elasticloadbalancing.LoadBalancingRegion;
import dev.hastack.sandbox.aws.elasticloadbalancing.Neighbours;
import dev.hastack.sandbox.aws.eventbridge.EventBridgeRegion;
import dev.hastack.sandbox.aws.kms.KmsRegion;
import dev.hastack.sandbox.aws.rds.RdsOptions;
import dev.hastack.sandbox.aws.rds.RdsRegion;
import dev.hastack.sandbox.aws.rds.Surroundings;
import dev.hastack.sandbox.aws.s3.S3Region;
import dev.hastack.sandbox.aws.secretsmanager.SecretsRegion;
import dev.hastack.sandbox.aws.sqs.SqsRegion;
import dev.hastack.sandbox.aws.world.Foundation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * A region of an account with all that is modelled: EC2, Systems Manager's image parameters, Auto
 * Scaling, Elastic Load Balancing, Certificate Manager and the traffic through it, Aurora with its
 * keys, secrets and metrics, the policies of buckets, EventBridge with its rules and SQS with its
 * queues. What happens to instances is noted in the record.
 */
public final class SimulatedRegion implements RegionalServices {
  private final SqsRegion sqs;
  private final EventBridgeRegion eventBridge;
  private final Ec2Region ec2;
  private final AcmRegion acm;
  private final S3Region s3;
  private final LoadBalancingRegion loadBalancing;
  private final AutoScalingRegion autoScaling;
  private final KmsRegion kms;
  private final SecretsRegion secrets;
  private final RdsRegion rds;
  private final CloudWatchRegion cloudWatch;
  private final Incidents incidents;
  private final SignalIncidents signalIncidents;

  public SimulatedRegion(Foundation foundation, CallRecord record) {
    this(foundation, record, Ec2Options.usual(), RdsOptions.usual());
  }

  /** A region whose servers and databases take other times than usual. */
  public SimulatedRegion(
      Foundation foundation, CallRecord record, Ec2Options servers, RdsOptions databases) {
    this.sqs = new SqsRegion(foundation);
    this.eventBridge = new EventBridgeRegion(foundation, sqs.queues());
    this.ec2 = new Ec2Region(foundation, servers);
    ec2.announceTo(eventBridge.events());
    ec2.instances().listen(new InstanceNotes(foundation.time(), record));
    this.acm = new AcmRegion(foundation);
    this.s3 = new S3Region(foundation);
    this.loadBalancing =
        new LoadBalancingRegion(
            foundation,
            new Neighbours(ec2.instances(), acm.certificates(), ec2.network(), s3.buckets()));
    this.autoScaling = new AutoScalingRegion(foundation, ec2.instances(), loadBalancing.targets());
    autoScaling.announceTo(eventBridge.events(), sqs.queues());
    this.kms = new KmsRegion(foundation);
    this.secrets = new SecretsRegion(foundation);
    this.rds =
        new RdsRegion(
            foundation,
            new Surroundings(ec2.instances(), ec2.network(), kms.keys(), secrets.secrets()),
            databases);
    this.cloudWatch = new CloudWatchRegion(foundation, rds.metrics());
    var orders = new Orders(foundation.time(), record);
    this.incidents = new Incidents(orders, ec2, rds);
    this.signalIncidents =
        new SignalIncidents(
            orders, ec2, eventBridge, sqs, new Announcements(foundation, eventBridge.events()));
  }

  /** The SDK's client interfaces of the services that there are. */
  public static List<Class<? extends SdkClient>> clients() {
    return List.of(
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
  }

  @Override
  public Map<String, SdkClient> services() {
    return Map.ofEntries(
        Map.entry("acm", acm.service()),
        Map.entry("autoscaling", autoScaling.service()),
        Map.entry("ec2", ec2.service()),
        Map.entry("elasticloadbalancing", loadBalancing.service()),
        Map.entry("events", eventBridge.service()),
        Map.entry("kms", kms.service()),
        Map.entry("monitoring", cloudWatch.service()),
        Map.entry("rds", rds.service()),
        Map.entry("s3", s3.service()),
        Map.entry("secretsmanager", secrets.service()),
        Map.entry("sqs", sqs.service()),
        Map.entry("ssm", ec2.ssm()));
  }

  @Override
  public Optional<Map<String, String>> tagsOf(String arn) {
    return tagged().tagsOf(arn);
  }

  @Override
  public Optional<String> groupOf(String instanceId) {
    return tagged().groupOf(instanceId);
  }

  private TaggedResources tagged() {
    return new TaggedResources(autoScaling.service(), ec2.service(), loadBalancing.service(), rds);
  }

  public SqsRegion sqs() {
    return sqs;
  }

  public EventBridgeRegion eventBridge() {
    return eventBridge;
  }

  public Ec2Region ec2() {
    return ec2;
  }

  public AcmRegion acm() {
    return acm;
  }

  public S3Region s3() {
    return s3;
  }

  public LoadBalancingRegion loadBalancing() {
    return loadBalancing;
  }

  public AutoScalingRegion autoScaling() {
    return autoScaling;
  }

  public KmsRegion kms() {
    return kms;
  }

  public SecretsRegion secrets() {
    return secrets;
  }

  public RdsRegion rds() {
    return rds;
  }

  public CloudWatchRegion cloudWatch() {
    return cloudWatch;
  }

  /** What somebody may have happen here. */
  public Incidents incidents() {
    return incidents;
  }

  /** The same of Spot servers as a whole, of events and of messages. */
  public SignalIncidents signalIncidents() {
    return signalIncidents;
  }
}
