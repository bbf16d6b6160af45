package dev.hastack.sandbox.aws.elasticloadbalancing;

import dev.hastack.sandbox.aws.world.Network;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One VPC in which every security group exists whose name begins as one of EC2's. */
final class NetworkInMemory implements Network {
  private final Map<String, List<String>> subnets = new TreeMap<>();

  @Override
  public void stand(String description, List<String> subnetIds, List<String> securityGroupIds) {
    subnets.put(description, List.copyOf(subnetIds));
  }

  @Override
  public Optional<String> vpcOfGroup(String securityGroupId) {
    return securityGroupId.startsWith("sg-") ? Optional.of("vpc-1") : Optional.empty();
  }

  @Override
  public String defaultGroup(String vpcId) {
    return "sg-default";
  }

  /** Where somebody stands, in the order in which it asked. */
  List<String> subnetsOf(String description) {
    return subnets.getOrDefault(description, List.of());
  }
}
