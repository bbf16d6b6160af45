package dev.hastack.sandbox.aws.front;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rates at which an account may call, per operation and region.
 *
 * <p>EC2: "Request throttling for the Amazon EC2 API", EC2 developer guide. Elastic Load Balancing
 * publishes none: these are the limits that the AWS Load Balancer Controller sets itself. Auto
 * Scaling publishes none either: the reads are inferred from EC2's, the writes from Elastic Load
 * Balancing's. STS: "IAM and AWS STS quotas", IAM user guide, with one bucket for each operation
 * instead of one for all. Systems Manager: "AWS Systems Manager endpoints and quotas". ACM:
 * "Quotas", ACM user guide, API rate quotas. RDS publishes none: as Auto Scaling's. CloudWatch's
 * GetMetricData, KMS and Secrets Manager: "Quotas" of their user guides. EventBridge: "Amazon
 * EventBridge quotas". SQS: a nearly unlimited number for standard queues ("Amazon SQS message
 * quotas").
 */
public final class ThrottleRates {
  private static final Rate EC2_READ = new Rate(100, 20);
  private static final Rate EC2_UNFILTERED_READ = new Rate(50, 10);
  private static final Rate EC2_WRITE = new Rate(50, 5);
  private static final Rate EC2_LAUNCH = new Rate(5, 2);
  private static final Map<String, Rate> EC2_OF_ITS_OWN =
      Map.of(
          "RunInstances", EC2_LAUNCH,
          "StartInstances", EC2_LAUNCH,
          "TerminateInstances", new Rate(100, 5),
          "CreateLaunchTemplateVersion", new Rate(100, 5),
          "CreateTags", new Rate(100, 10));
  private static final Set<String> EC2_COSTLY_UNFILTERED =
      Set.of(
          "DescribeInstances",
          "DescribeInstanceStatus",
          "DescribeNetworkInterfaces",
          "DescribeSecurityGroups",
          "DescribeSnapshots",
          "DescribeSpotInstanceRequests",
          "DescribeVolumes");
  private static final Rate TERMINATED_INSTANCES = new Rate(1000, 20);

  private static final Rate ELB_READ = new Rate(200, 50);
  private static final Rate ELB_TARGETS = new Rate(20, 4);
  private static final Rate ELB_WRITE = new Rate(20, 3);
  private static final Rate AUTO_SCALING_READ = new Rate(100, 20);
  private static final Rate AUTO_SCALING_WRITE = new Rate(20, 3);
  private static final Rate STS = new Rate(600, 600);
  private static final Rate SSM = new Rate(40, 40);
  private static final Rate ACM_OTHER = new Rate(5, 5);
  private static final Map<String, Rate> ACM =
      Map.of(
          "DescribeCertificate", new Rate(10, 10),
          "ListCertificates", new Rate(8, 8),
          "ListTagsForCertificate", new Rate(10, 10),
          "DeleteCertificate", new Rate(10, 10),
          "ImportCertificate", new Rate(1, 1));
  private static final Rate RDS_READ = new Rate(100, 20);
  private static final Rate RDS_WRITE = new Rate(20, 3);
  private static final Rate METRIC_DATA = new Rate(500, 500);
  private static final Rate KMS = new Rate(2000, 2000);
  private static final Rate SECRETS_LIST = new Rate(100, 100);
  private static final Rate SECRETS = new Rate(10_000, 10_000);
  private static final Rate EVENTS = new Rate(50, 50);
  private static final Rate PUT_EVENTS = new Rate(10_000, 10_000);
  private static final Rate UNLIMITED = new Rate(1_000_000, 1_000_000);
  private static final Rate S3 = new Rate(5_500, 5_500);
  private static final Rate OTHER = new Rate(20, 10);

  private ThrottleRates() {}

  /** The least time in which so many DeregisterTargets are let in, from a full bucket. */
  public static Duration leastForDeregistrations(int calls) {
    return ELB_TARGETS.leastTime(calls);
  }

  /** The bucket of the requests of this operation. */
  static Rate requests(Call call, Members request) {
    return switch (call.service()) {
      case "ec2" -> ec2(call, request);
      case "elasticloadbalancing" -> loadBalancing(call);
      case "autoscaling" -> call.isWrite() ? AUTO_SCALING_WRITE : AUTO_SCALING_READ;
      case "sts" -> STS;
      case "ssm" -> SSM;
      case "acm" -> ACM.getOrDefault(call.operation(), ACM_OTHER);
      case "rds" -> call.isWrite() ? RDS_WRITE : RDS_READ;
      case "monitoring" -> METRIC_DATA;
      case "kms" -> KMS;
      case "s3" -> S3;
      case "secretsmanager" -> call.operation().startsWith("List") ? SECRETS_LIST : SECRETS;
      case "events" -> call.operation().equals("PutEvents") ? PUT_EVENTS : EVENTS;
      case "sqs" -> UNLIMITED;
      default -> OTHER;
    };
  }

  /** The bucket of what this operation is about, where there is one besides. */
  static Optional<Rate> resources(Call call) {
    return call.action().equals("ec2:TerminateInstances")
        ? Optional.of(TERMINATED_INSTANCES)
        : Optional.empty();
  }

  private static Rate ec2(Call call, Members request) {
    Rate ofItsOwn = EC2_OF_ITS_OWN.get(call.operation());
    if (ofItsOwn != null) {
      return ofItsOwn;
    }
    if (call.isWrite()) {
      return EC2_WRITE;
    }
    return EC2_COSTLY_UNFILTERED.contains(call.operation()) && !request.isFilteredOrPaged()
        ? EC2_UNFILTERED_READ
        : EC2_READ;
  }

  private static Rate loadBalancing(Call call) {
    if (!call.isWrite()) {
      return ELB_READ;
    }
    return call.operation().endsWith("Targets") ? ELB_TARGETS : ELB_WRITE;
  }
}
