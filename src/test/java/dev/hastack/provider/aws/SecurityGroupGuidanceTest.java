package dev.hastack.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.api.v1alpha1.TargetGroupSpec;
import dev.hastack.provider.aws.SecurityGroupGuidance.Balancer;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
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

  private static TargetGroupSpec targetGroup(String settings) {
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
                targetGroup: {%s}
            """
                .formatted(settings));
    return Objects.requireNonNull(Objects.requireNonNull(stack.getSpec().aws()).targetGroup());
  }

  private static List<String> warnings(IpPermission permission) {
    return warnings(
        new Balancer(false, List.of("sg-balancer"), BALANCER),
        targetGroup("port: 8000"),
        permission.copy(each -> each.ipProtocol("tcp").fromPort(8000).toPort(8000)));
  }

  private static List<String> warnings(
      Balancer balancer, TargetGroupSpec targetGroup, IpPermission... permissions) {
    var servers = SecurityGroup.builder().groupId("sg-servers").ipPermissions(permissions).build();
    return SecurityGroupGuidance.warnings(List.of(servers), balancer, targetGroup);
  }

  /** As {@code tcp 8000 sg-balancer} or {@code udp 53 10.0.0.0/16}. */
  private static IpPermission rule(String text) {
    String[] words = text.split(" ", -1);
    int port = Integer.parseInt(words[1]);
    IpPermission whom =
        words[2].startsWith("sg-")
            ? IpPermission.builder()
                .userIdGroupPairs(UserIdGroupPair.builder().groupId(words[2]).build())
                .build()
            : from(words[2]);
    return whom.copy(each -> each.ipProtocol(words[0]).fromPort(port).toPort(port));
  }

  private static IpPermission[] rules(String texts) {
    return Stream.of(texts.split(", ", -1))
        .map(SecurityGroupGuidanceTest::rule)
        .toArray(IpPermission[]::new);
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
    assertSaid(warnings, warning);
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

  @ParameterizedTest
  @CsvSource({
    "'tcp 8000 sg-balancer, tcp 8080 sg-balancer', ''",
    "'tcp 8000 sg-balancer', 'in on port 8080, where it checks their health; no server'",
    "'tcp 8080 sg-balancer', 'in on port 8000; no server'",
    "'tcp 8000 sg-balancer, tcp 8080 0.0.0.0/0', 'everybody in on port 8080, where'",
  })
  void shouldWarnOfThePortOfTheHealthCheckToo(String rules, String warning) {
    // When
    List<String> warnings =
        warnings(
            new Balancer(false, List.of("sg-balancer"), BALANCER),
            targetGroup("port: 8000, healthCheck: {port: '8080'}"),
            rules(rules));

    // Then
    assertSaid(warnings, warning);
  }

  @ParameterizedTest
  @CsvSource({
    "TCP, tcp 53 sg-balancer, ''",
    "TCP, tcp 53 sg-other, lets the load balancer's [sg-balancer] in on port 53;",
    "TCP, tcp 53 10.0.0.0/16, ''",
    "TCP, tcp 53 0.0.0.0/0, everybody in on port 53",
    "UDP, 'udp 53 sg-balancer, tcp 53 sg-balancer', ''",
    "UDP, udp 53 sg-balancer, 'in on port 53, where it checks their health'",
    "UDP, tcp 53 sg-balancer, in on port 53 (UDP);",
    "TCP_UDP, tcp 53 sg-balancer, in on port 53 (UDP);",
    "TCP_UDP, udp 53 sg-balancer, in on port 53;",
  })
  void shouldWarnWhenANetworkLoadBalancersGroupIsNotAdmitted(
      String protocol, String rules, String warning) {
    // When
    List<String> warnings =
        warnings(
            new Balancer(true, List.of("sg-balancer"), BALANCER),
            targetGroup("port: 53, protocol: " + protocol),
            rules(rules));

    // Then
    assertSaid(warnings, warning);
  }

  /** Its clients' addresses reach the servers then, and only its health checks are its own. */
  @ParameterizedTest
  @CsvSource({
    "tcp 8080 10.0.0.0/16, ''",
    "tcp 8080 10.0.16.7/32, ''",
    "tcp 8080 0.0.0.0/0, ''",
    "tcp 8080 192.168.0.0/16, 'subnets in on port 8080, where it checks'",
    "tcp 8080 sg-other, 'subnets in on port 8080, where it checks'",
    "tcp 53 0.0.0.0/0, 'subnets in on port 8080, where it checks'",
  })
  void shouldWarnWhenNoNodeOfANetworkLoadBalancerWithoutGroupsIsAdmitted(
      String rules, String warning) {
    // When
    List<String> warnings =
        warnings(
            new Balancer(true, List.of(), BALANCER),
            targetGroup("port: 53, protocol: TCP, healthCheck: {port: '8080'}"),
            rules(rules));

    // Then
    assertSaid(warnings, warning);
  }

  private static void assertSaid(List<String> warnings, String warning) {
    if (warning.isEmpty()) {
      assertThat(warnings).isEmpty();
    } else {
      assertThat(warnings).singleElement().asString().contains(warning);
    }
  }
}
