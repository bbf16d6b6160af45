package dev.hastack.sandbox.aws.world;

import java.util.List;
import java.util.Optional;

/** The VPCs of one region of one account, as those deal with them that stand in their subnets. */
public interface Network {

  /**
   * Sees that somebody has a network interface in each of some subnets and in no other. What it has
   * elsewhere goes, which takes a while.
   *
   * @param description that tells whose they are, for example {@code ELB app/web/50dc6c495c0c9188}
   * @param subnetIds none for somebody who is gone
   */
  void stand(String description, List<String> subnetIds, List<String> securityGroupIds);

  /** The VPC of a security group; empty if there is no such group. */
  Optional<String> vpcOfGroup(String securityGroupId);

  /** The security group that a VPC came with. */
  String defaultGroup(String vpcId);
}
