package dev.hastack.reliability;

import dev.hastack.sandbox.aws.front.Principal;
import dev.hastack.sandbox.aws.front.SimulatedAws;
import dev.hastack.sandbox.aws.wire.InProcessHttpClient;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/** Somebody with access to the account who is not the operator: looks, and meddles. */
record Outsider(
    SdkHttpClient http,
    Ec2Client ec2,
    AutoScalingClient autoScaling,
    ElasticLoadBalancingV2Client loadBalancing,
    SsmClient ssm,
    RdsClient rds)
    implements AutoCloseable {
  static final String REGION = "us-east-1";
  static final String IMAGE_PARAMETER =
      "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";

  static Outsider of(SimulatedAws<?> aws, String accountId) {
    String accessKeyId = accessKeyId(accountId);
    aws.keys().issue(accessKeyId, Principal.user(accountId, "outsider"));
    var http = new InProcessHttpClient(Wires.before(aws.backend()));
    return new Outsider(
        http,
        build(Ec2Client.builder(), http, accessKeyId),
        build(AutoScalingClient.builder(), http, accessKeyId),
        build(ElasticLoadBalancingV2Client.builder(), http, accessKeyId),
        build(SsmClient.builder(), http, accessKeyId),
        build(RdsClient.builder(), http, accessKeyId));
  }

  /** Of the outsider in that account. */
  static String accessKeyId(String accountId) {
    return "AKIAOUTSIDER" + accountId;
  }

  private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C build(
      B builder, SdkHttpClient http, String accessKeyId) {
    return builder
        .region(Region.of(REGION))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, "secret")))
        .httpClient(http)
        .build();
  }

  /** Makes a target group that has all servers there are, as it finds them; returns its ARN. */
  String targetGroupOfAll(String name, int port) {
    String arn =
        loadBalancing
            .createTargetGroup(
                request ->
                    request
                        .name(name)
                        .protocol(ProtocolEnum.HTTP)
                        .port(port)
                        .vpcId(ec2.describeVpcs().vpcs().getFirst().vpcId())
                        .healthCheckPath("/health")
                        .healthCheckIntervalSeconds(10))
            .targetGroups()
            .getFirst()
            .targetGroupArn();
    List<TargetDescription> servers =
        view().groups().stream()
            .flatMap(group -> group.instances().stream())
            .map(server -> TargetDescription.builder().id(server.instanceId()).build())
            .toList();
    loadBalancing.registerTargets(request -> request.targetGroupArn(arn).targets(servers));
    return arn;
  }

  /** Makes a load balancer with one listener that answers 404; returns the listener's ARN. */
  String listener(List<String> subnetIds) {
    String balancer =
        loadBalancing
            .createLoadBalancer(request -> request.name("shared").subnets(subnetIds))
            .loadBalancers()
            .getFirst()
            .loadBalancerArn();
    return loadBalancing
        .createListener(
            request ->
                request
                    .loadBalancerArn(balancer)
                    .port(80)
                    .protocol(ProtocolEnum.HTTP)
                    .defaultActions(
                        Action.builder()
                            .type(ActionTypeEnum.FIXED_RESPONSE)
                            .fixedResponseConfig(response -> response.statusCode("404"))
                            .build()))
        .listeners()
        .getFirst()
        .listenerArn();
  }

  /** Has each zone's requests served in that zone alone. */
  void keepZonesApart() {
    view()
        .targetGroups()
        .forEach(
            group ->
                loadBalancing.modifyTargetGroupAttributes(
                    request ->
                        request
                            .targetGroupArn(group.targetGroupArn())
                            .attributes(
                                TargetGroupAttribute.builder()
                                    .key("load_balancing.cross_zone.enabled")
                                    .value("false")
                                    .build())));
  }

  AccountView view() {
    return new AccountView(ec2, autoScaling, loadBalancing, rds);
  }

  /** Subnets of the default VPC in the order of their zones. */
  List<String> subnetIds() {
    return ec2
        .describeSubnets(
            request ->
                request.filters(Filter.builder().name("default-for-az").values("true").build()))
        .subnets()
        .stream()
        .sorted(Comparator.comparing(Subnet::availabilityZone))
        .map(Subnet::subnetId)
        .toList();
  }

  String securityGroupId() {
    return ec2.describeSecurityGroups(
            request ->
                request.filters(Filter.builder().name("group-name").values("default").build()))
        .securityGroups()
        .getFirst()
        .groupId();
  }

  String imageId() {
    return ssm.getParameter(request -> request.name(IMAGE_PARAMETER)).parameter().value();
  }

  @Override
  public void close() {
    ec2.close();
    autoScaling.close();
    loadBalancing.close();
    ssm.close();
    rds.close();
    http.close();
  }
}
