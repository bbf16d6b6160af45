package dev.hastack.provider.aws;

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
 * One client for each service, all of one region.
 *
 * @param deletionProtections what the Auto Scaling client's answers say beyond its model
 */
public record RegionClients(
    AutoScalingClient autoScaling,
    Ec2Client ec2,
    ElasticLoadBalancingV2Client loadBalancing,
    SsmClient ssm,
    StsClient sts,
    AcmClient acm,
    RdsClient rds,
    KmsClient kms,
    CloudWatchClient cloudWatch,
    EventBridgeClient events,
    SqsClient sqs,
    S3Client s3,
    DeletionProtections deletionProtections)
    implements AutoCloseable {

  @Override
  public void close() {
    autoScaling.close();
    ec2.close();
    loadBalancing.close();
    ssm.close();
    sts.close();
    acm.close();
    rds.close();
    kms.close();
    cloudWatch.close();
    events.close();
    sqs.close();
    s3.close();
  }
}
