package dev.hastack.sandbox.aws.ec2;

import static dev.hastack.sandbox.aws.ec2.Region.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/** Inbound rules of security groups, and what keeps a group from deletion. */
class SecurityGroupRulesTest {
  private static final IpRange WORLD = IpRange.builder().cidrIp("0.0.0.0/0").build();
  private static final Ipv6Range WORLD_V6 = Ipv6Range.builder().cidrIpv6("::/0").build();

  private final Region region = new Region();
  private final String front = group("front");
  private final String servers = group("servers");

  private String group(String name) {
    return region
        .ec2
        .createSecurityGroup(request -> request.groupName(name).description(name))
        .groupId();
  }

  private static IpPermission.Builder tcp(int from, int to) {
    return IpPermission.builder().ipProtocol("tcp").fromPort(from).toPort(to);
  }

  /** A describe shows each kind of peer, though there is none of it. */
  private static IpPermission shown(IpPermission.Builder rule) {
    IpPermission asked = rule.build();
    return rule.ipRanges(List.copyOf(asked.ipRanges()))
        .ipv6Ranges(List.copyOf(asked.ipv6Ranges()))
        .prefixListIds(List.copyOf(asked.prefixListIds()))
        .userIdGroupPairs(List.copyOf(asked.userIdGroupPairs()))
        .build();
  }

  private IpPermission fromFront() {
    return tcp(8000, 9000)
        .userIdGroupPairs(UserIdGroupPair.builder().groupId(front).build())
        .build();
  }

  private void admit(String groupId, IpPermission... permissions) {
    region.ec2.authorizeSecurityGroupIngress(
        request -> request.groupId(groupId).ipPermissions(permissions));
  }

  private List<IpPermission> permissions(String groupId) {
    return region
        .ec2
        .describeSecurityGroups(request -> request.groupIds(groupId))
        .securityGroups()
        .getFirst()
        .ipPermissions();
  }

  private void delete(String groupId) {
    region.ec2.deleteSecurityGroup(request -> request.groupId(groupId));
  }

  @Test
  void shouldShowPeersOfTheSamePortsTogether() {
    // When
    admit(front, tcp(443, 443).ipRanges(WORLD).build(), tcp(80, 80).ipRanges(WORLD).build());
    admit(front, tcp(443, 443).ipv6Ranges(WORLD_V6).build());
    admit(servers, fromFront());

    // Then
    assertThat(permissions(front))
        .containsExactly(
            shown(tcp(443, 443).ipRanges(WORLD).ipv6Ranges(WORLD_V6)),
            shown(tcp(80, 80).ipRanges(WORLD)));
    assertThat(permissions(servers).getFirst().userIdGroupPairs())
        .containsExactly(UserIdGroupPair.builder().groupId(front).userId(Region.ACCOUNT).build());
    assertThat(
            region
                .ec2
                .describeSecurityGroups(
                    request ->
                        request.filters(
                            Filter.builder().name("ip-permission.group-id").values(front).build()))
                .securityGroups())
        .extracting(SecurityGroup::groupId)
        .containsExactly(servers);
  }

  @Test
  void shouldTakeOneRuleInTheMembersOfTheRequest() {
    // When
    region.ec2.authorizeSecurityGroupIngress(
        request ->
            request.groupId(front).ipProtocol("6").fromPort(22).toPort(22).cidrIp("10.0.0.0/8"));

    // Then
    assertThat(permissions(front))
        .containsExactly(
            shown(tcp(22, 22).ipRanges(IpRange.builder().cidrIp("10.0.0.0/8").build())));
  }

  @Test
  void shouldRevokeARuleWhateverItsDescription() {
    // Given
    admit(front, tcp(80, 80).ipRanges(WORLD.toBuilder().description("the world").build()).build());

    // When
    region.ec2.revokeSecurityGroupIngress(
        request -> request.groupId(front).ipPermissions(tcp(80, 80).ipRanges(WORLD).build()));
    var again =
        region.ec2.revokeSecurityGroupIngress(
            request -> request.groupId(front).ipPermissions(tcp(80, 80).ipRanges(WORLD).build()));

    // Then
    assertThat(permissions(front)).isEmpty();
    assertThat(again.unknownIpPermissions()).containsExactly(shown(tcp(80, 80).ipRanges(WORLD)));
  }

  @Test
  void shouldRefuseRulesThatCannotBe() {
    // Given
    admit(front, tcp(80, 80).ipRanges(WORLD).build());

    // Then
    assertRefused(
        () -> admit(front, tcp(80, 80).ipRanges(WORLD).build()), "InvalidPermission.Duplicate");
    assertRefused(() -> admit(front, tcp(80, 70).ipRanges(WORLD).build()), "InvalidParameterValue");
    assertRefused(
        () -> admit(front, tcp(80, 80).ipRanges(IpRange.builder().cidrIp("world").build()).build()),
        "InvalidParameterValue");
    assertRefused(
        () ->
            admit(
                front,
                tcp(80, 80)
                    .userIdGroupPairs(UserIdGroupPair.builder().groupId("sg-0").build())
                    .build()),
        "InvalidGroup.NotFound");
    assertRefused(
        () ->
            IntStream.rangeClosed(1, 60)
                .forEach(port -> admit(front, tcp(port, port + 1).ipRanges(WORLD).build())),
        "RulesPerSecurityGroupLimitExceeded");
  }

  @Test
  void shouldNotBeDeletedWhileAnotherGroupNamesIt() {
    // Given
    admit(servers, fromFront());

    // Then
    assertRefused(() -> delete(front), "DependencyViolation");

    // When
    delete(servers);
    delete(front);

    // Then
    assertRefused(() -> permissions(front), "InvalidGroup.NotFound");
  }

  @Test
  void shouldNotBeDeletedWhileAnInterfaceHasIt() {
    // Given
    region
        .region
        .network()
        .stand("ELB app/web/1", List.of(region.subnetId("us-east-1a")), List.of(front));
    region.region.network().stand("ELB app/web/1", List.of(), List.of());

    // Then
    assertRefused(() -> delete(front), "DependencyViolation");

    // When
    region.time.advance(Duration.ofMinutes(5));

    // Then
    delete(front);
  }

  @Test
  void shouldNotBeDeletedWhileAnInstanceHasIt() {
    // Given
    String template =
        region.template(
            "web",
            RequestLaunchTemplateData.builder()
                .imageId(region.imageId())
                .securityGroupIds(servers)
                .build());
    String instance = region.launched(region.order(template, "m6i.large", "us-east-1a")).id();

    // Then
    assertRefused(() -> delete(servers), "DependencyViolation");

    // When
    region.ec2.terminateInstances(request -> request.instanceIds(instance));
    region.time.advance(Duration.ofMinutes(3));

    // Then
    delete(servers);
  }
}
