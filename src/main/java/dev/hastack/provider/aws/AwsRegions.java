package dev.hastack.provider.aws;

import dev.hastack.provider.aws.gateway.AutoScalingGroupGateway;
import dev.hastack.provider.aws.gateway.DbClusterGateway;
import dev.hastack.provider.aws.gateway.DbInstanceGateway;
import dev.hastack.provider.aws.gateway.DbSubnetGroupGateway;
import dev.hastack.provider.aws.gateway.LaunchTemplateGateway;
import dev.hastack.provider.aws.gateway.LifecycleHookGateway;
import dev.hastack.provider.aws.gateway.ListenerGateway;
import dev.hastack.provider.aws.gateway.ListenerRuleGateway;
import dev.hastack.provider.aws.gateway.LoadBalancerGateway;
import dev.hastack.provider.aws.gateway.ResourceGateway;
import dev.hastack.provider.aws.gateway.TargetGroupGateway;
import dev.hastack.provider.aws.inventory.DatabaseInventory;
import dev.hastack.provider.aws.inventory.Inventory;
import dev.hastack.provider.aws.inventory.PagedInventory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What there is once for each region: clients, inventory, gateways. */
public final class AwsRegions {

  /** One region, ready to be read and written. */
  public record AwsRegion(
      RegionClients clients,
      Inventory inventory,
      DatabaseInventory databases,
      List<ResourceGateway> gateways) {

    /** The gateway of a kind. */
    public ResourceGateway gateway(String kind) {
      return gateways.stream()
          .filter(gateway -> gateway.kind().equals(kind))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("no gateway for " + kind));
    }
  }

  private final AwsClients clients;
  private final Map<String, AwsRegion> byName = new ConcurrentHashMap<>();

  public AwsRegions(AwsClients clients) {
    this.clients = clients;
  }

  /** Which credentials are in use; see {@link AwsClients#accessKeyId}. */
  public String accessKeyId(String region) {
    return clients.accessKeyId(region);
  }

  /** The region of that code. */
  public AwsRegion in(String region) {
    return byName.computeIfAbsent(region, this::open);
  }

  private AwsRegion open(String region) {
    RegionClients regional = clients.in(region);
    Inventory inventory = new PagedInventory(regional);
    var databases = new DatabaseInventory(regional.rds());
    return new AwsRegion(
        regional,
        inventory,
        databases,
        List.of(
            new LaunchTemplateGateway(regional.ec2(), inventory),
            new TargetGroupGateway(regional.loadBalancing(), inventory),
            new LoadBalancerGateway(regional.loadBalancing(), inventory),
            new ListenerGateway(regional.loadBalancing(), inventory),
            new ListenerRuleGateway(regional.loadBalancing(), inventory),
            new AutoScalingGroupGateway(regional.autoScaling(), inventory),
            new LifecycleHookGateway(regional.autoScaling(), inventory),
            new DbSubnetGroupGateway(regional.rds(), databases),
            new DbClusterGateway(regional.rds(), regional.kms(), databases),
            new DbInstanceGateway(regional.rds(), regional.kms(), databases)));
  }
}
