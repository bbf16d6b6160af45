package dev.hastack.sandbox.aws.rds;

import dev.hastack.sandbox.aws.world.Instances;
import dev.hastack.sandbox.aws.world.Keys;
import dev.hastack.sandbox.aws.world.Network;
import dev.hastack.sandbox.aws.world.Secrets;

/**
 * What databases stand on.
 *
 * @param subnets say in which zone and VPC a subnet is
 */
public record Surroundings(Instances subnets, Network network, Keys keys, Secrets secrets) {}
