package dev.hastack.provider.aws;

import java.net.URI;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.ssm.SsmClient;

/** Whatever plays AWS in a test, and somebody else's hand in it. */
record AwsAccountUnderTest(
    URI endpoint,
    AwsCredentialsProvider credentials,
    List<String> subnetIds,
    String securityGroupId,
    String imageId,
    Ec2Client ec2,
    AutoScalingClient autoScaling,
    ElasticLoadBalancingV2Client loadBalancing,
    SsmClient ssm)
    implements AutoCloseable {

  /** Somebody raises the maximum and rewrites a tag. */
  void drift(String groupName) {
    autoScaling.updateAutoScalingGroup(
        request -> request.autoScalingGroupName(groupName).maxSize(9));
    autoScaling.createOrUpdateTags(
        request ->
            request.tags(
                software.amazon.awssdk.services.autoscaling.model.Tag.builder()
                    .resourceId(groupName)
                    .resourceType("auto-scaling-group")
                    .key("team")
                    .value("intruders")
                    .propagateAtLaunch(true)
                    .build()));
  }

  void createForeignTemplate(String name, Map<String, String> tags) {
    ec2.createLaunchTemplate(
        request -> {
          request.launchTemplateName(name).launchTemplateData(data -> data.imageId(imageId));
          if (!tags.isEmpty()) {
            request.tagSpecifications(
                TagSpecification.builder()
                    .resourceType(ResourceType.LAUNCH_TEMPLATE)
                    .tags(
                        tags.entrySet().stream()
                            .map(
                                tag ->
                                    Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                            .toList())
                    .build());
          }
        });
  }

  /** An image of the same architecture as {@link #imageId}. */
  String otherImageId() {
    var images = ec2.describeImages(request -> request.owners("amazon")).images();
    var architecture =
        images.stream()
            .filter(image -> image.imageId().equals(imageId))
            .findFirst()
            .orElseThrow()
            .architecture();
    return images.stream()
        .filter(image -> image.architecture() == architecture)
        .map(Image::imageId)
        .filter(id -> !id.equals(imageId))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    ec2.close();
    autoScaling.close();
    loadBalancing.close();
    ssm.close();
  }
}
