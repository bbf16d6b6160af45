package dev.hastack.sandbox.aws.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.sandbox.aws.world.LaunchOrder;
import dev.hastack.sandbox.aws.world.LaunchResult;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateBlockDeviceMappingRequest;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;

class LaunchesTest {
  private static final String ZONE = "us-east-1a";

  private final Region region = new Region();

  private String template(UnaryOperator<RequestLaunchTemplateData.Builder> content) {
    return region.template(
        "web",
        content.apply(RequestLaunchTemplateData.builder().imageId(region.imageId())).build());
  }

  private void assertRefused(LaunchOrder order, String code, String... words) {
    LaunchResult.Refused refused = region.refused(order);
    assertThat(refused.code()).isEqualTo(code);
    assertThat(refused.message()).contains(words);
    assertThat(region.instances.wouldRefuse(order)).contains(refused);
    assertThat(region.instances.all()).isEmpty();
  }

  private void assertRefused(
      UnaryOperator<RequestLaunchTemplateData.Builder> content, String code, String... words) {
    assertRefused(region.order(template(content), "t3.medium", ZONE), code, words);
  }

  @Test
  void shouldRefuseWhenImageDoesNotExist() {
    assertRefused(
        data -> data.imageId("ami-0123456789abcdef0"),
        "InvalidAMIID.NotFound",
        "ami-0123456789abcdef0");
  }

  @Test
  void shouldRefuseWhenKeyDoesNotExist() {
    assertRefused(
        data -> data.keyName("nobodys"), "InvalidKeyPair.NotFound", "'nobodys' does not exist");
  }

  @Test
  void shouldRefuseWhenProfileDoesNotExist() {
    assertRefused(
        data -> data.iamInstanceProfile(profile -> profile.name("nobodys")),
        "InvalidParameterValue",
        "Value (nobodys) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance"
            + " Profile name");
  }

  @Test
  void shouldRefuseWhenSecurityGroupDoesNotExist() {
    assertRefused(
        data -> data.securityGroupIds("sg-0123456789abcdef0"),
        "InvalidGroup.NotFound",
        "sg-0123456789abcdef0");
  }

  @Test
  void shouldRefuseWhenSecurityGroupIsOfAnotherVpc() {
    // Given
    String vpcId = region.ec2.createVpc(vpc -> vpc.cidrBlock("10.9.0.0/16")).vpc().vpcId();
    String groupId =
        region
            .ec2
            .createSecurityGroup(
                group -> group.groupName("stranger").description("another's").vpcId(vpcId))
            .groupId();

    // Then
    assertRefused(data -> data.securityGroupIds(groupId), "InvalidParameter", groupId);
  }

  @Test
  void shouldRefuseWhenVolumeIsSmallerThanSnapshot() {
    assertRefused(
        data ->
            data.blockDeviceMappings(
                LaunchTemplateBlockDeviceMappingRequest.builder()
                    .deviceName("/dev/xvda")
                    .ebs(ebs -> ebs.volumeSize(1))
                    .build()),
        "InvalidBlockDeviceMapping",
        "expect size >= 8GB");
  }

  @Test
  void shouldRefuseWhenTypeDoesNotFit() {
    // Given
    String templateId = region.template("web");

    // Then
    assertRefused(
        region.order(templateId, "t4g.medium", ZONE), "InvalidParameterValue", "arm64", "x86_64");
    assertRefused(
        region.order(templateId, "t99.medium", ZONE), "InvalidParameterValue", "t99.medium");
    assertRefused(region.order(templateId, "t3.medium", "us-east-1e"), "Unsupported", "us-east-1e");
  }

  @Test
  void shouldRefuseWhenSubnetDoesNotExist() {
    assertRefused(
        new LaunchOrder(
            region.template("web"),
            1,
            "t3.medium",
            ZONE,
            "subnet-0123456789abcdef0",
            false,
            null,
            Map.of()),
        "InvalidSubnetID.NotFound",
        "subnet-0123456789abcdef0");
  }

  @Test
  void shouldShowWhatTheTemplateSaysWhenLaunched() {
    // Given
    region.region.provideKeyPair("operations");
    region.region.provideInstanceProfile("storefront-server");
    String templateId =
        template(
            data ->
                data.keyName("operations")
                    .iamInstanceProfile(profile -> profile.name("storefront-server"))
                    .monitoring(monitoring -> monitoring.enabled(true)));

    // When
    region.launched(region.order(templateId, "t3a.medium", ZONE, true, null));

    // Then
    Instance shown =
        region.ec2.describeInstances().reservations().getFirst().instances().getFirst();
    assertThat(shown.instanceTypeAsString()).isEqualTo("t3a.medium");
    assertThat(shown.keyName()).isEqualTo("operations");
    assertThat(shown.iamInstanceProfile().arn())
        .isEqualTo("arn:aws:iam::123456789012:instance-profile/storefront-server");
    assertThat(shown.monitoring().stateAsString()).isEqualTo("enabled");
    assertThat(shown.instanceLifecycleAsString()).isEqualTo("spot");
    assertThat(shown.spotInstanceRequestId()).startsWith("sir-");
    assertThat(shown.securityGroups()).extracting(group -> group.groupName()).contains("default");
    assertThat(shown.state().nameAsString()).isEqualTo("pending");
    assertThat(shown.placement().availabilityZone()).isEqualTo(ZONE);
    assertThat(shown.privateIpAddress()).startsWith("172.31.");
  }
}
