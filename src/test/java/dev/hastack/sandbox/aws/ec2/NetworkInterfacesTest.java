package dev.hastack.sandbox.aws.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;

/** The interfaces of load balancers as EC2 shows them. */
class NetworkInterfacesTest {
  private static final String WEB = "ELB app/web/50dc6c495c0c9188";
  private static final String OTHER = "ELB net/other/1234567890abcdef";

  private final Region region = new Region();
  private final String vpcId = region.ec2.describeVpcs().vpcs().getFirst().vpcId();
  private final String group = region.region.network().defaultGroup(vpcId);
  private final String subnetA = region.subnetId("us-east-1a");
  private final String subnetB = region.subnetId("us-east-1b");

  private List<NetworkInterface> described(String filter, String value) {
    return region
        .ec2
        .describeNetworkInterfaces(
            request -> request.filters(Filter.builder().name(filter).values(value).build()))
        .networkInterfaces();
  }

  private int freeAddresses(String subnetId) {
    return region
        .ec2
        .describeSubnets(request -> request.subnetIds(subnetId))
        .subnets()
        .getFirst()
        .availableIpAddressCount();
  }

  @Test
  void shouldFindInterfacesByWhatTheyAre() {
    // Given
    region.region.network().stand(WEB, List.of(subnetA, subnetB), List.of(group));
    region.region.network().stand(OTHER, List.of(subnetA), List.of());

    // Then
    assertThat(described("description", "ELB app/web/*"))
        .hasSize(2)
        .allMatch(each -> each.statusAsString().equals("in-use"))
        .allMatch(each -> each.requesterManaged() && each.vpcId().equals(vpcId))
        .extracting(NetworkInterface::subnetId)
        .containsExactlyInAnyOrder(subnetA, subnetB);
    assertThat(described("vpc-id", vpcId)).hasSize(3);
    assertThat(described("group-id", group)).hasSize(2);
    assertThat(described("interface-type", "network_load_balancer")).hasSize(1);
    Region.assertRefused(
        () -> region.ec2.describeNetworkInterfaces(request -> request.networkInterfaceIds("eni-1")),
        "InvalidNetworkInterfaceID.NotFound");
  }

  @Test
  void shouldMoveWhenTheSubnetsAreOthers() {
    // Given
    region.region.network().stand(WEB, List.of(subnetA), List.of(group));
    String kept = described("description", WEB).getFirst().networkInterfaceId();

    // When
    region.region.network().stand(WEB, List.of(subnetA, subnetB), List.of());
    region.region.network().stand(WEB, List.of(subnetA), List.of());
    region.time.advance(Duration.ofMinutes(5));

    // Then
    assertThat(described("description", WEB))
        .extracting(NetworkInterface::networkInterfaceId)
        .containsExactly(kept);
    assertThat(described("group-id", group)).isEmpty();
  }

  @Test
  void shouldLingerWhenTheirOwnerIsGone() {
    // Given
    int free = freeAddresses(subnetA);
    region.region.network().stand(WEB, List.of(subnetA, subnetB), List.of(group));
    assertThat(freeAddresses(subnetA)).isEqualTo(free - 1);

    // When
    region.region.network().stand(WEB, List.of(), List.of());

    // Then
    region.time.advance(Duration.ofSeconds(29));
    assertThat(described("description", WEB)).hasSize(2);
    region.time.advance(Duration.ofSeconds(271));
    assertThat(described("description", WEB)).isEmpty();
    assertThat(freeAddresses(subnetA)).isEqualTo(free);
  }
}
