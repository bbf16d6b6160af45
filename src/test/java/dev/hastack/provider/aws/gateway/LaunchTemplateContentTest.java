package dev.hastack.provider.aws.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.provider.aws.resource.AttributeValues;
import dev.hastack.provider.aws.resource.LaunchTemplate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateBlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateInstanceNetworkInterfaceSpecification;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateTagSpecification;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.ResponseLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.Tag;

/** What of a version is content, and what of it we can have written. */
class LaunchTemplateContentTest {

  static Stream<Arguments> foreignMembers() {
    return Stream.of(
        foreign("InstanceType", data -> data.instanceType("m5.large")),
        foreign("Placement", data -> data.placement(placement -> placement.tenancy("dedicated"))),
        foreign(
            "NetworkInterfaces",
            data ->
                data.networkInterfaces(
                    LaunchTemplateInstanceNetworkInterfaceSpecification.builder()
                        .associatePublicIpAddress(true)
                        .build())),
        foreign(
            "BlockDeviceMappings",
            data ->
                data.blockDeviceMappings(
                    mapping().copy(each -> each.ebs(mapping().ebs().copy(ebs -> ebs.iops(9000)))))),
        foreign(
            "MetadataOptions",
            data ->
                data.metadataOptions(
                    options ->
                        options
                            .httpTokens("required")
                            .httpPutResponseHopLimit(1)
                            .httpEndpoint("disabled"))),
        foreign(
            "TagSpecifications",
            data ->
                data.tagSpecifications(
                    volumeTags(), volumeTags().copy(each -> each.resourceType("instance")))),
        foreign("UserData", data -> data.userData("H4sIAP/+")),
        foreign("UserData", data -> data.userData("not base64")));
  }

  private static Arguments foreign(
      String member, UnaryOperator<ResponseLaunchTemplateData.Builder> change) {
    return Arguments.of(member, change);
  }

  private static LaunchTemplateTagSpecification volumeTags() {
    return LaunchTemplateTagSpecification.builder()
        .resourceType(ResourceType.VOLUME)
        .tags(Tag.builder().key("team").value("web").build())
        .build();
  }

  private static LaunchTemplateBlockDeviceMapping mapping() {
    return LaunchTemplateBlockDeviceMapping.builder()
        .deviceName("/dev/xvda")
        .ebs(ebs -> ebs.volumeSize(30).volumeType("gp3"))
        .build();
  }

  /** What we write, as AWS may answer it. */
  private static ResponseLaunchTemplateData answered() {
    return ResponseLaunchTemplateData.builder()
        .imageId("ami-1")
        .securityGroupIds("sg-2", "sg-1")
        .userData("IyEvYmluL3No")
        .blockDeviceMappings(mapping())
        .metadataOptions(
            options ->
                options
                    .httpTokens("required")
                    .httpPutResponseHopLimit(1)
                    .httpEndpoint("enabled")
                    .httpProtocolIpv6("disabled")
                    .instanceMetadataTags("disabled")
                    .state("applied"))
        .tagSpecifications(volumeTags())
        .networkInterfaces(List.of())
        .build();
  }

  private static AttributeValues read(ResponseLaunchTemplateData data) {
    return LaunchTemplateData.read(data).build();
  }

  @Test
  void shouldKnowEveryMemberThatAnAnswerHas() {
    // Given
    Set<String> requested = names(RequestLaunchTemplateData.builder().build().sdkFields());

    // Then
    assertThat(requested)
        .containsAll(names(ResponseLaunchTemplateData.builder().build().sdkFields()));
  }

  private static Set<String> names(List<SdkField<?>> fields) {
    var names = new TreeSet<String>();
    fields.forEach(field -> names.add(field.memberName()));
    return names;
  }

  @Test
  void shouldBeEqualWhenReadBackInAnotherOrderAndWithDefaults() {
    // Given
    AttributeValues ours = read(answered());

    // Then
    assertThat(ours.value(LaunchTemplate.LAUNCH_TEMPLATE_DATA)).isEmpty();
    assertThat(LaunchTemplateContent.of(LaunchTemplateData.write(ours)))
        .isEqualTo(LaunchTemplateContent.of(answered()));
    assertThat(ours.keyedTexts(LaunchTemplate.TAG_SPECIFICATIONS)).isEqualTo(Map.of("team", "web"));
  }

  @ParameterizedTest
  @MethodSource("foreignMembers")
  void shouldNameMemberThatWeCannotHaveWritten(
      String member, UnaryOperator<ResponseLaunchTemplateData.Builder> change) {
    // Given
    ResponseLaunchTemplateData foreign = change.apply(answered().toBuilder()).build();

    // Then
    assertThat(read(foreign).texts(LaunchTemplate.LAUNCH_TEMPLATE_DATA)).containsExactly(member);
    assertThat(LaunchTemplateContent.of(foreign).digest())
        .isNotEqualTo(LaunchTemplateContent.of(answered()).digest());
  }

  @Test
  void shouldTellUserDataApartInDigest() {
    assertThat(LaunchTemplateContent.of(answered()).digest())
        .isNotEqualTo(
            LaunchTemplateContent.of(answered().copy(data -> data.userData("ZWNobw=="))).digest());
  }
}
