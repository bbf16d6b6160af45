package dev.hastack.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.api.v1alpha1.TargetGroupSpec;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/** What is said of the servers' security groups. */
class SecurityGroupGuidanceTest {
  private static final List<Subnet> BALANCER =
      List.of(
          Subnet.builder().subnetId("subnet-a").cidrBlock("10.0.0.0/20").build(),
          Subnet.builder().subnetId("subnet-b").cidrBlock("10.0.16.0/20").build());

  private static TargetGroupSpec targetGroup() {
    HAStack stack =
        Manifests.read(
            """
            apiVersion: hastack.dev/v1alpha1
            kind: HAStack
            metadata: {name: storefront, namespace: shop}
            spec:
              capacity: {min: 1, max: 2}
              aws:
                region: us-east-1
                network: {subnetIds: [subnet-0a1b2c3d, subnet-1a2b3c4d]}
                fleet:
                  image: {id: ami-0abcdef1234567890}
                  instanceTypes: [{type: t3.medium}]
                targetGroup: {port: 8000}
            """);
    return Objects.requireNonNull(Objects.requireNonNull(stack.getSpec().aws()).targetGroup());
  }

  private static List<String> warnings(IpPermission permission) {
    var servers =
        SecurityGroup.builder()
            .groupId("sg-servers")
            .ipPermissions(
                permission.copy(each -> each.ipProtocol("tcp").fromPort(8000).toPort(8000)))
            .build();
    return SecurityGroupGuidance.warnings(
        List.of(servers), List.of("sg-balancer"), BALANCER, targetGroup());
  }

  private static IpPermission from(String... cidrs) {
    return IpPermission.builder()
        .ipRanges(
            List.of(cidrs).stream().map(each -> IpRange.builder().cidrIp(each).build()).toList())
        .build();
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/16, 10.9.0.0/16, ''",
    "10.0.0.0/20, 10.0.16.0/20, ''",
    "10.0.0.0/20, 10.0.32.0/20, lets the load balancer",
    "192.168.0.0/16, 172.16.0.0/12, lets the load balancer",
    "10.0.0.1/32, 10.0.0.0/21, lets the load balancer",
    "0.0.0.0/0, 10.0.0.0/8, everybody",
  })
  void shouldWarnWhenAddressesAreNotThoseOfTheLoadBalancer(
      String one, String other, String warning) {
    // When
    List<String> warnings = warnings(from(one, other));

    // Then
    if (warning.isEmpty()) {
      assertThat(warnings).isEmpty();
    } else {
      assertThat(warnings).singleElement().asString().contains(warning);
    }
  }

  @Test
  void shouldBeContentWhenTheLoadBalancersGroupIsAdmitted() {
    assertThat(
            warnings(
                IpPermission.builder()
                    .userIdGroupPairs(UserIdGroupPair.builder().groupId("sg-balancer").build())
                    .build()))
        .isEmpty();
  }
}
