package dev.hastack.sandbox.aws;

import dev.hastack.sandbox.aws.front.SimulatedRegion;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.FixedResponseActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;

/**
 * What a company has in its account before it has a stack: a certificate, a bucket for logs, and
 * security groups.
 */
final class Furnishing {
  /** What the certificate is for. */
  static final String DOMAIN = "*.hastack.example";

  /** Where load balancers may write their logs, as in the examples. */
  static final String LOG_BUCKET = "shop-access-logs";

  /** The name of the security group for load balancers: the world reaches 80 and 443. */
  static final String LOAD_BALANCER_GROUP = "load-balancers";

  /** The name of the security group for servers: only load balancers reach 8000 to 9000. */
  static final String SERVER_GROUP = "servers";

  /** The name of the security group for databases: only servers reach their ports. */
  static final String DATABASE_GROUP = "databases";

  private static final IpRange WORLD = IpRange.builder().cidrIp("0.0.0.0/0").build();

  private Furnishing() {}

  static void put(SimulatedRegion region) {
    region.acm().provideCertificate(DOMAIN);
    region.s3().provideLogBucket(LOG_BUCKET);
    Ec2Client ec2 = region.ec2().service();
    String front = group(ec2, LOAD_BALANCER_GROUP);
    admit(ec2, front, IntStream.of(80, 443).mapToObj(port -> tcp(port, port).ipRanges(WORLD)));
    UserIdGroupPair balancers = UserIdGroupPair.builder().groupId(front).build();
    String back = group(ec2, SERVER_GROUP);
    admit(ec2, back, Stream.of(tcp(8000, 9000).userIdGroupPairs(balancers)));
    UserIdGroupPair servers = UserIdGroupPair.builder().groupId(back).build();
    admit(
        ec2,
        group(ec2, DATABASE_GROUP),
        IntStream.of(3306, 5432).mapToObj(port -> tcp(port, port).userIdGroupPairs(servers)));
  }

  private static String group(Ec2Client ec2, String name) {
    return ec2.createSecurityGroup(request -> request.groupName(name).description(name)).groupId();
  }

  private static void admit(
      Ec2Client ec2, String groupId, Stream<IpPermission.Builder> permissions) {
    ec2.authorizeSecurityGroupIngress(
        request ->
            request
                .groupId(groupId)
                .ipPermissions(permissions.map(IpPermission.Builder::build).toList()));
  }

  private static IpPermission.Builder tcp(int from, int to) {
    return IpPermission.builder().ipProtocol("tcp").fromPort(from).toPort(to);
  }

  /** A load balancer of somebody else in the first zones, with a listener that answers 404. */
  static String listener(SimulatedRegion region, String name) {
    List<String> subnetIds =
        region.ec2().service().describeSubnets().subnets().stream()
            .sorted(Comparator.comparing(Subnet::availabilityZone))
            .map(Subnet::subnetId)
            .limit(3)
            .toList();
    ElasticLoadBalancingV2Client service = region.loadBalancing().service();
    String loadBalancerArn =
        service
            .createLoadBalancer(request -> request.name(name).subnets(subnetIds))
            .loadBalancers()
            .getFirst()
            .loadBalancerArn();
    return service
        .createListener(
            request ->
                request
                    .loadBalancerArn(loadBalancerArn)
                    .protocol(ProtocolEnum.HTTP)
                    .port(80)
                    .defaultActions(
                        Action.builder()
                            .type(ActionTypeEnum.FIXED_RESPONSE)
                            .fixedResponseConfig(
                                FixedResponseActionConfig.builder().statusCode("404").build())
                            .build()))
        .listeners()
        .getFirst()
        .listenerArn();
  }
}
